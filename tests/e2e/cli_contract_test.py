"""voc as scripts and people use it: exit codes, formats, options, JSON of the API's messages."""

import csv
import io
import re
import unittest

from support import api, cli
from support.served import Served
from support.vocd import Vocd

fb, al, tr = api.feedback, api.alert, api.trend
AT = "2025-03-04T10:00:00Z"


def parsed(text, message):
    """proto3 JSON of a message of the API; an unknown field fails."""
    return api.json_format.Parse(text, message)


class Cli(Served):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        items = [api.response("web", f"k{i}", "nps", score, account_id="acme", channel="email",
                              comment=comment, language="en", properties={"plan": plan},
                              collected_at=1_735_689_600 + i * 20 * 86400)
                 for i, (score, comment, plan) in enumerate([
                     (10, "Great, thanks", "team"), (9, "", "free"), (3, "=SUM(A1) is broken", ""),
                     (7, 'a "quoted", word', "team"), (2, "<b>slow</b> | bad", "free")])]
        items.append(api.mention("g2", "m1", rating=2, title="Notes", body="It is blue",
                                 language="en", collected_at=1_735_689_600))
        cls.ids = [r.feedback_id for r in api.batch(cls.client, items)]

    def voc(self, *arguments, code=0, **options):
        options.setdefault("server", self.vocd.address)
        ran = cli.run(*arguments, **options)
        self.assertEqual(ran.code, code, ran)
        return ran

    def json(self, message, *arguments, **options):
        ran = self.voc(*arguments, "--output", "json", **options)
        return parsed(ran.out, message)


class ExitCodes(Cli):

    def test_0_ok(self):
        self.voc("trend")
        self.voc("--help")
        self.assertRegex(self.voc("--version").out, r"\d+\.\d+\.\d+")

    def test_1_rejected(self):
        ran = self.voc("submit", "--source", "s", "--id", "bad", "--metric", "nps", "--score", 11,
                       code=1)
        self.assertIn("score", ran.err + ran.out)

    def test_1_not_found(self):
        for command in (("feedback", "show"), ("feedback", "restore"), ("alerts", "show")):
            ran = self.voc(*command, "0" * 32, code=1)
            self.assertEqual(ran.out, "")
            self.assertTrue(ran.err)

    def test_1_refused(self):
        ran = self.voc("trend", "--since", "2025-02-01", "--until", "2025-01-01", code=1)
        self.assertIn("interval", ran.err)
        self.assertEqual(ran.out, "")
        self.voc("feedback", "exclude", self.ids[0], "--kind", "test", "--reason", "", code=1)

    def test_2_usage(self):
        for arguments in (("nonsense",), ("trend", "--nonsense"), ("submit",), ("import",),
                          ("trend", "--metric", "happiness"), ("--output", "xml", "trend"),
                          ("trend", "--tz", "Mars/Olympus"), ("trend", "--since", "someday")):
            ran = self.voc(*arguments, code=2)
            self.assertEqual(ran.out, "", arguments)
            self.assertTrue(ran.err, arguments)

    def test_3_unreachable(self):
        ran = self.voc("trend", "--retry-for", "1s", server="127.0.0.1:1", code=3)
        self.assertEqual(ran.out, "")
        self.assertIn("127.0.0.1:1", ran.err)


class Options(Cli):

    def test_globals_before_and_after_the_command(self):
        address = self.vocd.address
        for arguments in (("--server", address, "--output", "json", "trend"),
                          ("trend", "--server", address, "--output", "json"),
                          (f"--server={address}", "trend", "--output=json"),
                          ("--output", "json", "feedback", "list", "--server", address)):
            ran = self.voc(*arguments, server=None)
            self.assertTrue(ran.out.startswith("{"), ran)

    def test_server_from_the_environment(self):
        env = {"VOC_SERVER": self.vocd.address}
        self.voc("trend", server=None, env=env)
        # An option comes before the environment.
        self.voc("trend", "--retry-for", "1s", server="127.0.0.1:1", env=env, code=3)

    def test_results_and_messages_go_separate_ways(self):
        ran = self.voc("trend", "--output", "json")
        self.assertEqual(ran.err, "")
        self.assertNotIn("\x1b", ran.out, "no colour but on a terminal")


class Outputs(Cli):

    def test_json_is_the_response_message(self):
        answer = self.json(tr.QueryTrendResponse(), "trend", "--by", "month")
        self.assertEqual(answer.total.n, 5)
        self.assertEqual(answer.total.value, 0)
        listed = self.json(fb.ListFeedbackResponse(), "feedback", "list")
        self.assertEqual(len(listed.feedback), 6)
        self.assertEqual(listed.feedback[0].submission_id, "k4")
        self.assertEqual(len(self.json(fb.ListFeedbackResponse(), "feedback", "list", "--limit",
                                       "2").feedback), 2)
        shown = self.json(fb.GetFeedbackResponse(), "feedback", "show", self.ids[0])
        self.assertEqual(shown.feedback.feedback_id, self.ids[0])
        alerts = self.json(al.ListAlertsResponse(), "alerts", "list")
        self.assertEqual(len(alerts.alerts), 3)
        one = self.json(al.GetAlertResponse(), "alerts", "show", alerts.alerts[0].alert_id)
        self.assertEqual(one.alert, alerts.alerts[0])
        status = self.json(api.admin.GetStatusResponse(), "admin", "status")
        self.assertGreaterEqual(status.feedback_count, 6)

    def test_csv_is_a_table_for_programs(self):
        for command in (("trend", "--group-by", "property.plan"), ("alerts", "list"),
                        ("feedback", "list")):
            text = self.voc(*command, "--output", "csv").out
            lines = list(csv.reader(io.StringIO(text)))
            self.assertGreater(len(lines), 1, command)
            self.assertEqual({len(line) for line in lines}, {len(lines[0])}, command)

    def test_md_and_html_keep_their_shape_whatever_the_text(self):
        text = self.voc("feedback", "list", "--output", "md").out
        table = [line for line in text.splitlines() if line.startswith("|")]
        self.assertEqual(len(table), 2 + 6)
        columns = {len(re.findall(r"(?<!\\)\|", line)) for line in table}
        self.assertEqual(len(columns), 1, text)
        html = self.voc("feedback", "list", "--output", "html").out
        self.assertIn("<table", html)
        self.assertNotIn("<b>slow</b>", html)
        self.assertIn("&lt;b&gt;slow", html)

    def test_tables_name_the_zone(self):
        self.assertIn("Asia/Kathmandu", self.voc("trend", "--tz", "Asia/Kathmandu").out)
        self.assertIn("Asia/Kathmandu",
                      self.voc("feedback", "list", "--tz", "Asia/Kathmandu").out)

    def test_the_machines_zone_is_the_default(self):
        env = {"TZ": "Asia/Kathmandu"}
        answer = self.json(tr.QueryTrendResponse(), "trend", "--by", "month", env=env)
        self.assertEqual(answer.series[0].points[0].start_time.seconds % 86400,
                         (24 * 60 - (5 * 60 + 45)) * 60)


class Submitting(Cli):

    def test_submit_and_mention_print_the_response(self):
        made = self.json(fb.SubmitResponse(), "submit", "--source", "one", "--id", "1",
                         "--question", "q", "--metric", "csat", "--score", "4", "--comment",
                         "Fine", "--account", "acme", "--respondent", "r1", "--property", "a=b",
                         "--property", "c=d=e")
        self.assertEqual(made.result.outcome, fb.OUTCOME_CREATED)
        stored = self.client.GetFeedback(fb.GetFeedbackRequest(
            feedback_id=made.result.feedback_id), timeout=30).feedback
        self.assertEqual((stored.source_id, stored.question_id, stored.response.score,
                          stored.account_id, stored.respondent_id, dict(stored.properties)),
                         ("one", "q", 4, "acme", "r1", {"a": "b", "c": "d=e"}))
        made = self.json(fb.SubmitResponse(), "mention", "--source", "one", "--id", "2",
                         "--platform", "g2", "--rating", "2/5", "--body", "Not for us")
        stored = self.client.GetFeedback(fb.GetFeedbackRequest(
            feedback_id=made.result.feedback_id), timeout=30).feedback
        self.assertEqual((stored.mention.platform, stored.mention.rating,
                          stored.mention.rating_max, stored.mention.body),
                         ("g2", 2, 5, "Not for us"))

    def test_a_rejected_submit_says_so_in_json_too(self):
        ran = self.voc("submit", "--source", "one", "--id", "x", "--metric", "nps", "--score",
                       "11", "--output", "json", code=1)
        answer = parsed(ran.out, fb.SubmitResponse())
        self.assertEqual(answer.result.outcome, fb.OUTCOME_REJECTED)


class Trends(Cli):

    def test_a_date_means_midnight_in_the_zone(self):
        answer = self.json(tr.QueryTrendResponse(), "trend", "--by", "day", "--since",
                           "2025-02-01", "--until", "2025-02-03", "--tz", "Europe/Stockholm")
        points = answer.series[0].points
        self.assertEqual([p.start_time.ToJsonString() for p in points],
                         ["2025-01-31T23:00:00Z", "2025-02-01T23:00:00Z"])
        self.assertEqual(points[-1].end_time.ToJsonString(), "2025-02-02T23:00:00Z")

    def test_every_length(self):
        for by in ("hour", "day", "week", "month", "quarter", "year", "total"):
            answer = self.json(tr.QueryTrendResponse(), "trend", "--by", by)
            self.assertEqual(sum(p.n for p in answer.series[0].points), 5, by)

    def test_where_and_group_by(self):
        answer = self.json(tr.QueryTrendResponse(), "trend", "--group-by", "property.plan",
                           "--where", "source=web", "--where", "channel=email")
        self.assertEqual([(s.group["property.plan"], s.total.n) for s in answer.series],
                         [("", 1), ("free", 2), ("team", 2)])
        answer = self.json(tr.QueryTrendResponse(), "trend", "--where", "property.plan=team")
        self.assertEqual(answer.total.n, 2)

    def test_metrics_modes_and_windows(self):
        self.assertEqual(self.json(tr.QueryTrendResponse(), "trend", "--metric",
                                   "rating").total.value, 2)
        answer = self.json(tr.QueryTrendResponse(), "trend", "--mode", "account", "--by", "total")
        self.assertEqual(answer.series[0].points[0].n, 1)
        answer = self.json(tr.QueryTrendResponse(), "trend", "--window-days", "30", "--by",
                           "month", "--tz", "UTC")
        for point in answer.series[0].points:
            self.assertEqual(point.end_time.seconds - point.start_time.seconds, 30 * 86400)


class Feedback(Cli):

    def test_exclude_and_restore(self):
        one = self.ids[1]
        answer = self.json(fb.ExcludeFeedbackResponse(), "feedback", "exclude", one, "--kind",
                           "internal", "--reason", "one of us")
        self.assertEqual(answer.feedback.exclusion.reason, "one of us")
        self.assertEqual(self.json(tr.QueryTrendResponse(), "trend", "--where",
                                   "source=web").total.n, 4)
        answer = self.json(fb.RestoreFeedbackResponse(), "feedback", "restore", one)
        self.assertFalse(answer.feedback.HasField("exclusion"))
        self.assertEqual(self.json(tr.QueryTrendResponse(), "trend", "--where",
                                   "source=web").total.n, 5)

    def test_export_in_json_is_a_stream_of_objects(self):
        lines = self.voc("feedback", "export", "--output", "json").out.splitlines()
        parts = [parsed(line, fb.ExportFeedbackResponse()) for line in lines]
        self.assertEqual(parts[-1].row_count, len(parts) - 1)
        self.assertTrue(all(p.WhichOneof("part") == "feedback" for p in parts[:-1]))

    def test_export_in_csv_imports_to_the_same_state(self):
        exported = self.voc("feedback", "export", "--output", "csv").out
        with Vocd() as other, other.client() as client:
            ran = self.voc("import", "-", "--output", "json", stdin=exported.encode(),
                           server=other.address)
            mine, theirs = api.list_all(self.client), api.list_all(client)
            self.assertEqual(int(ran.json()["created"]), len(mine))
            for one in (*mine, *theirs):
                one.ClearField("sequence")
                one.ClearField("revision")
                one.ClearField("ingested_at")
                one.ClearField("import_id")  # which only the other has
            self.assertEqual({f.feedback_id: f for f in mine}, {f.feedback_id: f for f in theirs})


if __name__ == "__main__":
    unittest.main(verbosity=2)
