"""Pages that mean no good, in a browser of somebody who can reach vocd: what a wrong origin, a stolen
key and a forged account get."""

import time
import unittest

from support import api, edge, tokens
from support.served import Served

fb, src = api.feedback, api.source

APP, SHOP, EVIL = "https://app.example.com", "https://shop.example.com", "https://evil.example"
OPEN = {"FeedbackService/Submit", "FeedbackService/RecordDisplay", "SourceService/GetSurvey",
        "SourceService/CheckEligibility"}


def all_methods():
    """("Service/Method", whether it streams), of the whole API."""
    for module in api.MODULES:
        for service in module.DESCRIPTOR.services_by_name.values():
            for method in service.methods:
                if not method.client_streaming:
                    yield f"{service.name}/{method.name}", method.server_streaming


def token(account="acme", source="app", **options) -> str:
    claims = {"sub": "anna", "account_id": account, "aud": source, "exp": int(time.time()) + 600}
    return tokens.hs256(claims, **options)


class HostilePages(Served):

    OPTIONS = ("--address-rate=100000",)  # how often one address may call has tests of its own

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.address = cls.vocd.http_address
        cls.app = cls.create("app", APP)
        cls.shop = cls.create("shop", SHOP)

    @classmethod
    def create(cls, source_id, origin) -> str:
        source = src.Source(source_id=source_id, metric=fb.METRIC_NPS, allowed_origins=[origin])
        source.token_keys.add(key_id="k", algorithm=src.TOKEN_ALGORITHM_HS256, key=tokens.SECRET)
        request = src.CreateSourceRequest(source=source)
        return cls.client.CreateSource(request, timeout=30).source.keys[0].key

    def post(self, method, message, *, origin=None, key=None, **options) -> edge.Answer:
        headers = {}
        if origin:
            headers["Origin"] = origin
        if key:
            headers["Authorization"] = f"Bearer {key}"
        return edge.post(self.address, method, message, headers=headers, **options)

    def submit(self, source, number, *, signed="", feedback=(), **options) -> edge.Answer:
        message = {"identityToken": signed,
                   "feedback": {"sourceId": source, "submissionId": number,
                                "response": {"metric": "METRIC_NPS", "score": 2}, **dict(feedback)}}
        return self.post("FeedbackService/Submit", message, **options)

    def stored(self) -> int:
        return self.client.GetStatus(api.admin.GetStatusRequest(), timeout=30).feedback_count

    def refused(self, got, status, reason):
        self.assertEqual((got.status, got.reason()), (status, reason), got.body)

    def refused_everywhere(self, reason, **options):
        methods = [method for method in all_methods() if method[0] not in OPEN]
        self.assertGreater(len(methods), 30)
        for method, streams in methods:
            with self.subTest(method=method):
                if streams:
                    got = self.post(method, edge.envelope(b"{}"),
                                    content_type="application/connect+json", **options)
                    flags, payload = edge.envelopes(got.body)[-1]
                    self.assertEqual(flags, edge.CONNECT_END)
                    self.assertEqual(edge.reason_of(edge.json.loads(payload)["error"]), reason)
                else:
                    self.refused(self.post(method, {}, **options), 403, reason)

    def test_a_page_of_a_customer_has_no_rights_without_a_key(self):
        self.refused_everywhere("ORIGIN_NOT_ALLOWED", origin=APP)
        before = self.stored()
        self.refused(self.submit("app", "keyless", origin=APP), 403, "ORIGIN_NOT_ALLOWED")
        self.assertEqual(self.stored(), before)

    def test_a_key_reads_nothing_and_changes_nothing_else(self):
        self.refused_everywhere("KEY_SCOPE", origin=APP, key=self.app)
        self.refused_everywhere("KEY_SCOPE", key=self.app)

    def test_another_bearer_gives_a_page_no_rights(self):
        self.refused(self.post("FeedbackService/ListFeedback", {}, origin=APP, key="something"), 403,
                     "ORIGIN_NOT_ALLOWED")

    def test_a_key_on_a_page_of_a_wrong_origin(self):
        before = self.stored()
        # One that nobody allows, and one that another source allows.
        for origin in (EVIL, SHOP, "null", "https://app.example.com.evil.example",
                       "http://app.example.com"):
            self.refused(self.submit("app", "origin", origin=origin, key=self.app), 403,
                         "ORIGIN_NOT_ALLOWED")
            self.refused(self.post("SourceService/GetSurvey",
                                   {"sourceId": "app", "sourceKey": self.app}, origin=origin), 403,
                         "ORIGIN_NOT_ALLOWED")
        self.assertEqual(self.stored(), before)

    def test_a_stolen_key_on_another_source(self):
        before = self.stored()
        self.refused(self.submit("shop", "stolen", origin=APP, key=self.app), 403, "KEY_SCOPE")
        self.refused(self.submit("nowhere", "stolen", key=self.app), 403, "KEY_SCOPE")
        self.refused(self.submit("app", "guess", origin=APP, key="vks_" + "0" * 32), 401,
                     "SOURCE_KEY_UNKNOWN")
        self.refused(self.post("SourceService/GetSurvey", {"sourceId": "shop", "sourceKey": self.app},
                               origin=APP), 403, "KEY_SCOPE")
        self.assertEqual(self.stored(), before)

    def test_a_forged_account(self):
        got = self.submit("app", "forged", origin=APP, key=self.app, signed=token(),
                          feedback={"accountId": "globex"}).json()["result"]
        self.assertEqual(got["outcome"], "OUTCOME_REJECTED")
        self.assertIn("account_id", str(got["error"]))
        # A token for another source, and one that another secret signed.
        for forged in (token(source="shop"), token(secret="x" * 32)):
            self.refused(self.submit("app", "forged", origin=APP, key=self.app, signed=forged), 401,
                         "TOKEN_INVALID")
        # A claim alone is taken as one.
        got = self.submit("app", "claimed", origin=APP, key=self.app,
                          feedback={"accountId": "acme"}).json()["result"]
        self.assertEqual(got["outcome"], "OUTCOME_CREATED")
        stored = self.client.GetFeedback(fb.GetFeedbackRequest(feedback_id=got["feedbackId"]),
                                         timeout=30).feedback
        self.assertEqual(stored.identity, fb.IDENTITY_UNVERIFIED)
        got = self.submit("app", "signed", origin=APP, key=self.app, signed=token()).json()["result"]
        stored = self.client.GetFeedback(fb.GetFeedbackRequest(feedback_id=got["feedbackId"]),
                                         timeout=30).feedback
        self.assertEqual((stored.account_id, stored.identity), ("acme", fb.IDENTITY_VERIFIED))

    def test_an_answer_tells_nothing_of_others(self):
        got = self.submit("app", "quiet", origin=APP, key=self.app).json()["result"]
        self.assertEqual(set(got), {"outcome", "feedbackId", "revision"})
        # What was not written with a key is not overwritten, nor is there a word of what it is.
        api.batch(self.client, [api.response("app", "ours", "nps", 9)])
        for score in (9, 1):
            got = self.submit("app", "ours", origin=APP, key=self.app, feedback={
                "response": {"metric": "METRIC_NPS", "score": score}}).json()["result"]
            self.assertEqual(got["outcome"], "OUTCOME_REJECTED")

    def test_what_the_edge_says_of_callers_is_not_taken_from_them(self):
        got = edge.post(self.address, "FeedbackService/ListFeedback", {}, headers={
            "Origin": APP, "voc-edge-cross-site": "", "voc-edge-proof": "0" * 32,
            "voc-edge-origin": SHOP})
        self.refused(got, 403, "ORIGIN_NOT_ALLOWED")


if __name__ == "__main__":
    unittest.main()
