"""vocd dies again and again during a rescore; voc goes on by itself, and in the end every text was
heard once, nothing twice and nothing of what a human said is lost."""

import os
import random
import shutil
import time
import unittest

from support import aged, api, cli, same_state, trends
from support.vocd import Vocd

FEEDBACK = 150_000
KILLS = 3
SECONDS_MAX = 300


class KillDuringRescore(unittest.TestCase):

    def test_it_goes_on_where_it_was(self):
        seed = int(os.environ.get("VOC_TEST_SEED", random.SystemRandom().randrange(1 << 32)))
        print(f"seed {seed} (VOC_TEST_SEED)", flush=True)
        folder = aged.folder(FEEDBACK)
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        with Vocd(folder=folder) as vocd, vocd.client() as client:
            page = client.ListFeedback(api.feedback.ListFeedbackRequest(
                filter=api.feedback.Filter(sentiment_labels=[
                    api.feedback.SENTIMENT_LABEL_POSITIVE]), page_size=100), timeout=60)
            for feedback in page.feedback:
                client.CorrectFeedback(api.feedback.CorrectFeedbackRequest(
                    feedback_id=feedback.feedback_id, author="ann",
                    label=api.feedback.SENTIMENT_LABEL_NEUTRAL), timeout=30)
            told = cli.run("admin", "rescore", "--dry-run", "--output", "json",
                           server=vocd.address).json()
            changed = int(told["changed"])
            start = same_state.status(client).last_sequence
            self.assertEqual(start, FEEDBACK + len(page.feedback))
            moments = sorted(random.Random(seed).sample(range(changed // 10, changed * 8 // 10),
                                                        KILLS))
            out = vocd.folder / "rescore.json"
            with open(out, "wb") as stdout, open(vocd.folder / "rescore.err", "wb") as stderr:
                rescoring = cli.start("admin", "rescore", "--yes", "--output", "json",
                                      server=vocd.address, stdout=stdout, stderr=stderr)
            for moment in moments:
                self.reached(client, start + moment)
                self.assertIsNone(rescoring.poll(), "the rescore still runs at each kill")
                vocd.kill9()
                vocd.start()
                print(f"killed after {moment} of {changed}", flush=True)
            self.assertEqual(rescoring.wait(timeout=SECONDS_MAX), 0,
                             (vocd.folder / "rescore.err").read_text()[-2000:])

            client.reach()
            # One event for each text that sounds otherwise now.
            self.assertEqual(same_state.status(client).last_sequence, start + changed)
            self.assertEqual(same_state.status(client).feedback_count, FEEDBACK)
            total = trends.query(client, "sentiment", "total").total
            self.assertEqual((total.n, round(total.value, 6)),
                             (int(told["sentiment"]["nAfter"]),
                              round(told["sentiment"]["valueAfter"], 6)))
            for feedback in page.feedback:
                stored = client.GetFeedback(api.feedback.GetFeedbackRequest(
                    feedback_id=feedback.feedback_id), timeout=30).feedback
                self.assertEqual(stored.sentiment.label, api.feedback.SENTIMENT_LABEL_NEUTRAL)
                self.assertEqual(stored.correction.author, "ann")
            verified = cli.run("admin", "verify", "--output", "json", server=vocd.address)
            self.assertEqual(verified.code, 0, verified)
            again = cli.run("admin", "rescore", "--dry-run", "--output", "json",
                            server=vocd.address).json()
            self.assertEqual(int(again.get("changed", 0)), 0)

    @staticmethod
    def reached(client, sequence: int):
        """Returns once the log is that long."""
        deadline = time.monotonic() + SECONDS_MAX
        while client.reach().last_sequence < sequence:
            if time.monotonic() > deadline:
                raise AssertionError(f"the log did not reach {sequence}")


if __name__ == "__main__":
    unittest.main(verbosity=2)
