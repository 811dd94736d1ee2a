"""One filter, one meaning: list, export, trend and watch agree, and a plain evaluation does too.

Random feedback of both kinds, a hundred random filters. What vocd heard in the texts (sentiment,
themes, language) is taken from what it stored; all else from what was submitted.
"""

import collections
import os
import random
import unittest

from support import api, model, trends, watchers
from support.served import Served

fb = api.feedback
FEEDBACK = 3_000
FILTERS = 100
START = 1_735_689_600
SPAN = 120 * 86400

SOURCES = ["s1", "s2", "S2"]
QUESTIONS = ["", "q1", "q2"]
ACCOUNTS = ["", "acme", "Acme", "globex"]
PEOPLE = ["", "p1", "p2", "p3"]
CHANNELS = ["", "email", "web"]
TOUCHPOINTS = ["", "checkout", "ticket"]
PLATFORMS = ["", "g2", "app_store"]
LANGUAGES = ["en", "sv", "da"]
STAGES = list(range(6))
PLANS = ["", "free", "team"]
TEXTS = ["", "", "Great support, thanks", "The EXPORT is broken", "sämst, ÅTERBETALA nu",
         "slow and expensive export", "I love it"]
NEEDLES = ["export", "EXPORT", "återbetala", "nothing says this", "o"]


class RandomFilters(Served):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        seed = int(os.environ.get("VOC_TEST_SEED", random.SystemRandom().randrange(1 << 32)))
        print(f"seed {seed} (VOC_TEST_SEED)", flush=True)
        cls.rng = random.Random(seed)
        results = api.batch(cls.client, [cls.random_item(i) for i in range(FEEDBACK)])
        for result in results:
            assert result.outcome == fb.OUTCOME_CREATED, result
        for result in results:
            if cls.rng.random() < 0.1:
                cls.client.ExcludeFeedback(fb.ExcludeFeedbackRequest(
                    feedback_id=result.feedback_id, kind=fb.EXCLUSION_KIND_TEST, reason="r"),
                    timeout=30)
        cls.all = api.list_all(cls.client, fb.Filter(include_excluded=True))
        assert len(cls.all) == FEEDBACK

    @classmethod
    def random_item(cls, number):
        pick = cls.rng.choice
        common = dict(
            collected_at=START + cls.rng.randrange(SPAN), account_id=pick(ACCOUNTS),
            respondent_id=pick(PEOPLE), channel=pick(CHANNELS), touchpoint=pick(TOUCHPOINTS),
            journey_stage=pick(STAGES), language=pick(LANGUAGES),
            properties={"plan": pick(PLANS), "size": pick(["", "big"])})
        if cls.rng.random() < 0.25:
            return api.mention(
                pick(SOURCES), f"m{number}", platform=pick(PLATFORMS), title=pick(TEXTS),
                body=pick(TEXTS), url="https://x.example/",
                rating=pick([None, 1, 2.5, 4, 5]), question_id=pick(QUESTIONS),
                **common)
        metric = pick(["nps", "nps", "csat", "ces"])
        points = {"nps": [0], "csat": [0, 7], "ces": [0, 5]}[metric]
        points = pick(points)
        low, high = (0, 10) if metric == "nps" else (1, points or model.DEFAULT_POINTS[metric])
        score = None if cls.rng.random() < 0.05 else cls.rng.randint(low, high)
        return api.response(pick(SOURCES), f"r{number}", metric, score, question=pick(QUESTIONS),
                            scale_points=points, comment=pick(TEXTS), **common)

    def some(self, values):
        return self.rng.sample(values, self.rng.randint(1, max(1, len(values) - 1)))

    def random_filter(self):
        flt = fb.Filter()
        makers = [
            lambda: flt.metrics.extend(self.some([1, 2, 3])),
            lambda: flt.source_ids.extend(self.some(SOURCES)),
            lambda: flt.question_ids.extend(self.some(QUESTIONS)),
            lambda: flt.account_ids.extend(self.some(ACCOUNTS)),
            lambda: flt.respondent_ids.extend(self.some(PEOPLE)),
            lambda: flt.channels.extend(self.some(CHANNELS)),
            lambda: flt.languages.extend(self.some(LANGUAGES)),
            lambda: flt.journey_stages.extend(self.some(STAGES)),
            lambda: flt.touchpoints.extend(self.some(TOUCHPOINTS)),
            lambda: flt.platforms.extend(self.some(PLATFORMS)),
            lambda: flt.themes.extend(self.some(self.themes())),
            lambda: flt.properties.update(plan=self.rng.choice(PLANS)),
            lambda: flt.properties.update(plan=self.rng.choice(PLANS), size="big"),
            lambda: flt.nps_groups.extend(self.some([1, 2, 3])),
            lambda: setattr(flt, "min_score", self.rng.randint(0, 7)),
            lambda: setattr(flt, "max_score", self.rng.randint(2, 10)),
            lambda: flt.sentiment_labels.extend(self.some([1, 2, 3, 4])),
            lambda: flt.interval.start_time.CopyFrom(api.at(START + self.rng.randrange(SPAN // 2))),
            lambda: flt.interval.end_time.CopyFrom(
                api.at(START + SPAN // 2 + self.rng.randrange(1, SPAN // 2))),
            lambda: setattr(flt, "include_excluded", True),
            lambda: setattr(flt, "text_contains", self.rng.choice(NEEDLES)),
        ]
        for make in self.rng.sample(makers, self.rng.choice([1, 1, 2, 2, 3, 4])):
            make()
        return flt

    def themes(self):
        return sorted({t for f in self.all for t in f.themes}) or ["no such theme"]

    @staticmethod
    def passes(flt, f) -> bool:
        """The filter's meaning, field by field, as the contract has it."""
        response = f.response if f.WhichOneof("kind") == "response" else None
        mention = f.mention if response is None else None
        score = response.score if response is not None and response.HasField("score") else None
        if f.HasField("exclusion") and not flt.include_excluded:
            return False
        for wanted, got in ((flt.source_ids, f.source_id), (flt.question_ids, f.question_id),
                            (flt.account_ids, f.account_id),
                            (flt.respondent_ids, f.respondent_id), (flt.channels, f.channel),
                            (flt.languages, f.language), (flt.journey_stages, f.journey_stage),
                            (flt.touchpoints, f.touchpoint),
                            (flt.sentiment_labels, f.sentiment.label)):
            if wanted and got not in wanted:
                return False
        if flt.metrics and (response is None or response.metric not in flt.metrics):
            return False
        if flt.platforms and (mention is None or mention.platform not in flt.platforms):
            return False
        if flt.themes and not set(flt.themes) & set(f.themes):
            return False
        for key, value in flt.properties.items():
            if f.properties.get(key, "") != value:
                return False
        if flt.nps_groups:
            if score is None or response.metric != fb.METRIC_NPS:
                return False
            if (1 if score >= 9 else 2 if score >= 7 else 3) not in flt.nps_groups:
                return False
        if flt.HasField("min_score") and (score is None or score < flt.min_score):
            return False
        if flt.HasField("max_score") and (score is None or score > flt.max_score):
            return False
        interval = flt.interval
        if interval.HasField("start_time") and f.collected_at.seconds < interval.start_time.seconds:
            return False
        if interval.HasField("end_time") and f.collected_at.seconds >= interval.end_time.seconds:
            return False
        if flt.text_contains:
            texts = [response.comment] if response is not None else [mention.title, mention.body]
            if not any(flt.text_contains.lower() in text.lower() for text in texts):
                return False
        return True

    def exported(self, flt):
        found, count = [], None
        for part in self.client.ExportFeedback(fb.ExportFeedbackRequest(filter=flt), timeout=60):
            self.assertIsNone(count, "nothing follows the row count")
            if part.WhichOneof("part") == "feedback":
                found.append(part.feedback)
            else:
                count = part.row_count
        self.assertEqual(count, len(found))
        return found

    def check_trends(self, flt, expected, what):
        for metric, number in (("nps", 1), ("csat", 2), ("ces", 3)):
            histogram = collections.Counter(
                (f.response.scale_points, f.response.score) for f in expected
                if f.WhichOneof("kind") == "response" and f.response.metric == number
                and f.response.HasField("score"))
            answer = trends.query(self.client, metric, "month", flt=flt)
            self.assertEqual(answer.total.n, sum(histogram.values()), what)
            for series in answer.series:
                points = int(series.group.get("scale", 0))
                part = {s: c for (p, s), c in histogram.items() if points in (0, p)}
                scale = points or max((p for p, _ in histogram), default=0)
                trends.check_point(self, series.total, metric, part, scale, what)
                self.assertEqual(sum(p.n for p in series.points), sum(part.values()))
        ratings = [f for f in expected if f.WhichOneof("kind") == "mention"
                   and f.mention.HasField("rating")]
        answer = trends.query(self.client, "rating", "day", flt=flt)
        self.assertEqual(answer.total.n, len(ratings), what)
        labels = collections.Counter(
            f.sentiment.label for f in expected
            if f.response.comment or f.mention.title or f.mention.body)
        total = trends.query(self.client, "sentiment", "total", flt=flt).total
        self.assertEqual((total.positive, total.neutral, total.negative, total.unlabelled),
                         (labels[1], labels[2], labels[3], labels[4]), what)

    def test_all_read_paths_agree(self):
        sizes = []
        for _ in range(FILTERS):
            flt = self.random_filter()
            what = str(flt)
            with self.subTest(filter=what):
                expected = [f for f in self.all if self.passes(flt, f)]
                sizes.append(len(expected))
                listed = api.list_all(self.client, flt, page_size=self.rng.choice([7, 100, 1000]))
                # The whole list came in its order, and a filter keeps it.
                self.assertEqual([f.feedback_id for f in listed],
                                 [f.feedback_id for f in expected], what)
                self.assertEqual(listed, self.exported(flt))
                self.check_trends(flt, expected, what)
        self.assertGreater(sum(size > 0 for size in sizes), FILTERS // 4, "filters that pass some")

    def test_lists_are_newest_first(self):
        order = [(f.collected_at.seconds, f.sequence) for f in self.all]
        self.assertEqual(order, sorted(order, reverse=True))

    def test_a_watched_trend_has_the_same_filter(self):
        for _ in range(10):
            query = trends.request("nps", "month", flt=self.random_filter(),
                                   group_by=["source", "property.plan"])
            with watchers.TrendWatcher(self.vocd.address, query) as watcher:
                watcher.wait_until_fresh(30)

    def test_alerts_have_the_same_filter(self):
        for _ in range(30):
            flt = self.random_filter()
            listed = api.list_alerts(self.client, flt)
            flt.include_excluded = True
            passing = {f.feedback_id for f in self.all if self.passes(flt, f)}
            everything = api.list_alerts(self.client)
            self.assertEqual([a.alert_id for a in listed],
                             [a.alert_id for a in everything
                              if a.feedback.feedback_id in passing], str(flt))


if __name__ == "__main__":
    unittest.main(verbosity=2)
