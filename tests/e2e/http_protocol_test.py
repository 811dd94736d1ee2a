"""The HTTP edge keeps the rules of Connect, gRPC-Web and HTTP/1.1, one test a rule."""

import base64
import gzip
import json
import unittest
import urllib.parse

from support import api, edge
from support.served import Served
from support.vocd import Vocd
from support.waiting import Changing

fb = api.feedback
SUBMIT = "FeedbackService/Submit"
GET_FEEDBACK = "FeedbackService/GetFeedback"
STATUS = "AdminService/GetStatus"
WATCH = "AlertService/WatchAlerts"
MAX_BODY_BYTES = 8 * 1024 * 1024


def answer(key, score=9, comment=""):
    return {"feedback": {"sourceId": "app", "submissionId": key,
                         "response": {"metric": "METRIC_NPS", "score": score, "comment": comment}}}


class HttpTest(Served):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.address = cls.vocd.http_address

    def post(self, *args, **named) -> edge.Answer:
        return edge.post(self.address, *args, **named)

    def get(self, method, headers=(), **query) -> edge.Answer:
        return edge.request(self.address, "GET",
                            f"/voc.v1.{method}?{urllib.parse.urlencode(query)}", headers=headers)

    def raw(self, data: bytes) -> bytes:
        """What comes back, until the server closes."""
        with edge.connect(self.address) as sock:
            sock.sendall(data)
            received = b""
            while piece := sock.recv(65536):
                received += piece
            return received


class ConnectUnary(HttpTest):

    def test_json_of_curl_is_stored_and_answered(self):
        got = self.post(SUBMIT, answer("json-1"))
        self.assertEqual(got.status, 200)
        self.assertEqual(got.headers["content-type"], "application/json")
        result = got.json()["result"]
        self.assertEqual(result["outcome"], "OUTCOME_CREATED")
        stored = self.client.GetFeedback(
            fb.GetFeedbackRequest(feedback_id=result["feedbackId"]), timeout=30).feedback
        self.assertEqual(stored.response.score, 9)

    def test_binary_is_answered_in_binary(self):
        message = fb.SubmitRequest(feedback=api.response("app", "proto-1", "nps", 3))
        got = self.post(SUBMIT, message.SerializeToString(), content_type="application/proto")
        self.assertEqual((got.status, got.headers["content-type"]), (200, "application/proto"))
        self.assertEqual(fb.SubmitResponse.FromString(got.body).result.outcome, fb.OUTCOME_CREATED)

    def test_parameters_and_case_of_the_content_type_do_not_matter(self):
        for content_type in ("application/json; charset=utf-8", "Application/JSON;charset=UTF-8"):
            self.assertEqual(self.post(STATUS, {}, content_type=content_type).status, 200)

    def test_unknown_codec_is_415_and_says_what_is_taken(self):
        for content_type in ("text/plain", "application/xml", "application/grpc",
                             "application/connect+json", "application/json; charset=latin1",
                             "application/grpc-web+xml", ""):
            got = self.post(STATUS, {}, content_type=content_type)
            self.assertEqual(got.status, 415, content_type)
            self.assertIn("application/json", got.headers["accept-post"])

    def test_an_error_is_json_whatever_the_codec_and_has_its_details(self):
        request = fb.GetFeedbackRequest(feedback_id="nothing")
        got = self.post(GET_FEEDBACK, request.SerializeToString(), content_type="application/proto")
        self.assertEqual((got.status, got.headers["content-type"]), (404, "application/json"))
        error = got.json()
        self.assertEqual(error["code"], "not_found")
        self.assertEqual(error["message"], "no feedback has the id nothing")
        detail, = error["details"]
        self.assertEqual(detail["type"], "google.rpc.ErrorInfo")
        self.assertNotIn("=", detail["value"])
        self.assertIn(b"FEEDBACK_NOT_FOUND", edge.unpadded(detail["value"]))
        self.assertEqual(got.reason(), "FEEDBACK_NOT_FOUND")

    def test_bad_json_says_which_field(self):
        got = self.post(SUBMIT, {"feedback": {"response": {"score": "nine"}}})
        self.assertEqual((got.status, got.json()["code"]), (400, "invalid_argument"))
        self.assertIn("feedback.response.score", got.json()["message"])
        self.assertEqual(got.reason(), "INVALID_JSON")
        for body in (b"", b"{", b"[]", b'{"feedback":', b"\xff", b"null x"):
            got = self.post(SUBMIT, body)
            self.assertEqual((got.status, got.json()["code"]), (400, "invalid_argument"), body)

    def test_unknown_fields_of_a_newer_client_are_passed_over(self):
        message = answer("newer-1")
        message["feedback"]["somethingNew"] = {"a": [1, {"b": None}]}
        self.assertEqual(self.post(SUBMIT, message).json()["result"]["outcome"], "OUTCOME_CREATED")

    def test_bad_protobuf_is_invalid_argument(self):
        got = self.post(SUBMIT, b"\xff\xff\xff", content_type="application/proto")
        self.assertEqual((got.status, got.json()["code"]), (400, "invalid_argument"))

    def test_connect_protocol_version_must_be_1_if_given(self):
        self.assertEqual(self.post(STATUS, {}, headers={"Connect-Protocol-Version": "1"}).status, 200)
        got = self.post(STATUS, {}, headers={"Connect-Protocol-Version": "2"})
        self.assertEqual((got.status, got.json()["code"]), (400, "invalid_argument"))

    def test_timeouts_are_checked_and_end_calls(self):
        for text in ("-1", "1.5", "12345678901", "soon", "0x10"):
            got = self.post(STATUS, {}, headers={"Connect-Timeout-Ms": text})
            self.assertEqual((got.status, got.json()["code"]), (400, "invalid_argument"), text)
        self.assertEqual(self.post(STATUS, {}, headers={"Connect-Timeout-Ms": "60000"}).status, 200)
        got = self.post(STATUS, {}, headers={"Connect-Timeout-Ms": "0"})
        self.assertEqual((got.status, got.json()["code"]), (504, "deadline_exceeded"))

    def test_other_verbs_are_405(self):
        for verb in ("DELETE", "PUT", "PATCH", "OPTIONS", "HEAD"):
            got = edge.request(self.address, verb, f"/voc.v1.{SUBMIT}")
            self.assertEqual(got.status, 405, verb)
            self.assertEqual(got.headers["allow"], "POST, OPTIONS")

    def test_unknown_methods_are_404_without_a_connect_body(self):
        for path in ("/voc.v1.FeedbackService/Nothing", "/voc.v1.NoService/Submit", "/nothing",
                     "/grpc.health.v1.Health/Check", "/voc.v1.FeedbackService/Submit/", "//"):
            got = edge.request(self.address, "POST", path, b"{}",
                               {"Content-Type": "application/json"})
            self.assertEqual(got.status, 404, path)
            self.assertIn("text/plain", got.headers["content-type"])

    def test_headers_and_details_survive_a_bad_header_of_binary_metadata(self):
        for value in ("AAEC", "AAE=", "AAE"):
            self.assertEqual(self.post(STATUS, {}, headers={"X-Some-Bin": value}).status, 200)
        got = self.post(STATUS, {}, headers={"X-Some-Bin": "not base64!"})
        self.assertEqual((got.status, got.json()["code"]), (400, "invalid_argument"))

    def test_too_many_headers_for_the_call_are_resource_exhausted(self):
        got = self.post(STATUS, {}, headers={"X-Large": "x" * 9000})
        self.assertEqual((got.status, got.json()["code"]), (429, "resource_exhausted"))

    def test_an_edge_header_of_a_client_is_not_believed(self):
        # As a page of another site it would be refused.
        got = self.post(STATUS, {}, headers={"Voc-Edge-Cross-Site": "1"})
        self.assertEqual(got.status, 200)


class Compression(HttpTest):

    def test_a_gzip_request_is_inflated(self):
        body = gzip.compress(json.dumps(answer("gzip-1", comment="x" * 5000)).encode())
        got = self.post(SUBMIT, body, headers={"Content-Encoding": "gzip"})
        self.assertEqual(got.json()["result"]["outcome"], "OUTCOME_CREATED")

    def test_identity_is_always_legal(self):
        self.assertEqual(self.post(STATUS, {}, headers={"Content-Encoding": "identity"}).status, 200)

    def test_unknown_compression_is_unimplemented_and_names_what_is_supported(self):
        got = self.post(STATUS, {}, headers={"Content-Encoding": "br"})
        self.assertEqual((got.status, got.json()["code"]), (501, "unimplemented"))
        self.assertIn("gzip", got.json()["message"])
        self.assertIn("gzip", got.headers["accept-encoding"])

    def test_an_empty_body_is_not_decompressed(self):
        got = self.post(STATUS, b"", content_type="application/proto",
                        headers={"Content-Encoding": "gzip"})
        self.assertEqual(got.status, 200)

    def test_what_is_not_gzip_is_invalid(self):
        whole = gzip.compress(b"{}")
        for body in (b"{}", whole[:-4], whole + b"x", whole[:10]):
            got = self.post(STATUS, body, headers={"Content-Encoding": "gzip"})
            self.assertEqual((got.status, got.json()["code"]), (400, "invalid_argument"), body)

    def test_a_bomb_is_resource_exhausted(self):
        body = gzip.compress(b" " * (MAX_BODY_BYTES + 1))
        self.assertLess(len(body), 10000)
        got = self.post(STATUS, body, headers={"Content-Encoding": "gzip"})
        self.assertEqual((got.status, got.json()["code"]), (429, "resource_exhausted"))

    def test_a_long_answer_is_compressed_where_it_is_accepted(self):
        for i in range(30):
            self.post(SUBMIT, answer(f"long-{i}", comment="a long comment that says little " * 9))
        plain = self.post("FeedbackService/ListFeedback", {})
        self.assertNotIn("content-encoding", plain.headers)
        got = self.post("FeedbackService/ListFeedback", {},
                        headers={"Accept-Encoding": "br, gzip;q=0.5"})
        self.assertEqual(got.headers["content-encoding"], "gzip")
        self.assertEqual(json.loads(gzip.decompress(got.body)), plain.json())
        got = self.post("FeedbackService/ListFeedback", {}, headers={"Accept-Encoding": "gzip;q=0"})
        self.assertNotIn("content-encoding", got.headers)
        short = self.post(GET_FEEDBACK, {}, headers={"Accept-Encoding": "gzip"})
        self.assertNotIn("content-encoding", short.headers)


class ConnectGet(HttpTest):

    def test_a_method_without_side_effects_can_be_got(self):
        got = self.get(STATUS, connect="v1", encoding="json", message="{}")
        self.assertEqual((got.status, got.headers["content-type"]), (200, "application/json"))
        self.assertIn("storeId", got.json())
        self.assertEqual(got.headers["cache-control"], "private, no-cache")

    def test_parameters_come_in_any_order_and_unknown_ones_are_passed_over(self):
        path = f"/voc.v1.{STATUS}?x=%zz&message=%7B%7D&&encoding=json&foo&connect=v1"
        self.assertEqual(edge.request(self.address, "GET", path).status, 200)

    def test_base64_is_url_safe_with_and_without_padding(self):
        request = fb.GetFeedbackRequest(feedback_id="\u00ff\u00fe~~")
        text = base64.urlsafe_b64encode(request.SerializeToString()).decode()
        self.assertTrue(set("-_") & set(text), text)
        for message in (text, text.rstrip("=")):
            got = self.get(GET_FEEDBACK, encoding="proto", base64="1", message=message)
            self.assertEqual(got.json()["code"], "not_found")
            self.assertIn("~~", got.json()["message"])
        got = self.get(GET_FEEDBACK, encoding="proto", base64="1", message="*")
        self.assertEqual(got.json()["code"], "invalid_argument")

    def test_a_compressed_message_is_inflated(self):
        message = base64.urlsafe_b64encode(gzip.compress(b"{}")).decode()
        got = self.get(STATUS, encoding="json", base64="1", compression="gzip", message=message)
        self.assertEqual(got.status, 200)
        got = self.get(STATUS, encoding="json", compression="zstd", message="{}")
        self.assertEqual((got.status, got.json()["code"]), (501, "unimplemented"))

    def test_encoding_and_message_are_needed(self):
        self.assertEqual(self.get(STATUS, message="{}").status, 415)
        self.assertEqual(self.get(STATUS, encoding="xml", message="{}").status, 415)
        self.assertEqual(self.get(STATUS, encoding="json").json()["code"], "invalid_argument")
        self.assertEqual(self.get(STATUS, encoding="json", connect="v2", message="{}").status, 400)

    def test_a_method_with_side_effects_is_405(self):
        got = self.get(SUBMIT, encoding="json", message="{}")
        self.assertEqual((got.status, got.headers["allow"]), (405, "POST, OPTIONS"))
        self.assertEqual(self.get(WATCH, encoding="json", message="{}").status, 405)


class ConnectStream(HttpTest):

    def stream_body(self, body, method=WATCH, content_type="application/connect+json", headers=()):
        return self.post(method, body, content_type=content_type, headers=headers)

    def end(self, got: edge.Answer) -> dict:
        """The last envelope, which is the only one that says it is."""
        self.assertEqual(got.status, 200)
        found = edge.envelopes(got.body)
        self.assertEqual([flags & edge.CONNECT_END for flags, _ in found],
                         [0] * (len(found) - 1) + [edge.CONNECT_END])
        return json.loads(found[-1][1])

    def test_messages_come_as_they_happen(self):
        with edge.Stream(self.address, WATCH, {}) as stream:
            self.assertEqual(stream.response.status, 200)
            self.assertEqual(stream.response.getheader("content-type"), "application/connect+json")
            flags, message = stream.read()
            self.assertEqual(flags, 0)
            self.assertIn("started", message)
            self.post(SUBMIT, answer("stream-1", score=0, comment="terrible"))
            flags, message = stream.read()
            self.assertEqual(message["alert"]["feedback"]["submissionId"], "stream-1")

    def test_a_stream_that_ends_well_ends_with_an_empty_object(self):
        self.post(SUBMIT, answer("export-1"))
        got = self.stream_body(edge.envelope(b"{}"), method="FeedbackService/ExportFeedback")
        self.assertEqual(self.end(got), {})
        rows = [json.loads(payload) for _, payload in edge.envelopes(got.body)[:-1]]
        self.assertIn("export-1", str(rows))

    def test_an_error_is_in_the_last_envelope_and_the_status_200(self):
        message = {"start": {"afterCursor": "nonsense"}}
        got = self.stream_body(edge.envelope(json.dumps(message).encode()))
        error = self.end(got)["error"]
        self.assertEqual(error["code"], "invalid_argument")
        self.assertTrue(edge.reason_of(error))

    def test_no_message_or_two_are_unimplemented(self):
        for body in (b"", edge.envelope(b"{}") * 2):
            self.assertEqual(self.end(self.stream_body(body))["error"]["code"], "unimplemented")

    def test_a_cut_envelope_and_unknown_flags_are_invalid(self):
        for body in (b"\0\0\0", edge.envelope(b"{}")[:-1], edge.envelope(b"{}", flags=8)):
            self.assertEqual(self.end(self.stream_body(body))["error"]["code"], "invalid_argument")

    def test_a_compressed_message_needs_a_header_that_says_how(self):
        body = edge.envelope(gzip.compress(b'{"start":{"afterCursor":"x"}}'), flags=1)
        self.assertEqual(self.end(self.stream_body(body))["error"]["code"], "internal")
        got = self.stream_body(body, headers={"Connect-Content-Encoding": "gzip"})
        self.assertEqual(self.end(got)["error"]["code"], "invalid_argument")
        got = self.stream_body(body, headers={"Connect-Content-Encoding": "br"})
        error = self.end(got)["error"]
        self.assertEqual(error["code"], "unimplemented")
        self.assertIn("gzip", error["message"])

    def test_long_messages_are_compressed_where_it_is_accepted(self):
        for i in range(20):
            self.post(SUBMIT, answer(f"export-long-{i}", comment="the same again and again " * 100))
        got = self.stream_body(edge.envelope(b"{}"), method="FeedbackService/ExportFeedback",
                               headers={"Connect-Accept-Encoding": "gzip"})
        self.assertEqual(got.headers["connect-content-encoding"], "gzip")
        compressed = [payload for flags, payload in edge.envelopes(got.body) if flags & 1]
        self.assertTrue(compressed)
        self.assertIn(b"again", gzip.decompress(compressed[0]))

    def test_a_timeout_ends_the_stream(self):
        got = self.stream_body(edge.envelope(b"{}"), headers={"Connect-Timeout-Ms": "200"})
        self.assertEqual(self.end(got)["error"]["code"], "deadline_exceeded")

    def test_unary_content_types_are_415(self):
        for content_type in ("application/json", "application/proto", "application/connect+xml"):
            got = self.post(WATCH, {}, content_type=content_type)
            self.assertEqual(got.status, 415)
            self.assertIn("application/connect+json", got.headers["accept-post"])

    def test_a_stream_of_requests_needs_http2(self):
        got = self.post("FeedbackService/Ingest", edge.envelope(b"{}"),
                        content_type="application/connect+json")
        self.assertEqual(got.status, 505)
        self.assertIn(b"gRPC", got.body)
        self.assertEqual(self.post("FeedbackService/Ingest", {}).status, 415)

    def test_a_client_of_http_1_0_gets_the_stream_until_the_connection_ends(self):
        self.post(SUBMIT, answer("old-1"))
        body = edge.envelope(b"{}")
        received = self.raw(b"POST /voc.v1.FeedbackService/ExportFeedback HTTP/1.0\r\n"
                            b"Host: localhost\r\nContent-Type: application/connect+json\r\n"
                            b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        head, payload = received.split(b"\r\n\r\n", 1)
        self.assertNotIn(b"chunked", head.lower())
        self.assertEqual(edge.envelopes(payload)[-1], (edge.CONNECT_END, b"{}"))


class GrpcWeb(HttpTest):

    def call(self, method, message, content_type="application/grpc-web+proto", headers=()):
        body = edge.envelope(message.SerializeToString())
        text = content_type.startswith("application/grpc-web-text")
        got = self.post(method, base64.b64encode(body) if text else body,
                        content_type=content_type, headers={"X-Grpc-Web": "1", **dict(headers)})
        self.assertEqual((got.status, got.headers["content-type"]), (200, content_type))
        return self.read(got.body, text)

    def read(self, body, text=False):
        """The messages, and the trailers."""
        if text:
            decoded = b""
            while body:
                # Pieces are padded each by itself.
                end = body.find(b"=")
                end = len(body) if end < 0 else end + (2 if body[end:end + 2] == b"==" else 1)
                decoded += base64.b64decode(body[:end], validate=True)
                body = body[end:]
            body = decoded
        found = edge.envelopes(body)
        flags, last = found.pop()
        self.assertEqual(flags, edge.GRPC_TRAILERS)
        self.assertEqual([flags for flags, _ in found], [0] * len(found))
        return [payload for _, payload in found], edge.trailers(last)

    def test_binary_and_text_answer_with_the_message_and_status_0(self):
        for i, content_type in enumerate(("application/grpc-web", "application/grpc-web+proto",
                                          "application/grpc-web-text",
                                          "application/grpc-web-text+proto")):
            message = fb.SubmitRequest(feedback=api.response("app", f"web-{i}", "nps", 3))
            (payload,), end = self.call(SUBMIT, message, content_type)
            self.assertEqual(end, {"grpc-status": "0"})
            self.assertEqual(fb.SubmitResponse.FromString(payload).result.outcome,
                             fb.OUTCOME_CREATED)

    def test_json_is_a_codec_too(self):
        got = self.post(STATUS, edge.envelope(b"{}"), content_type="application/grpc-web+json")
        (payload,), end = self.read(got.body)
        self.assertEqual(end["grpc-status"], "0")
        self.assertIn("storeId", json.loads(payload))

    def test_an_error_has_a_percent_encoded_message_and_binary_details(self):
        message = fb.GetFeedbackRequest(feedback_id="p\u00e5 100 %")
        payloads, end = self.call(GET_FEEDBACK, message)
        self.assertEqual((payloads, end["grpc-status"]), ([], "5"))
        self.assertIn("p%C3%A5 100 %25", end["grpc-message"])
        status = api.status_pb2.Status.FromString(edge.unpadded(end["grpc-status-details-bin"]))
        self.assertEqual(api.error_info(status).reason, "FEEDBACK_NOT_FOUND")

    def test_text_may_come_in_pieces_with_padding_of_their_own(self):
        body = edge.envelope(fb.GetFeedbackRequest(feedback_id="abcdef").SerializeToString())
        pieces = base64.b64encode(body[:4]) + base64.b64encode(body[4:5]) + base64.b64encode(body[5:])
        self.assertIn(b"=", pieces[:-4])
        got = self.post(GET_FEEDBACK, pieces, content_type="application/grpc-web-text")
        _, end = self.read(got.body, text=True)
        self.assertIn("abcdef", end["grpc-message"])
        got = self.post(GET_FEEDBACK, b"!!!!", content_type="application/grpc-web-text")
        self.assertEqual(self.read(got.body, text=True)[1]["grpc-status"], "3")

    def test_a_server_stream_ends_with_its_trailers(self):
        self.post(SUBMIT, answer("web-export-1"))
        for content_type in ("application/grpc-web+proto", "application/grpc-web-text"):
            payloads, end = self.call("FeedbackService/ExportFeedback", fb.ExportFeedbackRequest(),
                                      content_type)
            self.assertEqual(end["grpc-status"], "0")
            self.assertGreaterEqual(len(payloads), 1)

    def test_timeouts_are_checked_and_end_calls(self):
        alerts = api.alert.WatchAlertsRequest()
        self.assertEqual(self.call(WATCH, alerts, headers={"Grpc-Timeout": "200m"})[1]["grpc-status"],
                         "4")
        for text in ("1", "m", "123456789S", "1x", "-1S"):
            _, end = self.call(WATCH, alerts, headers={"Grpc-Timeout": text})
            self.assertEqual(end["grpc-status"], "3", text)

    def test_unknown_compression_is_unimplemented(self):
        got = self.post(STATUS, edge.envelope(b""), content_type="application/grpc-web",
                        headers={"Grpc-Encoding": "br"})
        self.assertEqual(got.headers["grpc-accept-encoding"], "gzip")
        self.assertEqual(self.read(got.body)[1]["grpc-status"], "12")

    def test_no_message_or_two_are_unimplemented(self):
        for body in (b"", edge.envelope(b"") * 2):
            got = self.post(STATUS, body, content_type="application/grpc-web")
            self.assertEqual(self.read(got.body)[1]["grpc-status"], "12")

    def test_a_stream_of_requests_is_unimplemented(self):
        got = self.post("FeedbackService/Ingest", edge.envelope(b""),
                        content_type="application/grpc-web")
        _, end = self.read(got.body)
        self.assertEqual(end["grpc-status"], "12")
        self.assertIn("HTTP/2", end["grpc-message"])


class Http(HttpTest):

    BODY = json.dumps({}).encode()
    REQUEST = (b"POST /voc.v1.AdminService/GetStatus HTTP/1.1\r\nHost: localhost\r\n"
               b"Content-Type: application/json\r\n")

    def test_a_connection_takes_one_request_after_the_other(self):
        with edge.connect(self.address) as sock:
            for i in range(3):
                body = json.dumps(answer(f"keep-{i}")).encode()
                sock.sendall(b"POST /voc.v1.FeedbackService/Submit HTTP/1.1\r\nHost: localhost\r\n"
                             b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                             % (len(body), body))
                self.assertIn(b"OUTCOME_CREATED", self.one_answer(sock))

    def one_answer(self, sock) -> bytes:
        received = b""
        while b"\r\n\r\n" not in received:
            piece = sock.recv(65536)
            self.assertTrue(piece, received)
            received += piece
        head, body = received.split(b"\r\n\r\n", 1)
        length = next(int(line.split(b":")[1]) for line in head.split(b"\r\n")
                      if line.lower().startswith(b"content-length"))
        while len(body) < length:
            body += sock.recv(65536)
        return head + b"\r\n\r\n" + body

    def test_pipelined_requests_are_answered_in_their_order(self):
        requests = b""
        for i in range(50):
            body = json.dumps({"feedbackId": f"piped-{i:02}"}).encode()
            requests += (b"POST /voc.v1.FeedbackService/GetFeedback HTTP/1.1\r\nHost: localhost\r\n"
                         b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                         % (len(body), body))
        last = self.REQUEST + b"Connection: close\r\nContent-Length: 2\r\n\r\n{}"
        received = self.raw(requests + last)
        found = [received.find(b"the id piped-%02d" % i) for i in range(50)]
        self.assertNotIn(-1, found)
        self.assertEqual(found, sorted(found))
        self.assertIn(b"storeId", received)

    def test_a_chunked_body_is_read(self):
        received = self.raw(self.REQUEST + b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                            b"1\r\n{\r\n1;ext=1\r\n}\r\n0\r\nTrailer: x\r\n\r\n")
        self.assertTrue(received.startswith(b"HTTP/1.1 200 OK\r\n"), received)

    def test_length_and_chunks_together_are_refused(self):
        received = self.raw(self.REQUEST + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n"
                            b"0\r\n\r\n")
        self.assertTrue(received.startswith(b"HTTP/1.1 400 "), received)

    def test_two_hosts_or_none_are_refused(self):
        for head in (b"GET / HTTP/1.1\r\n\r\n", b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"):
            self.assertTrue(self.raw(head).startswith(b"HTTP/1.1 400 "))

    def test_what_is_no_http_is_refused(self):
        for data in (b"nonsense\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
                     b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n"):
            received = self.raw(data)
            self.assertTrue(received.startswith(b"HTTP/1.1 400 "), received)

    def test_a_client_that_expects_100_continue_gets_it(self):
        with edge.connect(self.address) as sock:
            sock.sendall(self.REQUEST + b"Expect: 100-continue\r\nContent-Length: 2\r\n\r\n")
            received = b""
            while b"\r\n\r\n" not in received:
                received += sock.recv(65536)
            self.assertEqual(received, b"HTTP/1.1 100 Continue\r\n\r\n")
            sock.sendall(b"{}")
            self.assertIn(b"storeId", self.one_answer(sock))

    def test_a_body_that_is_too_large_is_413_at_once(self):
        received = self.raw(self.REQUEST + b"Content-Length: %d\r\n\r\n" % (MAX_BODY_BYTES + 1))
        self.assertTrue(received.startswith(b"HTTP/1.1 413 "), received)

    def test_the_largest_body_is_taken(self):
        body = b'{"x":"' + b"y" * (MAX_BODY_BYTES - 8) + b'"}'
        self.assertEqual(len(body), MAX_BODY_BYTES)
        self.assertEqual(self.post(STATUS, body).status, 200)

    def test_answers_name_no_server_and_tell_the_date(self):
        got = self.post(STATUS, {})
        self.assertNotIn("server", got.headers)
        self.assertRegex(got.headers["date"], r"^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} .* GMT$")


class Lifecycle(unittest.TestCase):

    def test_streams_end_with_draining_and_the_cursor_and_a_restart_keeps_the_port(self):
        with Vocd() as vocd:
            with edge.Stream(vocd.http_address, WATCH, {}) as stream:
                cursor = stream.read()[1]["cursor"]
                self.assertEqual(vocd.stop(), 0)
                flags, end = stream.read()
                self.assertEqual(flags, edge.CONNECT_END)
                self.assertEqual(end["error"]["code"], "unavailable")
                self.assertEqual(edge.reason_of(end["error"]), "DRAINING")
                self.assertIsNone(stream.read())
            address = vocd.http_address
            vocd.start()
            self.assertEqual(vocd.http_address, address)
            edge.post(address, SUBMIT, answer("after", score=0))
            with edge.Stream(address, WATCH, {"start": {"afterCursor": cursor}}) as stream:
                while "alert" not in (message := stream.read()[1]):
                    pass
                self.assertEqual(message["alert"]["feedback"]["submissionId"], "after")

    def test_it_starts_over_with_the_server_at_the_same_port(self):
        with Vocd() as vocd:
            edge.post(vocd.http_address, SUBMIT, answer("1"))
            began = edge.post(vocd.http_address, STATUS, {}).json()["startTime"]
            got = edge.post(vocd.http_address, "AdminService/VerifyStore", {"rebuild": True})
            self.assertTrue(got.json()["rebuilding"])
            Changing().wait_until(lambda: self.restarted(vocd.http_address, began), 60,
                                  "vocd serves again")
            self.assertEqual(edge.post(vocd.http_address, STATUS, {}).json()["feedbackCount"], "1")

    def restarted(self, address, began):
        try:
            got = edge.post(address, STATUS, {})
            return got.status == 200 and got.json()["startTime"] != began
        except OSError:
            return False


if __name__ == "__main__":
    unittest.main()
