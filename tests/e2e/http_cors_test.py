"""Whose pages may call the HTTP edge, under which names, and how often."""

import ssl
import subprocess
import tempfile
import unittest
import warnings

from support import edge
from support.paths import VOCD
from support.vocd import Vocd

SUBMIT = "FeedbackService/Submit"
STATUS = "AdminService/GetStatus"
DASHBOARD = "https://dash.example.com"
EVIL = "https://evil.example"


class Pages(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.vocd = Vocd(f"--http-origin={DASHBOARD}", "--http-host=voc.example.com")
        cls.addClassCleanup(cls.vocd.close)
        cls.address = cls.vocd.http_address
        cls.port = cls.address.rsplit(":", 1)[1]

    def status(self, headers) -> edge.Answer:
        return edge.post(self.address, STATUS, {}, headers=headers)

    def preflight(self, origin, headers=()) -> edge.Answer:
        return edge.request(self.address, "OPTIONS", f"/voc.v1.{SUBMIT}",
                            headers={"Origin": origin, "Access-Control-Request-Method": "POST",
                                     "Access-Control-Request-Headers": "authorization", **dict(headers)})

    def test_a_preflight_of_an_allowed_origin_is_answered_in_full(self):
        got = self.preflight(DASHBOARD)
        self.assertEqual((got.status, got.body), (204, b""))
        self.assertEqual(got.headers["access-control-allow-origin"], DASHBOARD)
        self.assertEqual(got.headers["access-control-allow-methods"], "GET, POST")
        self.assertEqual(got.headers["access-control-max-age"], "7200")
        self.assertEqual(got.headers["vary"], "Origin, Access-Control-Request-Method, "
                                              "Access-Control-Request-Headers")
        allowed = got.headers["access-control-allow-headers"].lower().split(", ")
        for name in ("content-type", "connect-protocol-version", "connect-timeout-ms",
                     "grpc-timeout", "x-grpc-web", "x-user-agent", "authorization"):
            self.assertIn(name, allowed)
        self.assertNotIn("access-control-allow-credentials", got.headers)

    def test_an_answer_to_an_allowed_page_may_be_read_with_what_grpc_web_needs(self):
        got = self.status({"Origin": DASHBOARD})
        self.assertEqual(got.status, 200)
        self.assertEqual(got.headers["access-control-allow-origin"], DASHBOARD)
        for name in ("Grpc-Status", "Grpc-Message", "Grpc-Status-Details-Bin"):
            self.assertIn(name, got.headers["access-control-expose-headers"])
        self.assertEqual(got.headers["vary"], "Origin")
        # Errors too, or the page would not know what happened.
        got = edge.post(self.address, "FeedbackService/GetFeedback", {}, headers={"Origin": DASHBOARD})
        self.assertNotEqual(got.status, 200)
        self.assertEqual(got.headers["access-control-allow-origin"], DASHBOARD)

    def test_a_page_that_nobody_allows_is_refused_and_cannot_read_why(self):
        for headers in ({"Origin": EVIL}, {"Origin": "null"}, {"Origin": DASHBOARD + ".evil.example"},
                        {"Origin": DASHBOARD.replace("https", "http")},
                        {"Origin": EVIL, "Authorization": "Bearer vks_stolen"},
                        {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}):
            got = self.status(headers)
            self.assertEqual((got.status, got.json()["code"]), (403, "permission_denied"), headers)
            self.assertEqual(got.reason(), "ORIGIN_NOT_ALLOWED")
            self.assertNotIn("access-control-allow-origin", got.headers)
        got = self.preflight(EVIL)
        self.assertEqual(got.status, 403)
        self.assertNotIn("access-control-allow-origin", got.headers)

    def test_streams_of_such_pages_are_refused_alike(self):
        for content_type in ("application/connect+json", "application/grpc-web"):
            got = edge.post(self.address, "AlertService/WatchAlerts", edge.envelope(b"{}"),
                            content_type=content_type, headers={"Origin": EVIL})
            self.assertEqual(got.status, 403)

    def test_own_pages_may_call(self):
        for headers in ({"Origin": f"http://localhost:{self.port}", "Host": f"localhost:{self.port}"},
                        {"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"},
                        {"Host": "voc.example.com"},
                        {"Origin": "http://voc.example.com", "Host": "voc.example.com"}):
            self.assertEqual(self.status(headers).status, 200, headers)

    def test_a_page_on_another_port_of_this_machine_is_another_site(self):
        got = self.status({"Origin": "http://localhost:3000", "Host": f"localhost:{self.port}"})
        self.assertEqual(got.status, 403)

    def test_a_name_of_somebody_elses_making_is_refused(self):
        # A page that has its own name lead here sends no Origin with a GET of its own.
        for host in ("evil.example", f"evil.example:{self.port}", "127.0.0.1.evil.example"):
            got = self.status({"Host": host})
            self.assertEqual((got.status, got.reason()), (403, "HOST_NOT_ALLOWED"), host)
            got = self.status({"Host": host, "Origin": f"http://{host}"})
            self.assertEqual((got.status, got.reason()), (403, "ORIGIN_NOT_ALLOWED"), host)

    def test_headers_that_decide_may_come_once(self):
        for name, values in (("Authorization", ("Bearer vks_1", "Bearer x")),
                             ("Origin", (DASHBOARD, EVIL))):
            got = edge.post(self.address, STATUS, {}, headers=[(name, value) for value in values])
            self.assertEqual(got.status, 400, name)


class Rates(unittest.TestCase):

    def test_calls_with_a_key_are_limited_by_address_before_their_body_is_read(self):
        with Vocd("--address-rate=1") as vocd:
            answers = [edge.post(vocd.http_address, SUBMIT, b"nonsense",
                                 headers={"Authorization": f"Bearer vks_{i}"}) for i in range(20)]
            refused = [got for got in answers if got.status == 429]
            self.assertGreaterEqual(len(refused), 5)
            for got in refused:
                self.assertEqual((got.json()["code"], got.reason()),
                                 ("resource_exhausted", "RATE_LIMITED"))
                self.assertGreaterEqual(int(got.headers["retry-after"]), 1)
                self.assertIn("google.rpc.RetryInfo", str(got.json()["details"]))
            self.assertEqual(edge.post(vocd.http_address, STATUS, {}).status, 200)

    def test_calls_with_one_key_are_limited_from_wherever_they_come(self):
        with Vocd("--key-rate=1", "--http-proxy=127.0.0.1") as vocd:
            statuses = [edge.post(vocd.http_address, SUBMIT, b"nonsense",
                                  headers={"Authorization": "Bearer vks_1",
                                           "X-Forwarded-For": f"198.51.100.{i}"}).status
                        for i in range(20)]
            self.assertGreaterEqual(statuses.count(429), 5)

    def test_a_header_of_who_is_no_proxy_changes_nothing(self):
        with Vocd("--address-rate=1") as vocd:
            statuses = [edge.post(vocd.http_address, SUBMIT, b"nonsense",
                                  headers={"Authorization": f"Bearer vks_{i}",
                                           "X-Forwarded-For": f"198.51.100.{i}"}).status
                        for i in range(20)]
            self.assertGreaterEqual(statuses.count(429), 5)


class Tls(unittest.TestCase):

    def test_calls_and_streams_work_over_tls_and_old_versions_do_not(self):
        with tempfile.TemporaryDirectory() as folder:
            certificate, key = f"{folder}/cert.pem", f"{folder}/key.pem"
            self.make(certificate, key)
            with Vocd(f"--tls-cert={certificate}", f"--tls-key={key}") as vocd:
                context = ssl.create_default_context(cafile=certificate)
                for _ in range(3):
                    got = edge.request(vocd.http_address, "POST", f"/voc.v1.{STATUS}", b"{}",
                                       {"Content-Type": "application/json"}, context=context)
                    self.assertEqual(got.status, 200)
                got = edge.request(vocd.http_address, "POST", "/voc.v1.FeedbackService/ExportFeedback",
                                   edge.envelope(b"{}"), {"Content-Type": "application/connect+json"},
                                   context=context)
                self.assertEqual(edge.envelopes(got.body)[-1], (edge.CONNECT_END, b"{}"))
                # An own page says https now.
                port = vocd.http_address.rsplit(":", 1)[1]
                for scheme, status in (("https", 200), ("http", 403)):
                    got = edge.request(vocd.http_address, "POST", f"/voc.v1.{STATUS}", b"{}",
                                       {"Content-Type": "application/json",
                                        "Host": f"127.0.0.1:{port}",
                                        "Origin": f"{scheme}://127.0.0.1:{port}"}, context=context)
                    self.assertEqual(got.status, status)
                old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
                old.check_hostname = False
                old.verify_mode = ssl.CERT_NONE
                old.set_ciphers("ALL:@SECLEVEL=0")
                warnings.simplefilter("ignore", DeprecationWarning)  # that is the point of it
                old.minimum_version = ssl.TLSVersion.TLSv1
                old.maximum_version = ssl.TLSVersion.TLSv1_1
                with self.assertRaises(OSError):
                    edge.request(vocd.http_address, "POST", f"/voc.v1.{STATUS}", b"{}", context=old)

    def make(self, certificate, key):
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                        "ec_paramgen_curve:P-256", "-nodes", "-days", "1", "-subj", "/CN=127.0.0.1",
                        "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate],
                       check=True, capture_output=True)

    def test_wrong_options_are_usage_errors_that_name_them(self):
        for option, word in (("--tls-cert=/nothing", "--tls-cert"), ("--http-origin=evil", "origin"),
                             ("--http-proxy=host", "IP address"), ("--http=0.0.0.0:0", "loopback"),
                             ("--key-rate=-1", "--key-rate")):
            ran = subprocess.run([VOCD, "--data=/nonexistent", "--grpc=127.0.0.1:0", option],
                                 capture_output=True, text=True, timeout=60, check=False)
            self.assertEqual(ran.returncode, 2, option)
            self.assertIn(word, ran.stderr)


if __name__ == "__main__":
    unittest.main()
