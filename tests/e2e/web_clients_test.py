"""Clients nobody here wrote, over the HTTP edge: connect-web and connect-node in all their protocols,
grpc-web in both formats, buf curl and curl: unary calls, errors with their details, server streams,
timeouts and cancellation."""

import json
import os
import shutil
import subprocess
import tempfile
import time
import unittest

from support import api
from support.paths import PROTO, REPO
from support.vocd import Vocd

TOOLS = os.environ.get("VOC_TOOLS", str(REPO / "build/tools"))
BUF = os.environ.get("VOC_BUF", f"{TOOLS}/node_modules/.bin/buf")
CHROMIUM = os.environ.get("VOC_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
CLIENTS = REPO / "tests/e2e/web_clients.mjs"
COMMENT = 'Så bra! 😀 "citat" \\ <b>'
UNKNOWN_MARK = "släppet 100 % – 😀"
DEADLINE_SECONDS = 60
# What each client is to have seen.
CONNECT = ("connect-web JSON", "connect-web JSON by GET", "connect-web binary",
           "connect-web binary by GET", "connect-web gRPC-Web", "connect-web gRPC-Web JSON",
           "connect-node JSON", "connect-node binary", "connect-node binary, gzip",
           "connect-node gRPC-Web", "connect-node gRPC-Web, gzip", "connect-node gRPC")
GRPC_WEB = ("grpc-web text", "grpc-web binary")
HTTP_TYPES = {"connect-web JSON": "application/json",
              "connect-web JSON by GET": "application/json",
              "connect-web binary": "application/proto",
              "connect-node binary, gzip": "application/proto",
              "connect-web gRPC-Web": "application/grpc-web+proto",
              "connect-web gRPC-Web JSON": "application/grpc-web+json"}


def descriptors(folder: str) -> str:
    file = f"{folder}/descriptors.binpb"
    subprocess.run(["protoc", "-I", str(PROTO), "--include_imports",
                    f"--descriptor_set_out={file}",
                    *map(str, sorted(PROTO.glob("voc/v1/*.proto"))),
                    *map(str, sorted(PROTO.glob("google/rpc/*.proto")))], check=True)
    return file


class WithVocd(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.vocd = Vocd()
        cls.addClassCleanup(cls.vocd.close)
        cls.url = f"http://{cls.vocd.http_address}"


class ClientsOfNpm(WithVocd):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with tempfile.TemporaryDirectory() as folder:
            ran = subprocess.run(
                ["node", CLIENTS, TOOLS, CHROMIUM, descriptors(folder), cls.vocd.http_address, cls.vocd.address],
                capture_output=True, text=True, timeout=300, check=False)
        assert ran.returncode == 0, ran.stderr
        cls.seen = {one["client"]: one for one in json.loads(ran.stdout)}

    def each(self, clients, check):
        """What every client saw of a check; a client that broke down fails there."""
        for client in clients:
            with self.subTest(client=client):
                seen = self.seen[client]
                self.assertNotIn("failed", seen, seen.get("failed"))
                yield client, seen.get(check)

    def test_nobody_is_left_out(self):
        self.assertEqual(set(self.seen), set(CONNECT + GRPC_WEB))

    def test_unary(self):
        for _, seen in self.each(CONNECT + GRPC_WEB, "unary"):
            self.assertEqual(seen, {"outcome": 1, "sequence": "bigint", "comment": COMMENT})

    def test_a_rejected_item_says_why(self):
        for _, seen in self.each(CONNECT, "rejected"):
            self.assertEqual(seen, {"outcome": 5, "details": [
                "type.googleapis.com/google.rpc.BadRequest",
                "type.googleapis.com/google.rpc.ErrorInfo"]})

    def test_headers_are_taken_and_the_type_is_that_of_the_protocol(self):
        for client, seen in self.each(CONNECT, "headers"):
            if client in HTTP_TYPES:
                self.assertEqual(seen["type"], HTTP_TYPES[client])

    def test_an_error_carries_its_details(self):
        for _, seen in self.each(CONNECT + GRPC_WEB, "error"):
            self.assertEqual(seen["code"], "InvalidArgument")
            self.assertIn("time_zone: must be the name of a zone", seen["message"])
            self.assertEqual(seen["fields"], ["group_by[1]", "time_zone"])
        for _, seen in self.each(CONNECT, "error"):
            self.assertEqual(seen["reasons"], ["INVALID_REQUEST"])

    def test_a_message_beyond_ascii_arrives_as_it_is(self):
        for _, seen in self.each(CONNECT + GRPC_WEB, "missing"):
            self.assertEqual(seen["code"], "NotFound")
            self.assertEqual(seen["message"], f"no mark has the id {UNKNOWN_MARK}")

    def test_a_server_stream(self):
        for _, seen in self.each(CONNECT, "stream"):
            self.assertEqual(seen, {"rows": 21, "last": "rowCount"})
        for _, seen in self.each(("grpc-web text",), "stream"):
            self.assertEqual(seen, {"rows": 1, "last": "rowCount"})

    def test_a_stream_that_is_refused(self):
        for _, seen in self.each(CONNECT, "streamError"):
            self.assertEqual((seen["code"], seen["fields"]),
                             ("InvalidArgument", ["filter.interval"]))

    def test_a_timeout(self):
        for _, seen in self.each((*CONNECT, "grpc-web text"), "timeout"):
            self.assertEqual(seen["code"], "DeadlineExceeded")

    def test_a_call_that_is_cancelled_ends_on_the_server(self):
        for _, seen in self.each(CONNECT, "events"):
            self.assertEqual(seen[:2], ["started", "alert"])
        for _, seen in self.each(CONNECT, "cancelled"):
            self.assertEqual(seen["code"], "Canceled")
        for _, seen in self.each(("grpc-web text",), "events"):
            self.assertEqual(seen[:2], ["started", "alert"])
        with self.vocd.client() as client:
            deadline = time.monotonic() + DEADLINE_SECONDS
            while client.GetStatus(api.admin.GetStatusRequest()).alert_subscribers:
                self.assertLess(time.monotonic(), deadline, "a subscription outlives its client")


class BufCurl(WithVocd):

    def curl(self, method, data, protocol):
        with tempfile.TemporaryDirectory() as cache:
            return subprocess.run(
                [BUF, "curl", "--schema", str(PROTO), "--protocol", protocol,
                 "--data", json.dumps(data), f"{self.url}/voc.v1.{method}"],
                capture_output=True, text=True, timeout=60, check=False, cwd="/",
                env={**os.environ, "BUF_CACHE_DIR": cache})

    def test_unary_stream_and_refusal(self):
        for protocol in ("connect", "grpcweb"):
            with self.subTest(protocol=protocol):
                source = f"buf {protocol}"
                ran = self.curl("FeedbackService/Submit", {"feedback": {
                    "sourceId": source, "submissionId": "a",
                    "response": {"metric": "METRIC_NPS", "score": 9}}}, protocol)
                self.assertEqual(ran.returncode, 0, ran.stderr)
                self.assertEqual(json.loads(ran.stdout)["result"]["outcome"], "OUTCOME_CREATED")
                ran = self.curl("FeedbackService/ExportFeedback",
                                {"filter": {"sourceIds": [source]}}, protocol)
                self.assertEqual(ran.returncode, 0, ran.stderr)
                self.assertIn('"rowCount": "1"', ran.stdout.replace('":"', '": "'))
                ran = self.curl("FeedbackService/GetFeedback", {"feedbackId": "0" * 32}, protocol)
                self.assertNotEqual(ran.returncode, 0)
                self.assertIn("not_found", ran.stderr)


class Curl(WithVocd):

    def curl(self, method, data, *options):
        """(HTTP status, the JSON of the answer) of plain curl -d."""
        ran = subprocess.run(
            ["curl", "-sS", "-w", "\n%{http_code}", "-H", "Content-Type: application/json", *options,
             "-d", data, f"{self.url}/voc.v1.{method}"],
            capture_output=True, text=True, timeout=60, check=True)
        body, status = ran.stdout.rsplit("\n", 1)
        return int(status), json.loads(body)

    def test_submit_and_trend(self):
        status, answer = self.curl("FeedbackService/Submit", json.dumps({"feedback": {
            "sourceId": "curl", "submissionId": "a", "collectedAt": "2025-06-01T12:00:00Z",
            "response": {"metric": "METRIC_NPS", "score": 10, "comment": COMMENT}}}))
        self.assertEqual((status, answer["result"]["outcome"]), (200, "OUTCOME_CREATED"))
        status, answer = self.curl("TrendService/QueryTrend", json.dumps({
            "metric": "TREND_METRIC_NPS", "filter": {"sourceIds": ["curl"]},
            "granularity": "GRANULARITY_MONTH"}))
        self.assertEqual((status, answer["total"]["n"], answer["total"]["value"]), (200, "1", 100))

    def test_what_is_no_json_is_refused_in_words(self):
        for data in ('{"feedback":', "[]", '{"feedback":{"sourceId":7,"response":{"score":"x"}}}'):
            with self.subTest(data=data):
                status, answer = self.curl("FeedbackService/Submit", data)
                self.assertEqual((status, answer["code"]), (400, "invalid_argument"))
                self.assertTrue(answer["message"])


if __name__ == "__main__":
    unittest.main()
