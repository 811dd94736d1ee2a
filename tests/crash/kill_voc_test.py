"""voc dies in the middle of an import: run again on the same file it goes on where it was, and
nothing is lost or doubled."""

import os
import random
import time
import unittest

from support import api, cli, model, rows, same_state
from support.vocd import Vocd

ROWS = 200_000
ROWS_SEED = 20250202
KILLS = 2
SECONDS_MAX = 300


class KillVoc(unittest.TestCase):

    def test_it_goes_on_where_it_was(self):
        seed = int(os.environ.get("VOC_TEST_SEED", random.SystemRandom().randrange(1 << 32)))
        print(f"seed {seed} (VOC_TEST_SEED)", flush=True)
        moments = sorted(random.Random(seed).sample(range(1, ROWS // 2), KILLS))
        file = rows.file_of(ROWS, ROWS_SEED)
        with Vocd() as vocd, vocd.client() as client, \
                open(vocd.folder / "voc.out", "wb") as out, \
                open(vocd.folder / "voc.err", "wb") as err:
            for moment in moments:
                importing = cli.start("import", file, server=vocd.address, stdout=out, stderr=err)
                self.reported(client, moment)
                self.assertIsNone(importing.poll(), "the import still runs at each kill")
                importing.kill()
                importing.wait(timeout=SECONDS_MAX)
                running, = self.imports(client)
                self.assertEqual(running.state, api.imports.IMPORT_STATE_RUNNING)
                done = running.files[0].records_done
                print(f"killed after {done} records were reported", flush=True)
                self.assertGreaterEqual(done, moment)
            ran = cli.run("import", file, "--output", "json", server=vocd.address)
            self.assertEqual(ran.code, 0, ran)
            self.assertIn(f"going on with import {running.import_id}", ran.err)
            self.assertIn(f"{done:,} records were done before", ran.err)
            said = ran.json()
            self.assertEqual(said["importId"], running.import_id)
            # What was stored after the last report comes again, unchanged.
            self.assertEqual(int(said["created"]) + int(said["unchanged"]), ROWS, said)
            self.assertEqual(same_state.status(client).feedback_count, ROWS)
            same_state.check_file_numbers(self, client, model.FileNumbers(file))
            one, = self.imports(client)
            self.assertEqual(one.state, api.imports.IMPORT_STATE_DONE)
            self.assertEqual((one.files[0].records_done, one.files[0].complete), (ROWS, True))
            # One that is done is not gone on with, nor is one where that is not wanted.
            ran = cli.run("import", file, "--no-resume", "--output", "json", server=vocd.address)
            self.assertEqual(int(ran.json()["unchanged"]), ROWS, ran)
            self.assertEqual(len(self.imports(client)), 2)
            # All of it is the first one's.
            undone = cli.run("import", "undo", one.import_id, "--output", "json",
                             server=vocd.address).json()
            self.assertEqual(int(undone["excluded"]), ROWS)
            self.assertEqual(same_state.status(client).excluded_count, ROWS)

    @staticmethod
    def imports(client):
        return client.ListImports(api.imports.ListImportsRequest(), timeout=30).imports

    def reported(self, client, records: int):
        """Returns once voc has said that so many are done."""
        deadline = time.monotonic() + SECONDS_MAX
        while not any(i.files[0].records_done >= records for i in self.imports(client)):
            if time.monotonic() > deadline:
                raise AssertionError(f"{records} were not reported")


if __name__ == "__main__":
    unittest.main(verbosity=2)
