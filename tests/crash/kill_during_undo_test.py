"""vocd dies again and again while an import is undone; voc goes on by itself, and in the end all
that the import brought is out once, and can be put back."""

import os
import random
import time
import unittest

from support import api, cli, model, rows, same_state, trends
from support.vocd import Vocd

ROWS = 200_000
ROWS_SEED = 20250202
KILLS = 3
SECONDS_MAX = 300


class KillDuringUndo(unittest.TestCase):

    def test_it_goes_on_where_it_was(self):
        seed = int(os.environ.get("VOC_TEST_SEED", random.SystemRandom().randrange(1 << 32)))
        print(f"seed {seed} (VOC_TEST_SEED)", flush=True)
        moments = sorted(random.Random(seed).sample(range(ROWS // 20, ROWS * 8 // 10), KILLS))
        file = rows.file_of(ROWS, ROWS_SEED)
        with Vocd() as vocd, vocd.client() as client:
            imported = cli.run("import", file, "--output", "json", server=vocd.address)
            self.assertEqual(imported.code, 0, imported)
            import_id = imported.json()["importId"]
            api.batch(client, [api.response("other", "1", "nps", 10)])
            begin = time.monotonic()
            out = vocd.folder / "undo.json"
            with open(out, "wb") as stdout, open(vocd.folder / "undo.err", "wb") as stderr:
                undoing = cli.start("import", "undo", import_id, "--output", "json",
                                    server=vocd.address, stdout=stdout, stderr=stderr)
            for moment in moments:
                self.excluded(client, moment)
                self.assertIsNone(undoing.poll(), "the undo still runs at each kill")
                vocd.kill9()
                vocd.start()
                print(f"killed after {moment} of {ROWS}", flush=True)
            self.assertEqual(undoing.wait(timeout=SECONDS_MAX), 0,
                             (vocd.folder / "undo.err").read_text()[-2000:])
            print(f"undone in {time.monotonic() - begin:.1f} s, with {KILLS} kills")
            client.reach()
            said = api.json_format.json.loads(out.read_text())
            self.assertEqual((int(said["excluded"]), int(said.get("changedSince", 0))), (ROWS, 0))
            status = same_state.status(client)
            self.assertEqual((status.feedback_count, status.excluded_count), (ROWS + 1, ROWS))
            self.assertEqual(trends.query(client, "nps", "total").total.n, 1)
            self.assertEqual(cli.run("admin", "verify", server=vocd.address).code, 0)

            begin = time.monotonic()
            redone = cli.run("import", "redo", import_id, "--output", "json", server=vocd.address)
            print(f"redone in {time.monotonic() - begin:.1f} s")
            self.assertEqual(int(redone.json()["restored"]), ROWS, redone)
            self.assertEqual(same_state.status(client).excluded_count, 0)
            removed = cli.run("feedback", "exclude", api.list_all(client, api.feedback.Filter(
                source_ids=["other"]))[0].feedback_id, "--kind", "test", "--reason", "the probe",
                server=vocd.address)
            self.assertEqual(removed.code, 0, removed)
            same_state.check_file_numbers(self, client, model.FileNumbers(file))
            self.assertEqual(cli.run("admin", "verify", server=vocd.address).code, 0)

    @staticmethod
    def excluded(client, feedback: int):
        """Returns once so much is out."""
        deadline = time.monotonic() + SECONDS_MAX
        while client.reach().excluded_count < feedback:
            if time.monotonic() > deadline:
                raise AssertionError(f"{feedback} were not taken out")


if __name__ == "__main__":
    unittest.main(verbosity=2)
