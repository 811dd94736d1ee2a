"""Lists and their pages, exports, and what a filter's fields mean one by one."""

import unittest

import grpc

from support import api
from support.served import Served
from support.vocd import Vocd

fb, al = api.feedback, api.alert
AT = 1_750_000_000


class Lists(Served):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.items = {
            "promoter": api.response("s", "promoter", "nps", 9, question="q", account_id="acme",
                                     respondent_id="r", channel="email", language="sv",
                                     touchpoint="ticket", journey_stage=fb.JOURNEY_STAGE_RENEW,
                                     properties={"plan": "team", "tier": "1"}),
            "passive": api.response("s", "passive", "nps", 7, comment="F\u00d6R L\u00c5NGSAM",
                                    language="sv"),
            "detractor": api.response("s", "detractor", "nps", 0, comment="I love it, great",
                                      language="en", properties={"plan": "free"}),
            "csat": api.response("t", "csat", "csat", 5),
            "unscored": api.response("t", "unscored", "nps", comment="Terrible, I hate it",
                                     language="en"),
            "review": api.mention("t", "review", platform="g2", rating=5, title="Straight",
                                  body="stra\u00dfe 100% _x_", language="en"),
        }
        for i, item in enumerate(cls.items.values()):
            item.collected_at.CopyFrom(api.at(AT + i))
        cls.ids = {key: result.feedback_id for key, result in zip(
            cls.items, api.batch(cls.client, cls.items.values()))}

    def passing(self, **fields):
        listed = api.list_all(self.client, fb.Filter(**fields))
        return {f.submission_id for f in listed}

    def invalid(self, call, request, *fields):
        with self.assertRaises(grpc.RpcError) as raised:
            answer = call(request, timeout=30)
            if hasattr(answer, "__next__"):
                list(answer)
        self.assertEqual(raised.exception.code(), grpc.StatusCode.INVALID_ARGUMENT)
        self.assertEqual(set(api.violations(api.status_of(raised.exception))), set(fields))

    # Filters

    def test_filter_metrics(self):
        self.assertEqual(self.passing(metrics=[fb.METRIC_CSAT]), {"csat"})
        self.assertEqual(self.passing(metrics=[fb.METRIC_CSAT, fb.METRIC_NPS]),
                         set(self.items) - {"review"})

    def test_filter_keys(self):
        self.assertEqual(self.passing(source_ids=["s"]), {"promoter", "passive", "detractor"})
        self.assertEqual(self.passing(source_ids=["S"]), set())
        self.assertEqual(self.passing(question_ids=["q", "x"]), {"promoter"})
        self.assertEqual(self.passing(question_ids=[""]), set(self.items) - {"promoter"})
        self.assertEqual(self.passing(account_ids=["acme"]), {"promoter"})
        self.assertEqual(self.passing(account_ids=["ACME"]), set())
        self.assertEqual(self.passing(respondent_ids=["r"]), {"promoter"})

    def test_filter_attributes(self):
        self.assertEqual(self.passing(channels=["EMAIL"]), {"promoter"})
        self.assertEqual(self.passing(touchpoints=["Ticket"]), {"promoter"})
        self.assertEqual(self.passing(journey_stages=[fb.JOURNEY_STAGE_RENEW]), {"promoter"})
        self.assertEqual(self.passing(languages=["sv"]), {"promoter", "passive"})

    def test_filter_platforms_excludes_responses(self):
        self.assertEqual(self.passing(platforms=["G2"]), {"review"})
        self.assertEqual(self.passing(platforms=["g2"], metrics=[fb.METRIC_NPS]), set())

    def test_filter_properties_must_all_match(self):
        self.assertEqual(self.passing(properties={"plan": "team"}), {"promoter"})
        self.assertEqual(self.passing(properties={"plan": "team", "tier": "2"}), set())

    def test_filter_nps_groups_implies_nps(self):
        self.assertEqual(self.passing(nps_groups=[fb.NPS_GROUP_PROMOTER]), {"promoter"})
        self.assertEqual(self.passing(nps_groups=[1, 2, 3]), {"promoter", "passive", "detractor"})
        self.assertEqual(self.passing(nps_groups=[1], metrics=[fb.METRIC_CSAT]), set())

    def test_filter_scores_are_inclusive_and_unscored_matches_neither(self):
        self.assertEqual(self.passing(min_score=7), {"promoter", "passive"})
        self.assertEqual(self.passing(max_score=5), {"detractor", "csat"})
        self.assertEqual(self.passing(min_score=0), {"promoter", "passive", "detractor", "csat"})
        self.assertEqual(self.passing(min_score=5, max_score=7), {"passive", "csat"})

    def test_filter_sentiment(self):
        self.assertEqual(self.passing(sentiment_labels=[fb.SENTIMENT_LABEL_NEGATIVE]),
                         {"unscored", "passive"})
        self.assertIn("detractor", self.passing(sentiment_labels=[fb.SENTIMENT_LABEL_POSITIVE]))
        self.assertLessEqual({"csat", "promoter"},
                             self.passing(sentiment_labels=[fb.SENTIMENT_LABEL_UNLABELLED]))

    def test_filter_interval_is_half_open(self):
        interval = fb.Interval(start_time=api.at(AT + 1), end_time=api.at(AT + 3))
        self.assertEqual(self.passing(interval=interval), {"passive", "detractor"})
        self.assertEqual(self.passing(interval=fb.Interval(start_time=api.at(AT + 5))), {"review"})
        self.assertEqual(self.passing(interval=fb.Interval(end_time=api.at(AT + 1))),
                         {"promoter"})

    def test_filter_text_ignores_case(self):
        self.assertEqual(self.passing(text_contains="f\u00f6r l\u00e5ng"), {"passive"})
        self.assertEqual(self.passing(text_contains="STRAIGHT"), {"review"})
        self.assertEqual(self.passing(text_contains="100% _x_"), {"review"})
        self.assertEqual(self.passing(text_contains="%"), {"review"})
        self.assertEqual(self.passing(text_contains=".*"), set())

    def test_filter_excluded(self):
        self.client.ExcludeFeedback(fb.ExcludeFeedbackRequest(
            feedback_id=self.ids["csat"], kind=fb.EXCLUSION_KIND_TEST, reason="r"), timeout=30)
        self.assertNotIn("csat", self.passing())
        self.assertIn("csat", self.passing(include_excluded=True))
        self.client.RestoreFeedback(
            fb.RestoreFeedbackRequest(feedback_id=self.ids["csat"]), timeout=30)
        self.assertIn("csat", self.passing())

    def test_filter_fields_are_anded_and_values_ored(self):
        self.assertEqual(self.passing(source_ids=["s", "t"], languages=["sv", "en"],
                                      metrics=[fb.METRIC_NPS]),
                         {"promoter", "passive", "detractor", "unscored"})

    def test_bad_filters_are_refused_by_name(self):
        interval = fb.Interval(start_time=api.at(AT), end_time=api.at(AT))
        flt = fb.Filter(metrics=[fb.METRIC_UNSPECIFIED], interval=interval)
        for call, request in (
                (self.client.ListFeedback, fb.ListFeedbackRequest(filter=flt)),
                (self.client.ExportFeedback, fb.ExportFeedbackRequest(filter=flt)),
                (self.client.ListAlerts, al.ListAlertsRequest(filter=flt)),
                (self.client.WatchAlerts, al.WatchAlertsRequest(filter=flt))):
            self.invalid(call, request, "filter.metrics[0]", "filter.interval")

    # Pages

    def test_pages_hold_everything_once_in_order(self):
        whole = [f.feedback_id for f in api.list_all(self.client)]
        self.assertEqual(whole, list(reversed(self.ids.values())))
        for size in (1, 2, 5, 6, 7):
            paged = api.list_all(self.client, page_size=size)
            self.assertEqual([f.feedback_id for f in paged], whole)

    def test_a_page_goes_on_where_it_was_though_new_ones_come(self):
        first = self.client.ListFeedback(fb.ListFeedbackRequest(page_size=2), timeout=30)
        made = api.submit(self.client, api.response("t", "newest", "csat", 4,
                                                    collected_at=AT + 999))
        second = self.client.ListFeedback(fb.ListFeedbackRequest(
            page_size=2, page_token=first.next_page_token), timeout=30)
        seen = [f.submission_id for f in (*first.feedback, *second.feedback)]
        self.assertEqual(len(set(seen)), 4)
        self.assertNotIn("newest", seen)
        # Out of the way of the other tests.
        self.client.ExcludeFeedback(fb.ExcludeFeedbackRequest(
            feedback_id=made.feedback_id, kind=fb.EXCLUSION_KIND_TEST, reason="r"), timeout=30)

    def test_a_token_belongs_to_its_request(self):
        token = self.client.ListFeedback(fb.ListFeedbackRequest(page_size=1),
                                         timeout=30).next_page_token
        for request in (fb.ListFeedbackRequest(page_token=token,
                                               filter=fb.Filter(source_ids=["s"])),
                        fb.ListFeedbackRequest(page_token=token[:-1]),
                        fb.ListFeedbackRequest(page_token="nonsense")):
            self.invalid(self.client.ListFeedback, request, "page_token")
        token = self.client.ListAlerts(al.ListAlertsRequest(page_size=1),
                                       timeout=30).next_page_token or "x"
        self.invalid(self.client.ListAlerts, al.ListAlertsRequest(
            page_token=token, states=[al.ALERT_STATE_OPEN]), "page_token")

    def test_page_sizes_have_a_default_and_a_limit(self):
        with Vocd() as vocd, vocd.client() as client:
            api.batch(client, [api.response("s", f"k{i}", "nps", 9) for i in range(1200)])
            for asked, got in ((0, 50), (1000, 1000), (5000, 1000)):
                page = client.ListFeedback(fb.ListFeedbackRequest(page_size=asked), timeout=30)
                self.assertEqual(len(page.feedback), got)
        self.invalid(self.client.ListFeedback, fb.ListFeedbackRequest(page_size=-1), "page_size")

    # Exports

    def test_an_export_ends_with_its_row_count(self):
        parts = list(self.client.ExportFeedback(fb.ExportFeedbackRequest(
            filter=fb.Filter(source_ids=["s"])), timeout=30))
        self.assertEqual([p.WhichOneof("part") for p in parts], ["feedback"] * 3 + ["row_count"])
        self.assertEqual(parts[-1].row_count, 3)
        self.assertEqual([p.feedback for p in parts[:-1]],
                         api.list_all(self.client, fb.Filter(source_ids=["s"])))


if __name__ == "__main__":
    unittest.main(verbosity=2)
