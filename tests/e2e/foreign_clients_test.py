"""Clients nobody here wrote: Python's grpcio and buf curl submit and query."""

import json
import os
import subprocess
import tempfile
import unittest

import grpc

from support import api, trends
from support.paths import PROTO, REPO
from support.served import Served

BUF = os.environ.get("VOC_BUF", REPO / "build/tools/node_modules/.bin/buf")
fb = api.feedback


class Grpcio(Served):

    def test_submit_and_query(self):
        results = api.batch(self.client, [
            api.response("py", f"k{i}", "nps", score, collected_at=1_750_000_000)
            for i, score in enumerate([10, 9, 8, 2])])
        self.assertEqual([r.outcome for r in results], [fb.OUTCOME_CREATED] * 4)
        total = trends.query(self.client, "nps", "month",
                             flt=fb.Filter(source_ids=["py"])).total
        self.assertEqual((total.n, total.value), (4, 25.0))

    def test_a_rejection_carries_its_details(self):
        result = api.submit(self.client, api.response("py", "", "nps", 11))
        self.assertEqual(result.outcome, fb.OUTCOME_REJECTED)
        self.assertEqual(set(api.violations(result.error)), {"submission_id", "response.score"})
        self.assertEqual(api.error_info(result.error).domain, "voc")

    def test_a_refused_call_carries_its_details(self):
        request = trends.request("nps", time_zone="Mars/Olympus", group_by=["source", "moon"],
                                 start=2000, end=1000)
        with self.assertRaises(grpc.RpcError) as raised:
            self.client.QueryTrend(request, timeout=30)
        self.assertEqual(raised.exception.code(), grpc.StatusCode.INVALID_ARGUMENT)
        status = api.status_of(raised.exception)
        self.assertEqual(set(api.violations(status)),
                         {"time_zone", "group_by[1]", "filter.interval"})
        self.assertEqual(api.error_info(status).domain, "voc")

    def test_health(self):
        check = self.client.channel.unary_unary("/grpc.health.v1.Health/Check")
        self.assertEqual(check(b"", timeout=30), b"\x08\x01")  # SERVING

    def test_reflection(self):
        ask = self.client.channel.stream_stream(
            "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo")
        answer = next(ask(iter([b"\x3a\x00"]), timeout=30))  # list_services
        for service in ("Feedback", "Trend", "Alert", "Admin"):
            self.assertIn(f"voc.v1.{service}Service".encode(), answer)


class BufCurl(Served):

    def curl(self, method, data, *schema):
        with tempfile.TemporaryDirectory() as cache:
            return subprocess.run(
                [BUF, "curl", *schema, "--protocol", "grpc", "--http2-prior-knowledge",
                 "--data", json.dumps(data), f"http://{self.vocd.address}/voc.v1.{method}"],
                capture_output=True, text=True, timeout=60, check=False, cwd="/",
                env={**os.environ, "BUF_CACHE_DIR": cache})

    def answer(self, *arguments):
        ran = self.curl(*arguments)
        self.assertEqual(ran.returncode, 0, ran.stderr)
        return [json.loads(text) for text in json_documents(ran.stdout)]

    def submit_and_query(self, *schema):
        source = f"buf{len(schema)}"
        for i, score in enumerate([10, 3]):
            result, = self.answer("FeedbackService/Submit", {"feedback": {
                "sourceId": source, "submissionId": f"k{i}",
                "response": {"metric": "METRIC_NPS", "score": score},
                "collectedAt": "2025-06-01T12:00:00Z"}}, *schema)
            self.assertEqual(result["result"]["outcome"], "OUTCOME_CREATED")
        answer, = self.answer("TrendService/QueryTrend", {
            "metric": "TREND_METRIC_NPS", "filter": {"sourceIds": [source]},
            "granularity": "GRANULARITY_MONTH", "timeZone": "Europe/Stockholm"}, *schema)
        self.assertEqual(answer["total"]["n"], "2")
        point, = answer["series"][0]["points"]
        self.assertEqual(point["startTime"], "2025-05-31T22:00:00Z")
        self.assertEqual(point["histogram"], {"3": "1", "10": "1"})

    def test_with_the_protos(self):
        self.submit_and_query("--schema", str(PROTO))

    def test_with_reflection(self):
        self.submit_and_query("--reflect")

    def test_streams(self):
        schema = ("--schema", str(PROTO))
        parts = self.answer("FeedbackService/ExportFeedback",
                            {"filter": {"sourceIds": ["nobody"]}}, *schema)
        self.assertEqual(parts, [{"rowCount": "0"}])

    def test_a_refusal_is_readable(self):
        ran = self.curl("FeedbackService/GetFeedback", {"feedbackId": "0" * 32},
                        "--schema", str(PROTO))
        self.assertNotEqual(ran.returncode, 0)
        self.assertIn("not_found", ran.stderr)


def json_documents(text: str):
    """The JSON documents that follow one another in a text."""
    decoder = json.JSONDecoder()
    at = 0
    while at < len(text.rstrip()):
        _, end = decoder.raw_decode(text, at)
        yield text[at:end]
        at = end
        while at < len(text) and text[at].isspace():
            at += 1


if __name__ == "__main__":
    unittest.main(verbosity=2)
