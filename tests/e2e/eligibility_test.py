"""Asking fairly: who was asked or answered is left alone, who is not drawn is not asked."""

import time
import unittest

from support import api, cli, tokens
from support.vocd import Vocd

fb, src = api.feedback, api.source
DAY = 86400


class Eligibility(unittest.TestCase):

    def setUp(self):
        self.vocd = Vocd()
        self.addCleanup(self.vocd.close)
        self.client = self.vocd.client()
        self.addCleanup(self.client.close)
        self.now = int(time.time())

    def create(self, source_id="app", **fields):
        source = src.Source(source_id=source_id, metric=fb.METRIC_NPS, **fields)
        made = self.client.CreateSource(src.CreateSourceRequest(source=source), timeout=30).source
        return made.keys[0].key

    def check(self, respondent="", source="app", key=None, token=""):
        metadata = (("authorization", f"Bearer {key}"),) if key else ()
        return self.client.CheckEligibility(
            src.CheckEligibilityRequest(source_id=source, respondent_id=respondent,
                                        identity_token=token), timeout=30, metadata=metadata)

    def display(self, respondent, at, source="app", key="d"):
        made = fb.Display(source_id=source, display_id=f"{key}-{respondent}-{at}",
                          metric=fb.METRIC_NPS, respondent_id=respondent)
        made.displayed_at.seconds = at
        result, = self.client.RecordDisplay(fb.RecordDisplayRequest(displays=[made]),
                                            timeout=30).results
        self.assertEqual(result.outcome, fb.OUTCOME_CREATED)
        return result.feedback_id

    def test_the_newest_of_displays_and_answers_counts(self):
        self.create()
        self.create("other")
        asked = self.now - 10 * DAY
        shown = self.display("ann", asked - 50 * DAY)
        self.display("ann", asked, key="later")
        self.display("ann", self.now, source="other")
        for _ in range(2):
            answer = self.check("ann")
            self.assertFalse(answer.eligible)
            self.assertEqual(answer.reason, src.INELIGIBLE_REASON_QUIET_PERIOD)
            self.assertEqual(answer.next_time.seconds, asked + 90 * DAY)
            self.assertTrue(self.check("bob").eligible)
            self.assertTrue(self.check().eligible)
            ran = cli.run("admin", "verify", "--rebuild", server=self.vocd.address)
            self.assertEqual(ran.code, 0, ran)
            self.client.reach()
        # An answer, with a score or without, is newer.
        api.batch(self.client, [api.response("app", "1", "nps", 9, respondent_id="ann",
                                             collected_at=self.now - 5 * DAY)])
        self.assertEqual(self.check("ann").next_time.seconds, self.now + 85 * DAY)
        result, = api.batch(self.client, [api.response("app", "2", comment="hm", respondent_id="ann",
                                                       collected_at=self.now - 2 * DAY)])
        self.assertEqual(self.check("ann").next_time.seconds, self.now + 88 * DAY)
        # What is excluded, as a test, does not count.
        for feedback_id in (result.feedback_id, shown):
            self.client.ExcludeFeedback(
                fb.ExcludeFeedbackRequest(feedback_id=feedback_id, kind=fb.EXCLUSION_KIND_TEST,
                                          reason="a test"), timeout=30)
        self.assertEqual(self.check("ann").next_time.seconds, self.now + 85 * DAY)
        # Nor does what is claimed of the future hold anybody off.
        self.display("cy", self.now + 40 * DAY)
        self.assertTrue(self.check("cy").eligible)
        self.assertEqual(cli.run("admin", "verify", server=self.vocd.address).code, 0)

    def test_quiet_for_as_long_as_the_source_says(self):
        self.create(quiet_period={"seconds": 7 * DAY})
        self.create("always", quiet_period={"seconds": 0})
        self.display("ann", self.now - 6 * DAY)
        self.display("bob", self.now - 8 * DAY)
        self.display("ann", self.now, source="always")
        self.assertFalse(self.check("ann").eligible)
        self.assertTrue(self.check("bob").eligible)
        self.assertTrue(self.check("ann", source="always").eligible)

    def test_sampling_draws_the_share_and_stays_with_it(self):
        self.create(sampling=0.3)
        people = [f"r{i}" for i in range(2000)]
        first = [self.check(one).eligible for one in people]
        self.assertAlmostEqual(sum(first) / len(first), 0.3, delta=0.06)
        self.vocd.restart()
        self.client.close()
        self.client = self.vocd.client()
        self.client.reach()
        self.assertEqual([self.check(one).eligible for one in people], first)
        answer = self.check(people[first.index(False)])
        self.assertEqual(answer.reason, src.INELIGIBLE_REASON_NOT_SAMPLED)
        self.assertGreater(answer.next_time.seconds, self.now)
        drawn = [self.check().eligible for _ in range(2000)]
        self.assertAlmostEqual(sum(drawn) / len(drawn), 0.3, delta=0.06)

    def test_a_pause_holds_everybody_off(self):
        self.create(sampling=0)
        for respondent in ("ann", ""):
            answer = self.check(respondent)
            self.assertEqual((answer.eligible, answer.reason),
                             (False, src.INELIGIBLE_REASON_PAUSED))
            self.assertFalse(answer.HasField("next_time"))
        with self.assertRaisesRegex(Exception, "NOT_FOUND"):
            self.check("ann", source="nothing")

    def test_with_a_key(self):
        open_key = self.create("open")
        self.display("ann", self.now - 86407, source="open")
        answer = self.check("ann", source="open", key=open_key)
        self.assertFalse(answer.eligible)
        self.assertEqual(answer.next_time.seconds % 60, 0)
        self.assertLess(answer.next_time.seconds - (self.now - 86407 + 90 * DAY), 60)
        # Where there are tokens, a name alone finds nothing out.
        source = {"key_id": "k", "algorithm": src.TOKEN_ALGORITHM_HS256, "key": tokens.SECRET}
        key = self.create(token_keys=[source])
        self.display("ann", self.now - DAY)
        self.assertTrue(self.check("ann", key=key).eligible)
        token = tokens.hs256({"sub": "ann", "aud": "app", "exp": self.now + 600})
        self.assertFalse(self.check(key=key, token=token).eligible)
        self.assertFalse(self.check("ann").eligible)
        with self.assertRaisesRegex(Exception, "PERMISSION_DENIED"):
            self.check("ann", source="open", key=key)


if __name__ == "__main__":
    unittest.main()
