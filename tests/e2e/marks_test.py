"""voc mark: what it records, lists and deletes, and that it moves no number."""

import unittest

import grpc

from support import api, cli, trends
from support.vocd import Vocd


class Marks(unittest.TestCase):

    def setUp(self):
        self.vocd = Vocd()
        self.addCleanup(self.vocd.close)
        self.client = self.vocd.client()
        self.addCleanup(self.client.close)

    def voc(self, *arguments, code=0):
        ran = cli.run("mark", *arguments, server=self.vocd.address)
        self.assertEqual(ran.code, code, ran)
        return ran

    def titles(self):
        said = self.voc("list", "--output", "json").json()
        return [m["title"] for m in said.get("marks", [])]

    def test_a_mark_is_recorded_listed_and_deleted(self):
        self.assertEqual(self.titles(), [])
        said = self.voc("app 4.2", "--at", "2025-03-01T12:00:00Z", "--note", "new checkout",
                        "--output", "json").json()["mark"]
        self.assertEqual((said["title"], said["markTime"], said["note"]),
                         ("app 4.2", "2025-03-01T12:00:00Z", "new checkout"))
        # The same once more is the same mark.
        again = self.voc("app 4.2", "--at", "2025-03-01T12:00:00Z", "--output", "json").json()
        self.assertEqual(again["mark"]["markId"], said["markId"])
        self.voc("campaign", "--at", "2025-02-01", "--id", "spring")
        self.assertEqual(self.titles(), ["campaign", "app 4.2"])
        self.assertEqual([m["markId"] for m in self.voc(
            "list", "--since", "2025-02-15", "--output", "json").json()["marks"]],
            [said["markId"]])
        self.voc("spring campaign", "--at", "2025-04-01", "--id", "spring")
        self.assertEqual(self.titles(), ["app 4.2", "spring campaign"])
        self.vocd.restart(kill=True)
        self.assertEqual(self.titles(), ["app 4.2", "spring campaign"])
        self.voc("delete", "spring")
        self.assertIn("MARK_NOT_FOUND", self.voc("delete", "spring", code=1).err)
        self.assertEqual(self.titles(), ["app 4.2"])
        for output in ("table", "csv", "md", "html"):
            self.assertIn("app 4.2", self.voc("list", "--output", output).out)

    def test_usage_and_what_the_server_refuses(self):
        self.voc(code=2)
        self.voc("list", "more", code=2)
        self.voc("x", "--at", "soon", code=2)
        self.assertIn("mark.title", self.voc("x" * 256, code=1).err)
        with self.assertRaises(grpc.RpcError) as refused:
            self.client.RecordMark(api.mark.RecordMarkRequest(mark=api.mark.Mark(
                mark_id="x" * 256, note="x" * 40_000)), timeout=30)
        self.assertEqual(refused.exception.code(), grpc.StatusCode.INVALID_ARGUMENT)
        fields = api.violations(api.status_of(refused.exception))
        self.assertEqual(list(fields), ["mark.mark_id", "mark.title", "mark.note", "mark.mark_time"])

    def test_pages_hold_every_mark_once(self):
        for i in range(25):
            self.client.RecordMark(api.mark.RecordMarkRequest(mark=api.mark.Mark(
                title=f"release {i}", mark_time=api.at(1_700_000_000 + i // 3))), timeout=30)
        request = api.mark.ListMarksRequest(page_size=4)
        titles, pages = [], 0
        while True:
            page = self.client.ListMarks(request, timeout=30)
            titles += [m.title for m in page.marks]
            pages += 1
            if not page.next_page_token:
                break
            request.page_token = page.next_page_token
        self.assertEqual((pages, sorted(titles)), (7, sorted(f"release {i}" for i in range(25))))
        request.interval.start_time.CopyFrom(api.at(1))
        with self.assertRaises(grpc.RpcError) as refused:
            self.client.ListMarks(request, timeout=30)
        self.assertEqual(refused.exception.code(), grpc.StatusCode.INVALID_ARGUMENT)

    def test_marks_move_no_number(self):
        api.batch(self.client, [api.response("web", str(i), "nps", i % 11) for i in range(50)])
        before = trends.query(self.client, "nps", "total").total
        for i in range(10):
            self.voc(f"release {i}")
        api.batch(self.client, [api.response("web", "late", "nps", 10)])
        after = trends.query(self.client, "nps", "total").total
        self.assertEqual(after.n, before.n + 1)
        self.assertEqual(len(api.list_all(self.client)), 51)
        self.assertEqual(cli.run("admin", "verify", server=self.vocd.address).code, 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
