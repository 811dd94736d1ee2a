"""vocd dies five times during an import of a million, and nobody loses or doubles anything.

voc goes on by itself, a trend and an alert subscriber watch through all of it, and another client
keeps note of what was acknowledged to it.
"""

import os
import random
import threading
import time
import unittest

import grpc

from support import api, cli, model, rows, same_state, trends, watchers
from support.vocd import Vocd

ROWS = 1_000_000
ROWS_SEED = 20250101
KILLS = 5
NOTES_MAX = 300  # of the import, which says now and then how far it came


class Acknowledged:
    """A client of its own: submits batches until told to stop and notes each acknowledgement."""

    def __init__(self, address: str):
        self.client = api.Client(address)
        self.results = {}  # key -> SubmitResult
        self.stopping = threading.Event()
        self.failure = None
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    @staticmethod
    def item(number: int):
        # Mentions, so that the numbers of the imported surveys stay those of the file.
        return api.mention("probe", f"p{number:06d}", rating=number % 5 + 1,
                           collected_at=1_735_689_600 + number)

    def _run(self):
        number = 0
        try:
            while not self.stopping.is_set():
                items = [self.item(number + i) for i in range(20)]
                for item, result in zip(items, self._submit(items)):
                    self.results[item.submission_id] = result
                number += len(items)
        except Exception as error:  # pylint: disable=broad-except
            self.failure = error

    def _submit(self, items):
        deadline = time.monotonic() + 120
        while True:
            try:
                return self.client.BatchSubmit(
                    api.feedback.BatchSubmitRequest(feedback=items), timeout=60,
                    wait_for_ready=True).results
            except grpc.RpcError as error:
                if error.code() != grpc.StatusCode.UNAVAILABLE or time.monotonic() > deadline:
                    raise

    def stop(self):
        self.stopping.set()
        self.thread.join(timeout=130)
        self.client.close()
        if self.failure is not None:
            raise self.failure


def reached(vocd, sequence: int):
    """Returns once the log is that long."""
    with vocd.client() as client:
        deadline = time.monotonic() + 120
        while client.reach().last_sequence < sequence:
            if time.monotonic() > deadline:
                raise AssertionError(f"the log did not reach {sequence}")


class KillDuringImport(unittest.TestCase):

    def test_nothing_is_lost_or_doubled(self):
        seed = int(os.environ.get("VOC_TEST_SEED", random.SystemRandom().randrange(1 << 32)))
        print(f"seed {seed} (VOC_TEST_SEED)", flush=True)
        moments = sorted(random.Random(seed).sample(range(20_000, ROWS - 100_000), KILLS))
        file = rows.file_of(ROWS, ROWS_SEED)
        numbers = model.FileNumbers(file)
        query = trends.request("nps", "month", group_by=["source"])
        with Vocd() as vocd, \
                watchers.TrendWatcher(vocd.address, query) as trend_watcher, \
                watchers.AlertWatcher(
                    vocd.address, api.alert.StartPosition(earliest=True),
                    include_backfill=True) as alert_watcher:
            alert_watcher.wait(lambda: alert_watcher.started, 60, "the alert stream started")
            trend_watcher.wait(lambda: trend_watcher.complete, 60, "the trend snapshot came")
            noted = Acknowledged(vocd.address)
            out = vocd.folder / "import.json"
            with open(out, "wb") as stdout, open(vocd.folder / "import.err", "wb") as stderr:
                importing = cli.start("import", file, "--output", "json", server=vocd.address,
                                      stdout=stdout, stderr=stderr)
            for moment in moments:
                reached(vocd, moment)
                self.assertIsNone(importing.poll(), "the import still runs at each kill")
                vocd.kill9()
                snapshots = trend_watcher.snapshots
                begin = time.monotonic()
                vocd.start()
                print(f"killed at sequence >= {moment}, back after "
                      f"{time.monotonic() - begin:.2f} s", flush=True)
            code = importing.wait(timeout=300)
            said = out.read_text()
            self.assertEqual(code, 0, said + (vocd.folder / "import.err").read_text()[-2000:])
            noted.stop()

            with vocd.client() as client:
                self.check_import(said)
                same_state.check_file_numbers(self, client, numbers)
                self.check_totals(client, noted)
                self.check_acknowledged(client, noted)
                trend_watcher.wait_until_fresh(120)
                self.check_alerts(client, alert_watcher, numbers, noted)
            # Two kills may come so close that the watcher was not back in between.
            self.assertGreater(trend_watcher.snapshots, snapshots)
            print(f"{len(noted.results)} acknowledged beside the import; alerts received "
                  f"{alert_watcher.received}, re-delivered {alert_watcher.redelivered}")

    def check_import(self, said: str):
        counts = api.json_format.json.loads(said)
        count = lambda name: int(counts.get(name, 0))
        self.assertEqual(count("rejected") + count("updated") + count("superseded"), 0, said)
        # What was committed but not acknowledged before a kill is sent again, and unchanged then.
        self.assertEqual(count("created") + count("unchanged"), ROWS, said)

    def check_totals(self, client, noted):
        status = same_state.status(client)
        self.assertEqual(status.feedback_count, ROWS + len(noted.results))
        # Every event is one creation, or says how far the import came: nothing was written
        # twice.
        self.assertLess(status.last_sequence - ROWS - len(noted.results), NOTES_MAX)
        self.assertEqual(trends.query(client, "rating", "total").total.n, len(noted.results))

    def check_acknowledged(self, client, noted):
        self.assertTrue(noted.results)
        for key, result in noted.results.items():
            self.assertIn(result.outcome, (api.feedback.OUTCOME_CREATED,
                                           api.feedback.OUTCOME_UNCHANGED), key)
        listed = {f.submission_id: f for f in api.list_all(
            client, api.feedback.Filter(source_ids=["probe"]))}
        self.assertEqual(set(listed), set(noted.results))
        for key, result in noted.results.items():
            stored = listed[key]
            self.assertEqual((stored.feedback_id, stored.sequence, stored.revision),
                             (result.feedback_id, result.sequence, 1))

    def check_alerts(self, client, watcher, numbers, noted):
        probes = sum(int(key[1:]) % 5 + 1 <= 2 for key in noted.results)
        expected = numbers.alerts + probes
        watcher.wait(lambda: len(watcher.versions) >= expected, 300,
                     f"{expected} alerts, {len(watcher.versions)} so far")
        listed = api.list_alerts(client)
        self.assertEqual(len(listed), expected)
        newest = watcher.newest()
        self.assertEqual(set(newest), {a.alert_id for a in listed})
        for one in listed:
            self.assertEqual(list(watcher.versions[one.alert_id]), [1])
            self.assertEqual(newest[one.alert_id], one)


if __name__ == "__main__":
    unittest.main(verbosity=2)
