"""voc admin verify --rebuild mends a damaged view while vocd goes on, and nobody loses anything."""

import signal
import threading
import time
import unittest

from support import api, cli, same_state, trends, waiting, watchers
from support.vocd import Vocd

# Views are written to disk 64 Ki events at a time; the rest is held in memory.
SEGMENT_EVENTS = 64 * 1024
ROWS = 4 * SEGMENT_EVENTS + 1000
SECONDS_MAX = 120


def row(number: int):
    """Scores, accounts and days so mixed that any lost or doubled row changes a number."""
    return api.response("s", f"k{number:07d}", "nps", number * 7919 % 11,
                        respondent_id=f"r{number % 5000}", account_id=f"a{number % 40}",
                        collected_at=1_735_689_600 + number * 7907 % 31_536_000)


def files_of(vocd: Vocd, family: str) -> list:
    """The table files of a column family: RocksDB writes its name into the end of each, as an
    entry of a block, which has lengths in front and of the key what is new in it."""
    entry = bytes([len("name"), len(family)]) + b"name" + family.encode()
    found = []
    for path in (vocd.folder / "data").glob("*.sst"):
        try:
            if entry in path.read_bytes()[-8192:]:
                found.append(path)
        except FileNotFoundError:  # a vocd that runs drops files
            pass
    return found


def damage(vocd: Vocd, family: str):
    """Changes bytes of every file of a view; vocd must not run."""
    files = files_of(vocd, family)
    assert files, f"no file of {family}"
    for path in files:
        with open(path, "r+b") as file:
            file.seek(100)
            file.write(b"damage" * 20)


class Rebuild(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        """One store for all: every test leaves the views right."""
        cls.vocd = Vocd()
        cls.addClassCleanup(cls.vocd.close)
        with cls.vocd.client() as client:
            def requests():
                for first in range(0, ROWS, 1000):
                    yield api.feedback.IngestRequest(
                        feedback=[row(i) for i in range(first, min(first + 1000, ROWS))])
            for response in client.Ingest(requests(), timeout=300):
                assert {r.outcome for r in response.results} == {api.feedback.OUTCOME_CREATED}
        cls.covered(4 * SEGMENT_EVENTS)

    def setUp(self):
        if self.vocd.process is None:
            self.vocd.start()
        self.client = self.vocd.client()
        self.addCleanup(self.client.close)
        self.client.reach()

    @staticmethod
    def poll(condition):
        """For what does not tell when it changes, and should be caught in the act."""
        deadline = time.monotonic() + SECONDS_MAX
        while not condition():
            assert time.monotonic() < deadline

    @classmethod
    def covered(cls, sequence: int):
        """Returns once the views are on disk up to there."""
        with cls.vocd.client() as client:
            waiting.Changing().wait_until(
                lambda: same_state.status(client).covered_sequence >= sequence, SECONDS_MAX,
                f"views are on disk up to {sequence}")

    def numbers(self):
        answers = []
        for mode in (1, 2, 3):
            answer = trends.query(self.client, "nps", "month", respondent_mode=mode,
                                  group_by=["account"])
            for series in answer.series:
                answers += [watchers.cell(series.group, point) for point in series.points]
        status = same_state.status(self.client)
        return answers, status.feedback_count, status.last_sequence

    def rebuild(self, *options) -> cli.Ran:
        return cli.run("admin", "verify", "--rebuild", "--output", "json", *options,
                       server=self.vocd.address)

    def ask_for_rebuild(self):
        """Asks, and returns once it is promised."""
        answer = self.client.VerifyStore(api.admin.VerifyStoreRequest(rebuild=True),
                                         timeout=SECONDS_MAX)
        self.assertTrue(answer.rebuilding)
        return answer

    def starts_of_rebuild(self) -> int:
        log = (self.vocd.folder / "stderr.jsonl").read_text()
        return log.count("rebuilding the views")

    def await_rebuild(self, before: int):
        self.poll(lambda: self.starts_of_rebuild() > before)

    def check_verified(self):
        self.client.reach()
        answer = self.client.VerifyStore(api.admin.VerifyStoreRequest(), timeout=SECONDS_MAX)
        self.assertEqual(list(answer.problems), [])
        self.assertEqual(answer.events, same_state.status(self.client).last_sequence)

    def test_mends_views_that_were_damaged_on_disk(self):
        before = self.numbers()
        for family in ("facts", "ids", "answers"):
            with self.subTest(family):
                self.covered(4 * SEGMENT_EVENTS)
                self.assertEqual(self.vocd.stop(), 0)
                damage(self.vocd, family)
                self.vocd.start()
                self.client.reach()
                process = self.vocd.process.pid
                found = cli.run("admin", "verify", server=self.vocd.address)
                self.assertEqual(found.code, 1, found)
                self.assertIn("cannot be read", found.out)
                ran = self.rebuild()
                self.assertEqual(ran.code, 0, ran)
                first, second = ran.lines()
                self.assertTrue(first["problems"])
                self.assertTrue(first["rebuilding"])
                self.assertNotIn("problems", second)
                self.assertTrue(second["rebuilt"])
                self.assertGreater(second["startTime"], first["startTime"])
                self.assertIn("being rebuilt", ran.err)
                self.assertIsNone(self.vocd.process.poll())
                self.assertEqual(self.vocd.process.pid, process)
                self.client.reach()
                self.assertEqual(self.numbers(), before)

    def test_writers_and_watchers_go_on(self):
        stopping = threading.Event()
        submitted, failures = [], []

        def write():
            number = 0
            while not stopping.is_set():
                key = f"detractor{number}"
                ran = cli.run("submit", "--source", "w", "--id", key, "--metric", "nps",
                              "--score", "0", "--output", "json", server=self.vocd.address)
                if ran.code:
                    failures.append(str(ran))
                    return
                submitted.append(ran.json()["result"])
                number += 1

        with watchers.AlertWatcher(self.vocd.address) as watcher:
            watcher.wait(lambda: watcher.started, SECONDS_MAX, "the stream started")
            writer = threading.Thread(target=write)
            writer.start()
            for _ in range(2):
                ran = self.rebuild()
                self.assertEqual(ran.code, 0, ran)
            stopping.set()
            writer.join(SECONDS_MAX)
            self.assertEqual(failures, [])
            self.assertTrue(submitted)
            # A repeat of what was stored before the drain may have said so.
            self.assertLessEqual({r["outcome"] for r in submitted},
                                 {"OUTCOME_CREATED", "OUTCOME_UNCHANGED"})
            watcher.wait(lambda: len(watcher.versions) >= len(submitted), SECONDS_MAX,
                         "every alert came")
            self.assertEqual({a.feedback.submission_id for a in watcher.newest().values()},
                             {f"detractor{i}" for i in range(len(submitted))})
            self.assertGreaterEqual(watcher.reconnects, 2)
            self.assertEqual(watcher.redelivered, 0)
        self.check_verified()

    def test_a_kill_at_any_moment_is_completed_by_the_next_start(self):
        before = self.numbers()

        moments = {
            "promised": lambda begun, old: None,
            "begun": lambda begun, old: self.await_rebuild(begun),
            "views are dropped": lambda begun, old: self.poll(
                lambda: not old.issubset(files_of(self.vocd, "blocks"))),
            "a run is installed": lambda begun, old: self.poll(
                lambda: set(files_of(self.vocd, "blocks")) - old),
            "runs are installed": lambda begun, old: self.poll(
                lambda: len(set(files_of(self.vocd, "blocks")) - old) >= 3),
        }
        for name, wait in moments.items():
            with self.subTest(name):
                self.client.reach()
                self.covered(4 * SEGMENT_EVENTS)
                begun = self.starts_of_rebuild()
                old = set(files_of(self.vocd, "blocks"))
                self.assertTrue(old)
                self.ask_for_rebuild()
                wait(begun, old)
                self.vocd.restart(kill=True)
                # Promised is promised.
                self.assertGreater(self.starts_of_rebuild(), begun)
                self.check_verified()
                self.assertEqual(self.numbers(), before)

    def test_sigterm_in_the_middle_ends_the_process(self):
        before = self.numbers()
        begun = self.starts_of_rebuild()
        self.ask_for_rebuild()
        self.await_rebuild(begun)
        self.vocd.process.send_signal(signal.SIGTERM)
        self.assertEqual(self.vocd.process.wait(timeout=SECONDS_MAX), 0)
        # One ready line a process, however often it starts over.
        self.assertEqual(self.vocd.process.stdout.read(), b"")
        self.vocd.restart(kill=True)
        self.check_verified()
        self.assertEqual(self.numbers(), before)


if __name__ == "__main__":
    unittest.main(verbosity=2)
