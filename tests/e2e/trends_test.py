"""Trends: what each metric's value is, how series, totals and comparisons are made."""

import calendar
import collections
import time
import unittest

import grpc

from support import api, model, trends, watchers
from support.served import Served

fb = api.feedback


def day(text: str) -> int:
    """POSIX seconds of a day's midnight in UTC."""
    return calendar.timegm(time.strptime(text, "%Y-%m-%d"))


class Trends(Served):

    def setUp(self):
        self.source = self.id().rsplit(".", 1)[-1]
        self.count = 0

    def add(self, *items):
        for result in api.batch(self.client, items):
            self.assertEqual(result.outcome, fb.OUTCOME_CREATED, result)

    def answer(self, metric, score, on="2025-06-10", **fields):
        self.count += 1
        return api.response(self.source, f"k{self.count}", metric, score,
                            collected_at=day(on) + 3600 + self.count, **fields)

    def mention(self, rating=None, on="2025-06-10", **fields):
        self.count += 1
        fields.setdefault("url", "https://x.example/")
        return api.mention(self.source, f"m{self.count}", rating=rating,
                           collected_at=day(on) + self.count, **fields)

    def query(self, metric, by="month", **fields):
        flt = fields.pop("flt", fb.Filter())
        flt.source_ids.append(self.source)
        return trends.query(self.client, metric, by, flt=flt, **fields)

    def total(self, metric, **fields):
        series, = self.query(metric, "total", **fields).series
        return series.points[0]

    def refused(self, request, *fields):
        with self.assertRaises(grpc.RpcError) as raised:
            self.client.QueryTrend(request, timeout=30)
        self.assertEqual(raised.exception.code(), grpc.StatusCode.INVALID_ARGUMENT)
        self.assertEqual(set(api.violations(api.status_of(raised.exception))), set(fields))

    # Values

    def test_value_nps(self):
        self.add(*[self.answer("nps", s) for s in [10] * 50 + [8] * 30 + [3] * 20])
        point = self.total("nps")
        self.assertEqual((point.n, point.value, point.promoters, point.passives,
                          point.detractors), (100, 30, 50, 30, 20))
        self.assertAlmostEqual(point.ci_low, 14.0511, places=4)
        self.assertAlmostEqual(point.ci_high, 44.2013, places=4)

    def test_value_csat_is_the_share_of_the_top_box(self):
        for points, top in model.TOP_BOX.items():
            self.source = f"csat-{points}"
            scores = list(range(1, points + 1))
            self.add(*[self.answer("csat", s, scale_points=points) for s in scores])
            self.assertAlmostEqual(self.total("csat").value, 100 * len(top) / points)

    def test_value_csat_interval_is_wilsons(self):
        self.add(*[self.answer("csat", s) for s in [5] * 45 + [2] * 5])
        point = self.total("csat")
        self.assertAlmostEqual(point.ci_low, 78.640, places=3)
        self.assertAlmostEqual(point.ci_high, 95.652, places=3)

    def test_value_ces_is_the_mean_with_its_shares(self):
        scores = [7] * 20 + [6] * 15 + [5] * 8 + [4] * 4 + [3] * 2 + [2]
        self.add(*[self.answer("ces", s) for s in scores])
        point = self.total("ces")
        self.assertAlmostEqual(point.value, sum(scores) / 50)
        self.assertAlmostEqual(point.mean, point.value)
        self.assertAlmostEqual(point.agree_share, 86)
        self.assertAlmostEqual(point.strict_agree_share, 70)

    def test_shares_are_mirrored_where_low_is_good(self):
        self.add(*[self.answer("ces", s, scale_points=5, low_is_good=True)
                   for s in (1, 1, 2, 3, 5)])
        point = self.total("ces")
        self.assertAlmostEqual(point.agree_share, 60)
        self.assertAlmostEqual(point.strict_agree_share, 40)

    def test_value_rating_is_rescaled_to_5(self):
        self.add(self.mention(4), self.mention(4, rating_max=10), self.mention(70, rating_max=100),
                 self.mention())
        series, = self.query("rating", "total").series
        self.assertEqual(dict(series.group), {})
        point = series.points[0]
        self.assertEqual(point.n, 3)
        self.assertAlmostEqual(point.value, (4 + 2 + 3.5) / 3)
        self.assertEqual(dict(point.histogram), {4: 2, 2: 1})

    def test_value_sentiment_counts_labelled_texts(self):
        good, bad = "Great, I love it, wonderful", "Terrible, I hate it"
        self.add(*[self.answer("nps", 5, comment=c, language=lang)
                   for c, lang in ((good, "en"), (good, "en"), (bad, "en"), ("", ""),
                                   ("olipa kerran", "fi"))],
                 self.mention(body=good, language="en"))
        point = self.total("sentiment")
        self.assertEqual((point.positive, point.negative, point.unlabelled), (3, 1, 1))
        self.assertEqual(point.n, point.positive + point.neutral + point.negative)
        self.assertAlmostEqual(point.value, 100 * (3 - 1) / point.n)

    def test_no_answers_no_value(self):
        self.add(self.answer("nps", None, comment="none"))
        point = self.query("nps", "total").total
        self.assertEqual(point.n, 0)
        for field in ("value", "ci_low", "ci_high", "mean", "delta", "p_value"):
            self.assertFalse(point.HasField(field), field)

    # Series

    def test_scales_and_directions_are_never_mixed(self):
        for points, low, scores in ((7, False, (6, 7)), (5, False, (4,)), (5, True, (1, 2, 3)),
                                    (7, True, (1,))):
            self.add(*[self.answer("ces", s, scale_points=points, low_is_good=low)
                       for s in scores])
        answer = self.query("ces", "total")
        self.assertEqual([(s.group["scale"], s.total.n) for s in answer.series],
                         [("5", 1), ("5-low", 3), ("7", 2), ("7-low", 1)])
        self.assertEqual(answer.total.n, 7)
        self.assertFalse(answer.total.HasField("value"))

    def test_one_scale_alone_is_not_named(self):
        self.add(self.answer("ces", 5, scale_points=5), self.answer("csat", 9, scale_points=10))
        for metric in ("ces", "csat"):
            series, = self.query(metric).series
            self.assertEqual(dict(series.group), {})

    def test_groups_are_sorted_and_unset_is_empty(self):
        for account, plan in (("b", "x"), ("a", "y"), ("", "x"), ("a", "x")):
            self.add(self.answer("nps", 9, account_id=account, properties={"plan": plan}))
        answer = self.query("nps", group_by=["account", "property.plan"])
        self.assertEqual([(s.group["account"], s.group["property.plan"]) for s in answer.series],
                         [("", "x"), ("a", "x"), ("a", "y"), ("b", "x")])
        answer = self.query("nps", group_by=["property.none"])
        self.assertEqual([dict(s.group) for s in answer.series], [{"property.none": ""}])

    def test_every_dimension(self):
        self.add(self.answer("nps", 9, question="q", account_id="a", channel="Email",
                             language="sv", journey_stage=fb.JOURNEY_STAGE_RENEW, touchpoint="T"),
                 self.mention(4, platform="G2", language="en"))
        expected = {"source": self.source, "question": "q", "account": "a", "channel": "email",
                    "language": "sv", "journey_stage": "renew", "touchpoint": "t"}
        series, = self.query("nps", group_by=list(expected)).series
        self.assertEqual(dict(series.group), expected)
        series, = self.query("rating", group_by=["platform"]).series
        self.assertEqual(dict(series.group), {"platform": "g2"})

    def test_without_groups_there_is_always_one_series(self):
        answer = self.query("nps", start=day("2025-01-01"), end=day("2025-04-01"))
        series, = answer.series
        self.assertEqual([p.n for p in series.points], [0, 0, 0])
        answer = self.query("nps", group_by=["account"], start=day("2025-01-01"),
                            end=day("2025-04-01"))
        self.assertEqual(len(answer.series), 0)

    def test_total_is_the_interval_and_each_feedback_once(self):
        self.add(*[self.answer("nps", s, on=d, account_id=a) for s, d, a in (
            (10, "2025-03-01", "a"), (9, "2025-04-01", "a"), (0, "2025-05-01", "b"))])
        answer = self.query("nps", group_by=["account"], start=day("2025-03-15"),
                            end=day("2025-06-01"))
        self.assertEqual([(s.group["account"], s.total.n, s.total.value) for s in answer.series],
                         [("a", 1, 100), ("b", 1, -100)])
        self.assertEqual((answer.total.n, answer.total.value), (2, 0))

    def test_a_feedback_of_several_themes_counts_in_each_and_once_in_the_total(self):
        text = "The price is too high, support is slow, the app crashes and the login is broken"
        item = self.answer("nps", 2, comment=text, language="en")
        self.add(item)
        listed, = api.list_all(self.client, fb.Filter(source_ids=[self.source]))
        answer = self.query("nps", group_by=["theme"])
        self.assertEqual([s.group["theme"] for s in answer.series], sorted(listed.themes) or [""])
        self.assertEqual(answer.total.n, 1)
        self.assertTrue(all(s.total.n == 1 for s in answer.series))

    # Comparisons

    def test_delta_compares_with_the_adjacent_bucket_even_before_the_interval(self):
        self.add(*[self.answer("nps", s, on=d) for s, d in (
            (10, "2025-03-05"), (0, "2025-04-05"), (10, "2025-04-06"), (10, "2025-05-05"))])
        points = self.query("nps", start=day("2025-04-01"), end=day("2025-07-01")).series[0].points
        self.assertEqual([p.delta if p.HasField("delta") else None for p in points],
                         [-100, 100, None])

    def test_a_bucket_without_answers_has_no_delta_nor_the_next(self):
        self.add(self.answer("nps", 10, on="2025-03-05"), self.answer("nps", 10, on="2025-05-05"))
        points = self.query("nps").series[0].points
        self.assertEqual([p.n for p in points], [1, 0, 1])
        self.assertFalse(any(p.HasField("delta") for p in points))

    def test_total_compares_with_the_interval_before(self):
        self.add(self.answer("nps", 0, on="2025-03-05"), self.answer("nps", 0, on="2025-03-20"),
                 self.answer("nps", 10, on="2025-03-29"), self.answer("nps", 10, on="2025-04-03"))
        point = self.query("nps", "total", start=day("2025-04-01"),
                           end=day("2025-04-11")).series[0].points[0]
        self.assertEqual((point.value, point.delta), (100, 0))
        point = self.query("nps", "total", start=day("2025-04-01"),
                           end=day("2025-04-21")).series[0].points[0]
        # 12 March to 1 April: a 0 and a 10.
        self.assertEqual((point.value, point.delta), (100, 100))

    def test_rolling_compares_with_the_window_one_length_before(self):
        self.add(self.answer("nps", 0, on="2025-03-20"), self.answer("nps", 10, on="2025-04-20"))
        points = self.query("nps", window_days=30, start=day("2025-04-01"),
                            end=day("2025-05-01")).series[0].points
        point, = points
        self.assertEqual((point.start_time.seconds, point.end_time.seconds),
                         (day("2025-04-01"), day("2025-05-01")))
        self.assertEqual((point.n, point.value, point.delta), (1, 100, 200))

    def test_below_min_n(self):
        self.add(*[self.answer("nps", 9) for _ in range(30)])
        self.assertFalse(self.total("nps").below_min_n)
        self.assertTrue(self.total("nps", min_n=31).below_min_n)

    def test_final_is_said_of_old_buckets(self):
        self.add(self.answer("nps", 9, on="2020-01-01"))
        self.count += 1
        self.add(api.response(self.source, "now", "nps", 9, collected_at=int(time.time())))
        points = self.query("nps", "year").series[0].points
        self.assertEqual((points[0].final, points[-1].final), (True, False))

    # Modes

    def test_latest_per_respondent_within_series_and_window(self):
        self.add(self.answer("nps", 0, on="2025-03-01", respondent_id="r"),
                 self.answer("nps", 10, on="2025-03-02", respondent_id="r"),
                 self.answer("nps", 0, on="2025-04-01", respondent_id="r"),
                 self.answer("nps", 10, on="2025-03-03"), self.answer("nps", 10, on="2025-03-03"))
        mode = api.trend.RESPONDENT_MODE_LATEST_PER_RESPONDENT
        answer = self.query("nps", respondent_mode=mode)
        march, april = answer.series[0].points
        self.assertEqual((march.n, march.value, april.n), (3, 100, 1))
        # Over the whole interval only the newest of r is left.
        self.assertEqual((answer.series[0].total.n, answer.total.n), (3, 3))
        self.assertAlmostEqual(answer.total.value, 100 / 3)

    def test_latest_ties_go_by_sequence(self):
        at = day("2025-03-01")
        self.add(*[api.response(self.source, f"t{s}", "nps", s, respondent_id="r",
                                collected_at=at) for s in (3, 10, 7)])
        mode = api.trend.RESPONDENT_MODE_LATEST_PER_RESPONDENT
        self.assertEqual(dict(self.total("nps", respondent_mode=mode).histogram), {7: 1})

    def test_latest_is_taken_among_what_passes_and_counts(self):
        self.add(self.answer("nps", 9, respondent_id="r", channel="email"),
                 self.answer("nps", 3, respondent_id="r", channel="web"),
                 self.answer("nps", None, respondent_id="r", comment="later, without a score"),
                 self.answer("csat", 1, respondent_id="r"))
        mode = api.trend.RESPONDENT_MODE_LATEST_PER_RESPONDENT
        self.assertEqual(dict(self.total("nps", respondent_mode=mode).histogram), {3: 1})
        flt = fb.Filter(channels=["EMAIL"])
        self.assertEqual(dict(self.total("nps", respondent_mode=mode, flt=flt).histogram), {9: 1})

    def test_latest_per_account(self):
        self.add(*[self.answer("nps", s, account_id=a) for s, a in (
            (1, "a"), (9, "a"), (2, "b"), (3, ""), (4, ""))])
        mode = api.trend.RESPONDENT_MODE_LATEST_PER_ACCOUNT
        self.assertEqual(dict(self.total("nps", respondent_mode=mode).histogram),
                         {9: 1, 2: 1, 3: 1, 4: 1})

    def test_latest_equals_a_plain_fold_over_rolling_windows(self):
        people = collections.defaultdict(dict)
        items = []
        start = day("2025-01-01")
        for i in range(600):
            at = start + (i * 7919) % (120 * 86400)
            person = f"p{i % 17}" if i % 5 else ""
            items.append(api.response(self.source, f"r{i}", "nps", i % 11, respondent_id=person,
                                      collected_at=at))
            people[person or f"nobody-{i}"][at, i] = i % 11
        self.add(*items)
        answer = self.query("nps", "iso_week", window_days=28,
                            respondent_mode=api.trend.RESPONDENT_MODE_LATEST_PER_RESPONDENT)
        for point in answer.series[0].points:
            low, high = point.start_time.seconds, point.end_time.seconds
            expected = collections.Counter()
            for answers in people.values():
                inside = [key for key in answers if low <= key[0] < high]
                if inside:
                    expected[answers[max(inside)]] += 1
            trends.check_point(self, point, "nps", expected, what=f"window {low}..{high}")

    # Bad requests

    def test_every_bad_field_is_named(self):
        self.refused(trends.request("nps", start=2000, end=2000), "filter.interval")
        self.refused(api.trend.QueryTrendRequest(), "metric")
        self.refused(trends.request("nps", time_zone="Nowhere", group_by=["x", "source", "y."],
                                    window_days=-1, confidence=1.5, min_n=-1),
                     "time_zone", "group_by[0]", "group_by[2]", "window_days", "confidence",
                     "min_n")

    # Watching

    def test_an_emptied_cell_comes_with_n_0(self):
        self.add(self.answer("nps", 9, on="2025-03-01"), self.answer("nps", 2, on="2025-04-01"))
        flt = fb.Filter(source_ids=[self.source])
        with watchers.TrendWatcher(self.vocd.address, trends.request("nps", flt=flt)) as watcher:
            watcher.wait(lambda: len(watcher.cells) == 2, 30, "the snapshot")
            wanted, = [f for f in api.list_all(self.client, flt) if f.response.score == 2]
            self.client.ExcludeFeedback(fb.ExcludeFeedbackRequest(
                feedback_id=wanted.feedback_id, kind=fb.EXCLUSION_KIND_TEST, reason="r"),
                timeout=30)
            watcher.wait(lambda: len(watcher.cells) == 1, 30, "the emptied cell is gone")
            watcher.wait_until_fresh(30)

    def test_a_comparison_that_changes_is_sent(self):
        self.add(self.answer("nps", 9, on="2025-03-01"), self.answer("nps", 2, on="2025-04-01"))
        flt = fb.Filter(source_ids=[self.source])
        with watchers.TrendWatcher(self.vocd.address, trends.request("nps", flt=flt)) as watcher:
            watcher.wait(lambda: watcher.complete, 30, "the snapshot")
            before = watcher.upserts
            self.add(self.answer("nps", 0, on="2025-03-02"))
            watcher.wait_until_fresh(30)
            # March for its score, April for its comparison.
            self.assertEqual(watcher.upserts - before, 2)

    def test_a_watched_cell_comes_at_most_four_times_a_second(self):
        flt = fb.Filter(source_ids=[self.source])
        with watchers.TrendWatcher(self.vocd.address,
                                   trends.request("nps", "year", flt=flt)) as watcher:
            watcher.wait(lambda: watcher.complete, 30, "the snapshot")
            before, begin = watcher.upserts, time.monotonic()
            for _ in range(500):
                self.add(self.answer("nps", 9))
            watcher.wait_until_fresh(30)
            took = time.monotonic() - begin
            self.assertLessEqual(watcher.upserts - before, 4 * took + 2)


if __name__ == "__main__":
    unittest.main(verbosity=2)
