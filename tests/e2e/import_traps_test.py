"""Traps of vendors' exports that no fixture of tests/data/imports holds: each a small file in the published shape."""

import json
import unittest

from support import api, cli
from support.vocd import Vocd

fb = api.feedback


def csv_of(*rows):
    return "".join(",".join(row) + "\n" for row in rows)


class ImportTraps(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.vocd = Vocd()
        cls.addClassCleanup(cls.vocd.close)
        cls.client = cls.vocd.client()
        cls.addClassCleanup(cls.client.close)

    def setUp(self):
        self.source = self.id().rsplit(".", 1)[-1]

    def bring(self, content, *arguments, code=0):
        """Imports a file that says nothing by its name; what voc said of it."""
        path = self.vocd.folder / "export"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        ran = cli.run("import", path, "--source", self.source, *arguments, "--output", "json",
                      server=self.vocd.address)
        self.assertEqual(ran.code, code, ran)
        return ran.json()

    def stored(self, **flt):
        return {f.submission_id: f for f in
                api.list_all(self.client, fb.Filter(source_ids=[self.source], **flt))}

    def qualtrics(self, *rows):
        columns = ["ResponseId", "EndDate", "Status", "Finished", "Q_BallotBoxStuffing", "NPS"]
        ids = ["_recordId", "endDate", "status", "finished", "Q_BallotBoxStuffing", "QID1"]
        return csv_of(columns, columns, [f'"{{""ImportId"":""{name}""}}"' for name in ids], *rows)

    def test_qualtrics_statuses_as_numbers(self):
        statuses = (0, 1, 2, 4, 8, 9, 12, 16, 17)
        said = self.bring(self.qualtrics(*(
            [f"R_{s}", "2025-10-01 09:15:00", str(s), "1", "", "9"] for s in statuses)))
        self.assertEqual((said["created"], said["skipped"]), (3, 6))
        self.assertEqual(set(self.stored()), {"R_0", "R_4", "R_16"})

    def test_qualtrics_duplicates_can_be_told(self):
        self.bring(self.qualtrics(
            ["R_1", "2025-10-01 09:15:00", "0", "1", "true", "9"],
            ["R_2", "2025-10-01 09:16:00", "0", "1", "", "9"]))
        stored = self.stored(properties={"Q_BallotBoxStuffing": "true"})
        self.assertEqual(set(stored), {"R_1"})

    def test_surveymonkey_without_spaces_and_with_iso_dates(self):
        said = self.bring(csv_of(
            ["RespondentID", "CollectorID", "StartDate", "EndDate", "EmailAddress",
             "How likely are you to recommend us?", "Why?"],
            ["", "", "", "", "", "Response", "Open-Ended Response"],
            ["11", "1", "2025-10-01 07:00:00", "2025-10-01 07:05:00", "Eva@Skog.example",
             "Not at all likely - 0", "Trasig"],
            ["12", "1", "2025-10-02 07:00:00", "2025-10-02 07:05:00", "", "8", ""]), "--tz", "UTC")
        self.assertEqual(said["created"], 2)
        one = self.stored()["11"]
        self.assertEqual((one.response.score, one.response.comment, one.account_id,
                          one.respondent_id, one.collected_at.seconds),
                         (0, "Trasig", "skog.example", "eva@skog.example", 1759302300))

    def test_typeform_with_a_column_an_option(self):
        self.bring(csv_of(
            ["#", "How likely are you to recommend us?", "Web", "App", "Why?", "Start Date (UTC)",
             "Submit Date (UTC)", "Network ID"],
            ["t1", "9", "Web", "", "Fast", "2025-10-01 07:58:00", "2025-10-01 08:00:00", "n"],
            ["t2", "3", "Web", "App", "Slow and dear", "2025-10-01 07:58:00",
             "2025-10-01 08:00:00", "n"]),
            "--format", "typeform-csv")
        stored = self.stored()
        self.assertEqual({k: f.response.score for k, f in stored.items()}, {"t1": 9, "t2": 3})
        self.assertEqual(dict(stored["t2"].properties), {"Web": "Web", "App": "App"})
        self.assertEqual(stored["t2"].response.comment, "Slow and dear")

    def test_posthog_of_an_old_sdk(self):
        questions = [{"id": "q1", "question": "How likely are you to recommend us?"},
                     {"id": "q2", "question": "Why?"}]

        def sent(at, submission, score, **more):
            return {"event": "survey sent", "distinct_id": "d1", "timestamp": at,
                    "properties": {"$survey_id": self.source, "$survey_submission_id": submission,
                                   "$survey_questions": questions, "$survey_response": score,
                                   **more}}
        # Newest first, $survey_completed nowhere; the last one sent counts, whatever it lacks.
        said = self.bring(json.dumps({"results": [
            sent("2025-10-02T10:00:00Z", "s1", 9, **{"$survey_response_1": "Bra"}),
            sent("2025-10-02T09:59:00Z", "s1", 2),
            sent("2025-10-02T09:00:00Z", "s2", 10, **{"$survey_iteration": 2})]}))
        self.assertEqual(said["created"], 2)
        stored = self.stored()
        self.assertEqual({k: f.response.score for k, f in stored.items()}, {"s1": 9, "s2": 10})
        self.assertEqual(stored["s1"].response.comment, "Bra")

    def trustpilot(self, **changes):
        return json.dumps({"reviews": [{
            "id": "tp1", "stars": 1, "title": "No", "text": "Never again", "language": "en",
            "createdAt": "2025-10-01T08:00:00", "updatedAt": None, "status": "active",
            "consumer": {"id": "c1", "displayName": "J"},
            "businessUnit": {"id": self.source, "displayName": "Acme"}, "reportData": None, **changes}]})

    def test_trustpilot_archived_or_reported_later_is_excluded_and_comes_back(self):
        for gone in ({"status": "archived"}, {"reportData": {"reason": "notAGenuineExperience"}}):
            self.bring(self.trustpilot())
            self.assertEqual(set(self.stored()), {"tp1"})
            said = self.bring(self.trustpilot(**gone))
            self.assertEqual(said["skipped"], 1)
            self.assertEqual(self.stored(), {})
            kept = self.stored(include_excluded=True)["tp1"]
            self.assertEqual(kept.exclusion.kind, fb.EXCLUSION_KIND_IMPORT)
            # Undoing the export that left it out brings it back, redoing takes it out.
            cli.run("import", "undo", said["importId"], server=self.vocd.address)
            self.assertEqual(set(self.stored()), {"tp1"})
            cli.run("import", "redo", said["importId"], server=self.vocd.address)
            self.assertEqual(self.stored(), {})
        self.bring(self.trustpilot())
        self.assertEqual(set(self.stored()), {"tp1"})

    def test_app_store_edits_keep_the_id(self):
        def review(rating, at):
            return json.dumps({"data": [{"type": "customerReviews", "id": "r1", "attributes": {
                "rating": rating, "title": "T", "body": "B", "reviewerNickname": "n",
                "createdDate": at, "territory": "SWE"}}]})
        self.bring(review(1, "2025-10-01T08:00:00-07:00"))
        said = self.bring(review(4, "2025-10-03T08:00:00-07:00"))
        self.assertEqual((said["created"], said["updated"]), (0, 1))
        one, = self.stored().values()
        self.assertEqual((one.mention.rating, one.revision, one.collected_at.seconds),
                         (4, 2, 1759503600))

    def test_app_store_rss_page_without_entries(self):
        said = self.bring('{"feed": {"author": {}, "title": {"label": "Reviews"}}}')
        self.assertEqual((said["created"], said["rejected"]), (0, 0))

    def test_zendesk_scores_of_filters(self):
        said = self.bring(csv_of(
            ["id", "score", "comment", "created_at", "assignee_id", "group_id"],
            ["1", "good_with_comment", "Tack", "2025-09-01T08:00:00Z", "3", "4"],
            ["2", "bad_with_comment", "Nej", "2025-09-01T09:00:00Z", "3", "4"],
            ["3", "offered", "", "2025-09-01T09:00:00Z", "3", "4"]))
        self.assertEqual((said["created"], said["skipped"]), (2, 1))
        self.assertEqual({k: f.response.score for k, f in self.stored().items()},
                         {"1": 2, "2": 1})

    def test_hubspot_columns_without_prefix(self):
        self.bring(csv_of(
            ["hs_object_id", "hs_survey_type", "hs_value", "hs_content",
             "hs_submission_timestamp", "hs_survey_channel", "hs_survey_name"],
            ["7", "NPS", "9", "Bra", "2025-10-01T12:00:00.000Z", "EMAIL", "Quarterly"],
            ["8", "CES", "6", "", "2025-10-01T12:00:00.000Z", "WEB", "Quarterly"]))
        stored = self.stored()
        self.assertEqual((stored["7"].response.score, stored["7"].channel,
                          dict(stored["7"].properties)), (9, "email", {"hs_survey_name": "Quarterly"}))
        self.assertEqual((stored["8"].response.metric, stored["8"].response.scale_points),
                         (fb.METRIC_CES, 7))

    def test_wootric_columns_with_underscores_in_utf_16(self):
        text = csv_of(["id", "score", "text", "completed", "excluded_from_calculations",
                       "created_at", "end_user_email"],
                      ["1", "10", "Snabbt", "true", "false", "2016-12-16 09:05:00 -0800",
                       "Eva@Skog.example"],
                      ["2", "0", "test", "true", "true", "2016-12-16 09:05:00 -0800", ""])
        said = self.bring(b"\xff\xfe" + text.replace(",", ";").encode("utf-16-le"))
        self.assertEqual((said["created"], said["skipped"]), (1, 1))
        one = self.stored()["1"]
        self.assertEqual((one.account_id, one.response.comment, one.collected_at.seconds),
                         ("skog.example", "Snabbt", 1481907900))

    def test_countly_in_seconds_and_milliseconds(self):
        rows = [{"_id": "a", "sg": {"rating": 5, "widget_id": "w"}, "ts": 1761984000, "did": "d"},
                {"_id": "b", "sg": {"rating": 2, "widget_id": "w"}, "ts": 1761984000123, "did": "d"}]
        self.bring(json.dumps({"aaData": rows}))
        self.assertEqual({k: f.collected_at.seconds for k, f in self.stored().items()},
                         {"a": 1761984000, "b": 1761984000})


if __name__ == "__main__":
    unittest.main(verbosity=2)
