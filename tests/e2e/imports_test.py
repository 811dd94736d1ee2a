"""Imports with an id: listed, undone, redone; a wrong mapping is mended by importing again."""

import json
import os
import signal
import subprocess
import threading
import time
import unittest

import grpc

from support import api, cli, trends, watchers
from support.vocd import Vocd

fb = api.feedback
HEADER = "source_id,submission_id,metric,score,collected_at\n"


def rows(source, scores, at="2025-05-01T10:00:00Z"):
    return HEADER + "".join(f"{source},{i},nps,{s},{at}\n" for i, s in enumerate(scores))


class Imports(unittest.TestCase):

    def setUp(self):
        self.vocd = Vocd()
        self.addCleanup(self.vocd.close)
        self.client = self.vocd.client()
        self.addCleanup(self.client.close)

    def voc(self, *arguments, code=0, **options):
        ran = cli.run("import", *arguments, "--output", "json", server=self.vocd.address,
                      **options)
        self.assertEqual(ran.code, code, ran)
        return ran.json() if ran.out else None

    def file(self, name, content):
        path = self.vocd.folder / name
        path.write_text(content)
        return path

    def numbers(self):
        total = trends.query(self.client, "nps", "total").total
        return total.n, round(total.value, 6) if total.n else None

    def listed(self):
        return self.voc("list").get("imports", [])

    def verify(self):
        ran = cli.run("admin", "verify", server=self.vocd.address)
        self.assertEqual(ran.code, 0, ran)

    def test_an_import_is_listed_with_what_came_of_it(self):
        self.assertEqual(self.listed(), [])
        path = self.file("a.csv", rows("web", [9, 3, 12]))
        said = self.voc(path, code=1)
        one, = self.listed()
        self.assertEqual(one["importId"], said["importId"])
        self.assertEqual(one["state"], "IMPORT_STATE_DONE")
        self.assertEqual(one["format"], "voc-csv")
        self.assertEqual(one["counts"], {"created": "2", "rejected": "1"})
        file, = one["files"]
        self.assertEqual((file["name"], file["recordsDone"], file["complete"]),
                         (str(path), "3", True))
        stored = api.list_all(self.client)
        self.assertEqual({f.import_id for f in stored}, {said["importId"]})
        # A plain update is no part of it any more.
        api.batch(self.client, [api.response("web", "0", "nps", 2)])
        self.assertEqual({f.submission_id: f.import_id for f in api.list_all(self.client)},
                         {"0": "", "1": said["importId"]})
        self.vocd.restart(kill=True)
        self.assertEqual(self.listed(), [one])
        self.voc(path, "--dry-run", code=1)
        self.assertEqual(self.listed(), [one])

    def test_the_list_outlives_a_rebuild_of_the_views(self):
        self.voc(self.file("a.csv", rows("web", [9, 3])))
        undone = self.voc(self.file("b.csv", rows("shop", [1, 1, 1])))["importId"]
        self.voc("undo", undone)
        before = self.listed(), self.numbers()
        ran = cli.run("admin", "verify", "--rebuild", server=self.vocd.address)
        self.assertEqual(ran.code, 0, ran)
        self.client.reach()
        self.assertEqual((self.listed(), self.numbers()), before)
        self.verify()
        self.assertEqual(self.voc("redo", undone)["restored"], "3")

    def test_file_names_of_any_bytes(self):
        path = os.fsencode(self.vocd.folder) + b"/caf\xe9.csv"
        with open(path, "w", encoding="utf-8") as file:
            file.write(rows("web", [9]))
        self.voc(os.fsdecode(path))
        self.assertTrue(self.listed()[0]["files"][0]["name"].endswith("/caf?.csv"))

    def test_a_pipe_is_read_once(self):
        said = self.voc("/dev/stdin", stdin=rows("web", [9, 3]).encode())
        self.assertEqual(int(said["created"]), 2)
        self.assertNotIn("fingerprint", self.listed()[0]["files"][0])

    def test_importing_the_same_again_changes_nothing(self):
        path = self.file("a.csv", rows("web", [9, 3]))
        first = self.voc(path)
        second = self.voc(path)
        self.assertNotEqual(first["importId"], second["importId"])
        self.assertEqual(int(second["unchanged"]), 2)
        # So the second one brought nothing.
        self.assertEqual(self.voc("undo", second["importId"]).get("excluded", "0"), "0")
        self.assertEqual(self.numbers()[0], 2)

    def test_undo_and_redo(self):
        api.batch(self.client, [api.response("other", str(i), "nps", 10) for i in range(5)])
        before = self.numbers()
        said = self.voc(self.file("a.csv", rows("web", [0, 1, 2, 9, 10] * 20)))
        wrong = self.numbers()
        api.batch(self.client, [api.response("web", "7", "nps", 7)])  # changed since
        by_hand = next(f for f in api.list_all(self.client) if f.submission_id == "8"
                       and f.source_id == "web")
        self.client.ExcludeFeedback(fb.ExcludeFeedbackRequest(
            feedback_id=by_hand.feedback_id, kind=fb.EXCLUSION_KIND_SPAM, reason="spam"),
            timeout=30)
        with watchers.TrendWatcher(self.vocd.address, trends.request("nps", "total")) as trend, \
                watchers.AlertWatcher(self.vocd.address, api.alert.StartPosition(earliest=True),
                                      include_backfill=True) as alerts:
            trend.wait(lambda: trend.complete, 60, "the trend snapshot came")
            undone = self.voc("undo", said["importId"])
            self.assertEqual((undone["excluded"], undone["changedSince"]), ("98", "2"))
            self.assertEqual(undone["import"]["state"], "IMPORT_STATE_UNDONE")
            self.assertEqual(self.numbers(), (before[0] + 1, round(100 * 5 / 6, 6)))
            trend.wait_until_fresh(60)
            # Alerts of what was taken out are dismissed.
            open_alerts = [a for a in api.list_alerts(self.client)
                           if a.state == api.alert.ALERT_STATE_OPEN]
            self.assertEqual(open_alerts, [])
            alerts.wait(lambda: all(a.state == api.alert.ALERT_STATE_DISMISSED
                                    for a in alerts.newest().values()) and alerts.versions,
                        60, "every alert was dismissed")
            self.verify()
            # Once more is the same.
            self.assertEqual(self.voc("undo", said["importId"])["excluded"], "98")
            self.vocd.restart(kill=True)
            self.client.reach()
            self.assertEqual(self.numbers(), (before[0] + 1, round(100 * 5 / 6, 6)))

            redone = self.voc("redo", said["importId"])
            self.assertEqual(redone["restored"], "98")
            self.assertEqual(redone["import"]["state"], "IMPORT_STATE_DONE")
            # The feedback by hand stays out, the one that was changed as it was.
            self.assertEqual(self.numbers()[0], wrong[0] - 1)
            trend.wait_until_fresh(60)
        hand = next(f for f in api.list_all(self.client, fb.Filter(include_excluded=True))
                    if f.feedback_id == by_hand.feedback_id)
        self.assertEqual(hand.exclusion.kind, fb.EXCLUSION_KIND_SPAM)
        self.verify()

    def test_a_wrong_mapping_is_undone_and_imported_right(self):
        # Scores of the wrong column, and a day too late.
        wrong = self.voc(self.file("wrong.csv", rows("web", [1] * 30, "2025-06-02T10:00:00Z")))
        self.voc("undo", wrong["importId"])
        self.assertEqual(self.numbers(), (0, None))
        right = self.voc(self.file("right.csv", rows("web", [10] * 20 + [5] * 10)))
        self.assertEqual(int(right["updated"]), 30)
        self.assertEqual(self.numbers(), (30, round(100 * 10 / 30, 6)))
        self.assertEqual({f.import_id for f in api.list_all(self.client)}, {right["importId"]})
        # The wrong one has nothing left to put back.
        self.assertEqual(self.voc("redo", wrong["importId"]).get("restored", "0"), "0")
        self.assertEqual(self.numbers()[0], 30)
        # Nor to take back; then the right one is all that stands on nothing.
        self.assertEqual(self.voc("undo", wrong["importId"])["changedSince"], "30")
        self.voc("undo", right["importId"])
        self.assertEqual(self.numbers(), (0, None))
        # The same content lifts it too: nothing else would say that it counts again.
        self.assertEqual(int(self.voc(self.file("again.csv", rows(
            "web", [10] * 20 + [5] * 10)))["updated"]), 30)
        self.assertEqual(self.numbers()[0], 30)
        self.verify()

    def test_what_a_newer_export_leaves_out_is_excluded(self):
        said = self.voc(self.file("a.csv", rows("web", [9, 3, 5])))
        self.client.BeginImport(api.imports.BeginImportRequest(
            **{"import": api.imports.Import(import_id="newer")}), timeout=30)
        answer = self.client.LeaveOut(api.imports.LeaveOutRequest(import_id="newer", left_out=[
            api.imports.LeftOut(source_id="web", submission_id=key, reason="a preview")
            for key in ("0", "1", "never")]), timeout=30)
        self.assertEqual((answer.excluded, answer.unknown), (2, 1))
        self.assertEqual(self.numbers(), (1, -100))
        # A redo of the first is none of that.
        self.voc("redo", said["importId"])
        self.assertEqual(self.numbers()[0], 1)
        api.batch(self.client, [api.response("web", "0", "nps", 9)])
        self.assertEqual(self.numbers()[0], 2)
        # An undo of the newer one brings back what nobody touched since.
        undone = self.voc("undo", "newer")
        self.assertEqual((undone["restored"], undone["changedSince"]), ("1", "1"))
        self.assertEqual(self.numbers()[0], 3)
        self.assertEqual(self.voc("redo", "newer")["restored"], "1")
        self.assertEqual(self.numbers()[0], 2)
        self.verify()

    def test_a_refused_file_leaves_no_import(self):
        for name, content in (("unknown.csv", "Ticket,Words\n1,hello\n"),
                              ("header.csv", "submission_id,metric,scroe,score\n1,nps,9,9\n"),
                              ("bad.csv", rows("web", ["nine", "ten"])),
                              ("cut.json", '{"satisfaction_ratings": [{"id": 1, "score": "good"')):
            said = self.voc(self.file(name, content), code=1)
            self.assertEqual(said["importId"], "", name)
            self.assertEqual(self.listed(), [], name)
        self.voc(self.vocd.folder / "nowhere.csv", code=1)
        self.assertEqual(self.listed(), [])
        # With one that is taken there is an import of both.
        said = self.voc(self.file("good.csv", rows("web", [9])), self.vocd.folder / "cut.json",
                        code=1)
        one, = self.listed()
        self.assertEqual(one["importId"], said["importId"])
        self.assertEqual([f.get("recordsDone", "0") for f in one["files"]], ["1", "0"])
        # One that holds nothing is not refused.
        said = self.voc(self.file("empty.json", '{"satisfaction_ratings": []}'))
        self.assertEqual(self.listed()[0]["importId"], said["importId"])

    def test_two_voc_with_the_same_file(self):
        many = 300_000
        path = self.file("many.csv", rows("web", [i % 11 for i in range(many)]))
        with cli.start("import", path, "--output", "json", server=self.vocd.address,
                       stdout=subprocess.PIPE, stderr=subprocess.PIPE) as first:
            self.addCleanup(first.kill)
            self.until(lambda: self.client.GetStatus(api.admin.GetStatusRequest(),
                                                     timeout=30).feedback_count > 0,
                       "the first one brings")
            first.send_signal(signal.SIGSTOP)
            held, = self.listed()
            self.assertEqual(held["state"], "IMPORT_STATE_RUNNING", "it was stopped in time")
            second = cli.run("import", path, "--output", "json", server=self.vocd.address)
            self.assertEqual(second.code, 0, second)
            self.assertIn(f"import {held['importId']} brings the same just now", second.err)
            self.assertNotEqual(second.json()["importId"], held["importId"])
            self.assertEqual(second.json()["created"] + second.json()["unchanged"], many)
            first.send_signal(signal.SIGCONT)
            out, err = first.communicate(timeout=120)
            self.assertEqual(first.returncode, 0, err)
        said = json.loads(out)
        self.assertEqual(said["importId"], held["importId"])
        self.assertEqual(said["created"] + said["unchanged"], many)
        self.assertEqual(said["created"] + second.json()["created"], many)
        self.assertEqual({i["state"] for i in self.listed()}, {"IMPORT_STATE_DONE"})
        self.assertEqual(self.numbers()[0], many)
        # Each takes back what it brought.
        self.voc("undo", said["importId"])
        self.assertEqual(self.numbers()[0], second.json()["created"])

    def test_an_import_is_one_client_s_at_a_time(self):
        self.client.BeginImport(api.imports.BeginImportRequest(
            **{"import": api.imports.Import(import_id="one")}), timeout=30)

        def ingest(run, requests):
            metadata = (("voc-run", run),) if run else ()
            return self.client.Ingest(requests, timeout=60, metadata=metadata)

        def request(key):
            return fb.IngestRequest(import_id="one", feedback=[api.response("api", key, "nps", 9)])

        over = threading.Event()
        self.addCleanup(over.set)

        def held():
            yield request("1")
            over.wait(60)

        mine = ingest("a", held())
        self.assertEqual(next(mine).results[0].outcome, fb.OUTCOME_CREATED)
        with self.assertRaises(grpc.RpcError) as refused:
            next(ingest("b", iter([request("2")])))
        self.assertEqual(refused.exception.code(), grpc.StatusCode.FAILED_PRECONDITION)
        self.assertIn("another client", refused.exception.details())
        # More streams of the same client, and clients that say nothing, are as ever.
        for run in ("a", ""):
            self.assertEqual(next(ingest(run, iter([request("3" + run)]))).results[0].outcome,
                             fb.OUTCOME_CREATED)
        over.set()
        self.assertEqual(list(mine), [])

        def free():
            try:
                return next(ingest("b", iter([request("4")]))).results
            except grpc.RpcError:
                return None

        self.until(free, "it is anybody's")

    def until(self, predicate, what):
        deadline = time.monotonic() + 60
        while not predicate():
            self.assertLess(time.monotonic(), deadline, what)

    def test_ids_and_states(self):
        for words in (("undo", "nope"), ("redo", "nope")):
            ran = cli.run("import", *words, server=self.vocd.address)
            self.assertEqual(ran.code, 1, ran)
            self.assertIn("IMPORT_NOT_FOUND", ran.err)
        self.voc("undo", "No Id", code=1)
        self.voc("undo", code=2)
        self.voc(code=2)
        self.voc("list", self.file("a.csv", rows("web", [9])), code=2)
        self.voc(self.file("list", rows("web", [9])), code=0)

        def ingest(import_id):
            request = fb.IngestRequest(import_id=import_id, feedback=[
                api.response("api", "1", "nps", 9)])
            return next(self.client.Ingest(iter([request]), timeout=30)).results[0]

        rejected = ingest("unknown")
        self.assertEqual(rejected.outcome, fb.OUTCOME_REJECTED)
        self.assertIn("not running", rejected.error.message)
        with self.assertRaises(grpc.RpcError) as refused:
            ingest("No Id")
        self.assertEqual(refused.exception.code(), grpc.StatusCode.INVALID_ARGUMENT)
        with self.assertRaises(grpc.RpcError) as refused:
            self.client.ExcludeFeedback(fb.ExcludeFeedbackRequest(
                feedback_id=api.list_all(self.client)[0].feedback_id, reason="x",
                kind=fb.EXCLUSION_KIND_IMPORT), timeout=30)
        self.assertEqual(refused.exception.code(), grpc.StatusCode.INVALID_ARGUMENT)


if __name__ == "__main__":
    unittest.main(verbosity=2)
