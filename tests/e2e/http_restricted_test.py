"""What those may do to the HTTP edge who hold a source key, or say that they do: nothing is read as
another thing than it is judged by, and what they send costs little."""

import gzip
import json
import unittest

from support import api, edge
from support.vocd import Vocd

fb, src = api.feedback, api.source

BODY_BYTES_MAX = 256 * 1024
APP = "https://app.example.com"
BOGUS = "vks_" + "0" * 32
MIB = 1 << 20


class Restricted(unittest.TestCase):

    def serve(self, *options) -> str:
        """A vocd, and the key of its source."""
        self.vocd = Vocd(*options)
        self.addCleanup(self.vocd.close)
        self.address = self.vocd.http_address
        with self.vocd.client() as client:
            source = src.Source(source_id="app", metric=fb.METRIC_NPS, allowed_origins=[APP])
            return client.CreateSource(src.CreateSourceRequest(source=source),
                                       timeout=30).source.keys[0].key

    def raw(self, head: str, body: bytes = b"") -> edge.Answer:
        """A request as it is said, byte by byte."""
        with edge.connect(self.address) as sock:
            sock.sendall(head.replace("\n", "\r\n").encode("latin-1") + b"\r\n\r\n" + body)
            response = edge.http.client.HTTPResponse(sock)
            response.begin()
            return edge.Answer(response, response.read())

    def test_a_key_that_the_service_would_not_see_opens_nothing(self):
        key = self.serve()
        for lines in ("Authorization: Bearer vks_\u00e9", "Authorization: Bearer vks_\x01",
                      f"Authorization: Bearer {key}\nConnection: authorization",
                      f"Authorization: Bearer {key}\nConnection: close\nConnection: Authorization"):
            for host in ("rebound.evil.example", self.address):
                with self.subTest(lines=lines, host=host):
                    got = self.raw("GET /voc.v1.FeedbackService/ListFeedback?connect=v1&encoding=json"
                                   f"&message=%7B%7D HTTP/1.1\nHost: {host}\n{lines}")
                    self.assertEqual(got.status, 400, got.body)

    def test_a_body_with_a_key_is_small_also_inflated(self):
        key = self.serve("--address-rate=1000")
        empty = b"\x0a\x00" * (4 * MIB)
        before = self.vocd.resident_bytes()
        for body, headers in ((empty, {}), (gzip.compress(empty), {"Content-Encoding": "gzip"}),
                              (b"\x0a\x00" * 11, {})):
            for bearer in (key, BOGUS):
                got = edge.post(self.address, "FeedbackService/RecordDisplay", body,
                                content_type="application/proto",
                                headers={"Authorization": f"Bearer {bearer}", "Origin": APP, **headers})
                self.assertIn(got.status, (400, 413, 429), got.body)
                self.assertEqual(got.headers["access-control-allow-origin"], APP)
        self.assertLess(self.vocd.resident_bytes() - before, 64 * MIB)
        # The longest answer there is, escaped as much as JSON can, is not too large.
        message = {"feedback": {"sourceId": "app", "submissionId": "long", "response": {
            "metric": "METRIC_NPS", "score": 1, "comment": "\x01" * (32 * 1024)}}}
        self.assertLess(len(json.dumps(message)), BODY_BYTES_MAX)
        got = edge.post(self.address, "FeedbackService/Submit", message,
                        headers={"Authorization": f"Bearer {key}"})
        self.assertEqual(got.json()["result"]["outcome"], "OUTCOME_CREATED")

    def test_too_many_items_are_counted_before_they_are_decoded(self):
        self.serve()
        before = self.vocd.resident_bytes()
        for method in ("BatchSubmit", "RecordDisplay"):
            got = edge.post(self.address, f"FeedbackService/{method}", b"\x0a\x00" * (3 * MIB),
                            content_type="application/proto")
            self.assertEqual((got.status, got.reason()), (400, "TOO_MANY_ITEMS"))
        self.assertLess(self.vocd.resident_bytes() - before, 64 * MIB)

    def test_bodies_that_never_end_keep_nobody_out(self):
        key = self.serve("--address-rate=100000")
        stuck = []
        for length in (8 * MIB, BODY_BYTES_MAX):
            for _ in range(60):
                sock = edge.connect(self.address)
                self.addCleanup(sock.close)
                stuck.append(sock)
                sock.sendall((f"POST /voc.v1.FeedbackService/Submit HTTP/1.1\r\nHost: {self.address}\r\n"
                              f"Authorization: Bearer {BOGUS}\r\nContent-Type: application/json\r\n"
                              f"Content-Length: {length}\r\n\r\n").encode())
                try:
                    sock.sendall(b" " * (length - 1))
                except OSError:
                    pass  # refused already
        got = edge.post(self.address, "FeedbackService/Submit", {"feedback": {
            "sourceId": "app", "submissionId": "1", "response": {"metric": "METRIC_NPS", "score": 9}}})
        self.assertEqual(got.status, 200, got.body)
        self.assertTrue(key)

    def test_an_address_is_that_which_the_proxy_adds(self):
        key = self.serve("--http-proxy=127.0.0.1", "--address-rate=1")
        statuses = []
        for i in range(40):
            headers = [("Authorization", f"Bearer {key}"), ("X-Forwarded-For", f"203.0.113.{i}"),
                       ("X-Forwarded-For", "198.51.100.7")]
            statuses.append(edge.post(self.address, "SourceService/CheckEligibility", {},
                                      headers=headers).status)
        self.assertIn(429, statuses)

    def test_another_transfer_encoding_is_no_request(self):
        self.serve()
        for coding in ("identity", "xchunked", "gzip, chunked", "chunked, identity",
                       "chunked\nTransfer-Encoding: chunked"):
            with self.subTest(coding=coding):
                got = self.raw("POST /voc.v1.AdminService/GetStatus HTTP/1.1\nHost: localhost\n"
                               f"Content-Type: application/json\nTransfer-Encoding: {coding}",
                               b"0\r\n\r\n")
                self.assertEqual(got.status, 400, got.body)

    def test_what_names_a_caller_takes_little_memory(self):
        self.serve("--address-rate=100000")
        before = self.vocd.resident_bytes()
        for i in range(3000):
            edge.post(self.address, "SourceService/CheckEligibility", {},
                      headers={"Authorization": f"Bearer vks_{i:05}" + "x" * 7000})
        self.assertLess(self.vocd.resident_bytes() - before, 12 * MIB)

    def test_answers_are_not_for_pages_that_embed_them(self):
        self.serve()
        got = edge.post(self.address, "AdminService/GetStatus", {})
        self.assertEqual(got.headers["x-content-type-options"], "nosniff")
        self.assertEqual(got.headers["cross-origin-resource-policy"], "same-origin")


if __name__ == "__main__":
    unittest.main()
