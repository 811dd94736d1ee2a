"""A million responses through voc import: exact, idempotent, exported and imported again."""

import time
import unittest

from support import api, cli, model, rows, same_state
from support.vocd import Vocd

ROWS = 1_000_000
SEED = 20250101
RESIDENT_BYTES_MAX = 600 << 20


def counts(test, ran) -> dict:
    """The counts of a finished import, as ints."""
    test.assertIn(ran.code, (0, 1), ran)
    said = ran.json()
    return {name: int(said.get(name, 0)) for name in
            ("created", "updated", "unchanged", "superseded", "skipped", "rejected")}


class ImportMillion(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        print(f"seed {SEED}")
        cls.file = rows.file_of(ROWS, SEED)
        cls.numbers = model.FileNumbers(cls.file)

    def run_import(self, vocd, file):
        ran = cli.run("import", file, "--output", "json", server=vocd.address)
        self.assertEqual(ran.code, 0, ran)
        print(f"voc import: {ROWS} rows in {ran.seconds:.2f} s, {ROWS / ran.seconds:,.0f} rows/s")
        return counts(self, ran)

    def test_import_again_and_round_trip(self):
        nothing = dict.fromkeys(("updated", "superseded", "skipped", "rejected"), 0)
        with Vocd() as vocd, vocd.client() as client:
            self.assertEqual(self.run_import(vocd, self.file),
                             {**nothing, "created": ROWS, "unchanged": 0})
            same_state.check_file_numbers(self, client, self.numbers)
            before = same_state.status(client)
            self.assertEqual(before.feedback_count, ROWS)
            answers = same_state.answers(vocd.address)

            self.assertEqual(self.run_import(vocd, self.file),
                             {**nothing, "created": 0, "unchanged": ROWS})
            after = same_state.status(client)
            # Nothing but how far the import came, now and then.
            self.assertLess(after.last_sequence - before.last_sequence, 100)
            self.assertEqual(after.feedback_count, ROWS)
            self.assertEqual(same_state.answers(vocd.address), answers)

            resident = vocd.resident_bytes()
            print(f"resident at {ROWS} responses: {resident / (1 << 20):.0f} MiB")
            self.assertLess(resident, RESIDENT_BYTES_MAX)
            walls = [cli.run("trend", "--by", "month", server=vocd.address) for _ in range(5)]
            for ran in walls:
                self.assertEqual(ran.code, 0, ran)
            print("voc trend --by month, wall: "
                  + ", ".join(f"{ran.seconds * 1000:.0f} ms" for ran in walls))

            exported = vocd.folder / "export.csv"
            self.export(vocd, exported)
            with Vocd() as copy, copy.client() as copied:
                self.assertEqual(self.run_import(copy, exported),
                                 {**nothing, "created": ROWS, "unchanged": 0})
                same_state.check_file_numbers(self, copied, self.numbers)
                self.assertEqual(same_state.answers(copy.address), answers)
                self.compare_some(client, copied)

            # The numbers come from disk as well as from memory.
            begin = time.monotonic()
            vocd.restart()
            print(f"restart: ready after {time.monotonic() - begin:.2f} s")
            self.assertEqual(same_state.answers(vocd.address), answers)
            resident = vocd.resident_bytes()
            print(f"resident after a restart: {resident / (1 << 20):.0f} MiB")
            self.assertLess(resident, RESIDENT_BYTES_MAX)

    def export(self, vocd, path):
        with open(path, "wb") as out:
            begin = time.monotonic()
            exporting = cli.start("feedback", "export", "--output", "csv", server=vocd.address,
                                  stdout=out, stderr=None)
            self.assertEqual(exporting.wait(timeout=300), 0)
        print(f"voc feedback export: {time.monotonic() - begin:.2f} s, "
              f"{path.stat().st_size:,} bytes")

    def compare_some(self, client, copied):
        """The newest thousand feedback are the same in both stores, word for word."""
        request = api.feedback.ListFeedbackRequest(page_size=1000)
        left = self.contents(client.ListFeedback(request, timeout=60).feedback)
        right = self.contents(copied.ListFeedback(request, timeout=60).feedback)
        # Equal times are ordered by sequence, which an import in another order changes.
        self.assertEqual({f.feedback_id for f in left[:900]} - {f.feedback_id for f in right},
                         set())
        by_id = {f.feedback_id: f for f in right}
        for one in left[:900]:
            self.assertEqual(one, by_id[one.feedback_id])

    @staticmethod
    def contents(items):
        for item in items:
            item.ClearField("sequence")
            item.ClearField("ingested_at")
            item.ClearField("import_id")
        return list(items)


if __name__ == "__main__":
    unittest.main(verbosity=2)
