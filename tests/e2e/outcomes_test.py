"""Identity and outcomes: what becomes of a feedback, decided against everything ever stored."""

import unittest

import grpc

from support import api
from support.served import Served
from support.vocd import Vocd

fb = api.feedback
AT = 1_760_000_000


class Outcomes(Served):

    def submit(self, *args, **fields):
        return api.submit(self.client, api.response("s", *args, **fields))

    def expect(self, result, outcome, revision=None):
        self.assertEqual(fb.Outcome.Name(result.outcome), f"OUTCOME_{outcome}", result)
        if revision is not None:
            self.assertEqual(result.revision, revision)
        return result

    def get(self, feedback_id):
        return self.client.GetFeedback(fb.GetFeedbackRequest(feedback_id=feedback_id),
                                       timeout=30).feedback

    def rejected(self, item, *fields):
        result = api.submit(self.client, item)
        self.expect(result, "REJECTED")
        self.assertEqual(result.error.code, grpc.StatusCode.INVALID_ARGUMENT.value[0])
        info = api.error_info(result.error)
        self.assertEqual(info.domain, "voc")
        self.assertRegex(info.reason, r"^[A-Z][A-Z0-9_]+$")
        found = api.violations(result.error)
        self.assertEqual(set(found), set(fields))
        self.assertTrue(all(found.values()))

    # Identity

    def test_the_key_is_source_submission_and_question(self):
        made = {self.expect(api.submit(self.client, api.response(*key, "nps", 9, question=q)),
                            "CREATED").feedback_id
                for key in (("i1", "a"), ("i2", "a"), ("i1", "b")) for q in ("", "q", "Q")}
        self.assertEqual(len(made), 9)

    def test_keys_are_compared_byte_by_byte(self):
        keys = ["key", "Key", " key", "key ", "k\u00e9y", "ke\u0301y"]
        made = {self.expect(self.submit(key, "nps", 9), "CREATED").feedback_id for key in keys}
        self.assertEqual(len(made), len(keys))
        self.expect(self.submit("x" * 255, "nps", 9), "CREATED")
        self.rejected(api.response("s", "x" * 256, "nps", 9), "submission_id")
        self.rejected(api.response("s", "\u00e9" * 128, "nps", 9), "submission_id")
        self.rejected(api.response("", "", "nps", 9), "source_id", "submission_id")
        self.rejected(api.response("s" * 256, "a", "nps", 9, question="q" * 256),
                      "source_id", "question_id")

    def test_parts_of_a_key_do_not_run_together(self):
        one = self.expect(api.submit(self.client, api.response("ab", "c", "nps", 9)), "CREATED")
        two = self.expect(api.submit(self.client, api.response("a", "bc", "nps", 9)), "CREATED")
        self.assertNotEqual(one.feedback_id, two.feedback_id)

    def test_feedback_id_is_the_same_in_another_store(self):
        mine = self.submit("stable", "nps", 9).feedback_id
        with Vocd() as other, other.client() as client:
            theirs = api.submit(client, api.response("s", "stable", "csat", 1)).feedback_id
        self.assertEqual(mine, theirs)
        self.assertRegex(mine, r"^[0-9a-f]{32}$")

    # Outcomes

    def test_same_content_is_unchanged(self):
        first = self.expect(self.submit("u", "nps", 9, collected_at=AT), "CREATED", 1)
        again = self.expect(self.submit("u", "nps", 9, collected_at=AT), "UNCHANGED", 1)
        self.assertEqual((again.feedback_id, again.sequence), (first.feedback_id, first.sequence))

    def test_defaults_written_out_are_the_same_content(self):
        for key, metric, points in (("n", "nps", 11), ("c", "csat", 5), ("e", "ces", 7)):
            self.expect(self.submit(f"d{key}", metric, 5, collected_at=AT), "CREATED")
            self.expect(self.submit(f"d{key}", metric, 5, scale_points=points, collected_at=AT),
                        "UNCHANGED")
        item = api.mention("m", "d", rating=4, collected_at=AT)
        self.expect(api.submit(self.client, item), "CREATED")
        item.mention.rating_max = 5
        item.properties["empty"] = ""
        self.expect(api.submit(self.client, item), "UNCHANGED")

    def test_output_only_fields_are_no_content(self):
        item = api.response("s", "o", "nps", 9, collected_at=AT, comment="fine", language="en")
        first = self.expect(api.submit(self.client, item), "CREATED")
        stored = self.get(first.feedback_id)
        stored.sentiment.score = -1
        stored.themes.append("made up")
        stored.revision = 77
        stored.sequence = 1
        stored.exclusion.kind = fb.EXCLUSION_KIND_SPAM
        self.expect(api.submit(self.client, stored), "UNCHANGED", 1)

    def test_every_text_keeps_every_character(self):
        text = "  two  spaces\r\n\ttab \u00e5\u00e4\u00f6 \U0001f600 end "
        item = api.response("s", "text", "nps", 9, comment=text, collected_at=AT, language="en")
        stored = self.get(self.expect(api.submit(self.client, item), "CREATED").feedback_id)
        self.assertEqual(stored.response.comment, text)
        item.response.comment = text.strip()
        self.expect(api.submit(self.client, item), "UPDATED", 2)

    def test_other_content_updates(self):
        first = self.expect(self.submit("up", "nps", 9, collected_at=AT), "CREATED", 1)
        second = self.expect(self.submit("up", "nps", 2, collected_at=AT), "UPDATED", 2)
        self.assertGreater(second.sequence, first.sequence)
        stored = self.get(first.feedback_id)
        self.assertEqual((stored.response.score, stored.sequence, stored.revision),
                         (2, second.sequence, 2))

    def test_each_field_is_content(self):
        def item():
            return api.response("s", "fields", "csat", 3, comment="c", finished=True,
                                collected_at=AT, language="en")

        self.expect(api.submit(self.client, item()), "CREATED")
        changes = [
            lambda f: setattr(f, "respondent_id", "r"), lambda f: setattr(f, "account_id", "a"),
            lambda f: setattr(f, "channel", "email"), lambda f: setattr(f, "touchpoint", "t"),
            lambda f: setattr(f, "journey_stage", fb.JOURNEY_STAGE_RENEW),
            lambda f: f.properties.update(plan="pro"), lambda f: setattr(f, "language", "sv"),
            lambda f: setattr(f.response, "comment", "d"),
            lambda f: setattr(f.response, "finished", False),
            lambda f: setattr(f.response, "scale_points", 7),
        ]
        for change in changes:
            changed = item()
            change(changed)
            self.expect(api.submit(self.client, changed), "UPDATED")
            self.expect(api.submit(self.client, item()), "UPDATED")

    def test_an_older_claimed_time_is_superseded(self):
        first = self.expect(self.submit("old", "nps", 9, collected_at=AT), "CREATED")
        older = self.expect(self.submit("old", "nps", 2, collected_at=AT - 1), "SUPERSEDED", 1)
        self.assertEqual(older.sequence, first.sequence)
        self.expect(self.submit("old", "nps", 3, collected_at=AT), "UPDATED", 2)
        self.expect(self.submit("old", "nps", 4, collected_at=AT + 1), "UPDATED", 3)
        self.assertEqual(self.get(first.feedback_id).response.score, 4)

    def test_an_older_time_with_nothing_else_new_is_superseded(self):
        self.expect(self.submit("time", "nps", 9, collected_at=AT), "CREATED")
        self.expect(self.submit("time", "nps", 9, collected_at=AT - 1), "SUPERSEDED")
        self.expect(self.submit("time", "nps", 9, collected_at=AT + 1), "UPDATED")

    def test_client_revision_alone_decides_where_both_have_one(self):
        self.expect(self.submit("rev", "nps", 9, collected_at=AT, client_revision=5), "CREATED")
        self.expect(self.submit("rev", "nps", 1, collected_at=AT + 99, client_revision=4),
                    "SUPERSEDED")
        self.expect(self.submit("rev", "nps", 2, collected_at=AT - 99, client_revision=6),
                    "UPDATED", 2)
        self.expect(self.submit("rev", "nps", 3, collected_at=AT - 999, client_revision=6),
                    "UPDATED", 3)

    def test_client_revision_of_one_side_leaves_it_to_the_times(self):
        self.expect(self.submit("half", "nps", 9, collected_at=AT, client_revision=5), "CREATED")
        self.expect(self.submit("half", "nps", 1, collected_at=AT - 1), "SUPERSEDED")
        self.expect(self.submit("half", "nps", 2, collected_at=AT + 1), "UPDATED", 2)
        self.expect(self.submit("half", "nps", 3, collected_at=AT, client_revision=9),
                    "SUPERSEDED")

    def test_no_claimed_time_keeps_the_stored_one(self):
        first = self.expect(self.submit("claim", "nps", 9, collected_at=AT), "CREATED")
        self.expect(self.submit("claim", "nps", 9), "UNCHANGED", 1)
        self.expect(self.submit("claim", "nps", 3), "UPDATED", 2)
        self.assertEqual(self.get(first.feedback_id).collected_at.seconds, AT)
        # Once claimed it stays claimed.
        self.expect(self.submit("claim", "nps", 4, collected_at=AT - 1), "SUPERSEDED", 2)

    def test_without_any_claimed_time_it_is_the_time_of_ingestion(self):
        first = self.expect(self.submit("now", "nps", 9), "CREATED")
        stored = self.get(first.feedback_id)
        self.assertEqual(stored.collected_at, stored.ingested_at)
        self.expect(self.submit("now", "nps", 9), "UNCHANGED")
        # An unclaimed time is no reason to supersede.
        self.expect(self.submit("now", "nps", 8, collected_at=AT), "UPDATED", 2)
        self.assertEqual(self.get(first.feedback_id).collected_at.seconds, AT)
        self.expect(self.submit("now", "nps", 7, collected_at=AT - 1), "SUPERSEDED", 2)

    def test_earlier_items_of_a_batch_count(self):
        items = [api.response("s", "batch", "nps", 9, collected_at=AT),
                 api.response("s", "batch", "nps", 9, collected_at=AT),
                 api.response("s", "batch", "nps", 1, collected_at=AT),
                 api.response("s", "batch", "nps", 5, collected_at=AT - 1),
                 api.response("s", "batch", "nps", 11, collected_at=AT),
                 api.response("s", "batch2", "nps", 5, collected_at=AT)]
        results = api.batch(self.client, items)
        self.assertEqual(
            [fb.Outcome.Name(r.outcome).removeprefix("OUTCOME_") for r in results],
            ["CREATED", "UNCHANGED", "UPDATED", "SUPERSEDED", "REJECTED", "CREATED"])
        self.assertEqual(len({r.feedback_id for r in results[:4]}), 1)
        self.assertEqual([r.revision for r in results[:4]], [1, 1, 2, 2])

    def test_a_bad_item_rejects_only_itself(self):
        items = [api.response("s", f"one{i}", "nps", i) for i in range(13)]
        results = api.batch(self.client, items)
        self.assertEqual([r.outcome for r in results],
                         [fb.OUTCOME_CREATED] * 11 + [fb.OUTCOME_REJECTED] * 2)

    def test_a_read_after_the_reply_sees_it(self):
        for i in range(200):
            made = self.submit("seen", "nps", i % 11, collected_at=AT + i)
            stored = self.get(made.feedback_id)
            self.assertEqual((stored.response.score, stored.sequence), (i % 11, made.sequence))

    # Scores and other bad fields

    def test_scores_out_of_scale_are_rejected(self):
        for metric, points, bad in (("nps", 0, (-1, 11)), ("csat", 0, (0, 6)), ("ces", 0, (0, 8)),
                                    ("csat", 10, (0, 11)), ("csat", 2, (0, 3)), ("ces", 5, (0, 6))):
            for score in bad:
                self.rejected(api.response("s", "bad", metric, score, scale_points=points),
                              "response.score")

    def test_unknown_scales_are_rejected(self):
        for metric, points in (("nps", 10), ("nps", 5), ("csat", 4), ("csat", 11), ("ces", 3),
                               ("ces", 10), ("csat", -1)):
            self.rejected(api.response("s", "bad", metric, 1, scale_points=points),
                          "response.scale_points")

    def test_a_missing_score_needs_a_comment_or_an_unfinished_survey(self):
        self.expect(self.submit("ns1", "nps", comment="no number", finished=True), "CREATED")
        self.expect(self.submit("ns2", "nps", finished=False), "CREATED")
        self.rejected(api.response("s", "ns3", "nps", finished=True), "response.score")

    def test_every_bad_field_is_named(self):
        item = api.response("", "k", "nps", 12, comment="x" * 32769)
        item.respondent_id = "r" * 256
        self.rejected(item, "source_id", "response.score", "response.comment", "respondent_id")

    def test_texts_of_32_kib_pass_and_longer_do_not(self):
        self.expect(self.submit("long", "nps", 9, comment="x" * 32768), "CREATED")
        self.rejected(api.response("s", "longer", "nps", 9, comment="x" * 32769),
                      "response.comment")
        self.rejected(api.mention("s", "longer", title="\u00e9" * 16385, body="b" * 32769),
                      "mention.title", "mention.body")

    def test_mentions_are_checked(self):
        self.expect(api.submit(self.client, api.mention("m", "ok", rating=0.5)), "CREATED")
        self.rejected(api.mention("m", "bad", rating=6), "mention.rating")
        self.rejected(api.mention("m", "bad", rating=-1), "mention.rating")
        self.rejected(api.mention("m", "bad", rating=1, rating_max=-5), "mention.rating_max")

    def test_a_kind_and_a_metric_are_needed(self):
        result = api.submit(self.client, fb.Feedback(source_id="s", submission_id="none"))
        self.expect(result, "REJECTED")
        item = api.response("s", "none", "nps", 1)
        item.response.metric = fb.METRIC_UNSPECIFIED
        self.rejected(item, "response.metric")

    # Bad calls

    def test_more_than_a_thousand_items_are_a_bad_call(self):
        items = [api.response("s", f"many{i}", "nps", 1) for i in range(1001)]
        with self.assertRaises(grpc.RpcError) as raised:
            self.client.BatchSubmit(fb.BatchSubmitRequest(feedback=items), timeout=30)
        self.assertEqual(raised.exception.code(), grpc.StatusCode.INVALID_ARGUMENT)
        status = api.status_of(raised.exception)
        self.assertIn("feedback", api.violations(status))
        self.assertEqual(api.error_info(status).domain, "voc")

    def test_a_bad_request_ends_a_stream_after_the_responses_before_it(self):
        good = fb.IngestRequest(feedback=[api.response("s", "st1", "nps", 1)])
        bad = fb.IngestRequest(
            feedback=[api.response("s", f"st{i}", "nps", 1) for i in range(2, 1003)])
        stream = self.client.Ingest(iter([good, good, bad, good]), timeout=30)
        seen = []
        with self.assertRaises(grpc.RpcError) as raised:
            for response in stream:
                seen.append(response.results[0].outcome)
        self.assertEqual(raised.exception.code(), grpc.StatusCode.INVALID_ARGUMENT)
        self.assertEqual(seen, [fb.OUTCOME_CREATED, fb.OUTCOME_UNCHANGED])

    def test_an_unknown_feedback_is_not_found(self):
        for call, request in (
                (self.client.GetFeedback, fb.GetFeedbackRequest(feedback_id="0" * 32)),
                (self.client.ExcludeFeedback, fb.ExcludeFeedbackRequest(
                    feedback_id="0" * 32, kind=fb.EXCLUSION_KIND_TEST, reason="r")),
                (self.client.RestoreFeedback, fb.RestoreFeedbackRequest(feedback_id="0" * 32))):
            with self.assertRaises(grpc.RpcError) as raised:
                call(request, timeout=30)
            self.assertEqual(raised.exception.code(), grpc.StatusCode.NOT_FOUND)

    # Excluding

    def test_excluding_keeps_revision_and_sequence(self):
        made = self.submit("ex", "nps", 2, collected_at=AT)
        for kind, reason in ((fb.EXCLUSION_KIND_TEST, "mine"), (fb.EXCLUSION_KIND_SPAM, "bot")):
            excluded = self.client.ExcludeFeedback(fb.ExcludeFeedbackRequest(
                feedback_id=made.feedback_id, kind=kind, reason=reason), timeout=30).feedback
            self.assertEqual((excluded.exclusion.kind, excluded.exclusion.reason), (kind, reason))
            self.assertEqual((excluded.revision, excluded.sequence), (1, made.sequence))
        self.expect(self.submit("ex", "nps", 3, collected_at=AT), "UPDATED", 2)
        stored = self.get(made.feedback_id)
        self.assertEqual(stored.exclusion.kind, fb.EXCLUSION_KIND_SPAM)
        restore = fb.RestoreFeedbackRequest(feedback_id=made.feedback_id)
        for _ in range(2):
            restored = self.client.RestoreFeedback(restore, timeout=30).feedback
            self.assertFalse(restored.HasField("exclusion"))
            self.assertEqual((restored.revision, restored.sequence), (2, stored.sequence))

    def test_excluding_needs_kind_and_reason(self):
        made = self.submit("exbad", "nps", 2)
        with self.assertRaises(grpc.RpcError) as raised:
            self.client.ExcludeFeedback(
                fb.ExcludeFeedbackRequest(feedback_id=made.feedback_id), timeout=30)
        self.assertEqual(raised.exception.code(), grpc.StatusCode.INVALID_ARGUMENT)
        self.assertEqual(set(api.violations(api.status_of(raised.exception))),
                         {"kind", "reason"})


if __name__ == "__main__":
    unittest.main(verbosity=2)
