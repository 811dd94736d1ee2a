"""Writing with a source key over plain gRPC, as an app would: what is taken, and what it tells."""

import time
import unittest

import grpc

from support import api, cli, tokens
from support.vocd import Vocd

fb, src = api.feedback, api.source


def bearer(key):
    return (("authorization", f"Bearer {key}"),)


class SourceKeys(unittest.TestCase):

    def setUp(self):
        self.vocd = Vocd()
        self.addCleanup(self.vocd.close)
        self.client = self.vocd.client()
        self.addCleanup(self.client.close)
        source = src.Source(source_id="app", metric=fb.METRIC_NPS)
        source.token_keys.add(key_id="k", algorithm=src.TOKEN_ALGORITHM_HS256, key=tokens.SECRET)
        self.key = self.create(source)

    def create(self, source):
        made = self.client.CreateSource(src.CreateSourceRequest(source=source), timeout=30).source
        return made.keys[0].key

    def submit(self, feedback, *, key=None, token="", metadata=()):
        return self.client.Submit(
            fb.SubmitRequest(feedback=feedback, identity_token=token), timeout=30,
            metadata=bearer(key or self.key) + tuple(metadata)).result

    def refused(self, code, reason, call):
        with self.assertRaises(grpc.RpcError) as caught:
            call()
        self.assertEqual(caught.exception.code(), code)
        self.assertEqual(api.error_info(api.status_of(caught.exception)).reason, reason)

    def get(self, feedback_id):
        return self.client.GetFeedback(fb.GetFeedbackRequest(feedback_id=feedback_id),
                                       timeout=30).feedback

    def test_what_a_key_opens(self):
        denied, unknown = grpc.StatusCode.PERMISSION_DENIED, grpc.StatusCode.UNAUTHENTICATED
        answer = api.response("app", "1", "nps", 9)
        self.refused(unknown, "SOURCE_KEY_UNKNOWN",
                     lambda: self.submit(answer, key="vks_" + "0" * 32))
        self.refused(denied, "KEY_SCOPE",
                     lambda: self.submit(api.response("web", "1", "nps", 9)))
        self.refused(denied, "KEY_SCOPE", lambda: self.client.ListFeedback(
            fb.ListFeedbackRequest(), timeout=30, metadata=bearer(self.key)))
        self.refused(denied, "KEY_SCOPE", lambda: list(self.client.ExportFeedback(
            fb.ExportFeedbackRequest(), timeout=30, metadata=bearer(self.key))))
        self.refused(denied, "KEY_SCOPE", lambda: list(self.client.Ingest(
            iter([fb.IngestRequest(feedback=[answer])]), timeout=30, metadata=bearer(self.key))))
        self.refused(denied, "KEY_SCOPE", lambda: self.client.BatchSubmit(
            fb.BatchSubmitRequest(feedback=[answer]), timeout=30, metadata=bearer(self.key)))
        self.assertEqual(self.client.GetStatus(api.admin.GetStatusRequest(), timeout=30).feedback_count,
                         0)
        result = self.submit(answer)
        self.assertEqual((result.outcome, result.sequence, result.revision),
                         (fb.OUTCOME_CREATED, 0, 1))
        # A key that is revoked opens nothing more, after a restart neither.
        self.client.RevokeSourceKey(src.RevokeSourceKeyRequest(source_id="app", key=self.key),
                                    timeout=30)
        for _ in range(2):
            self.refused(unknown, "SOURCE_KEY_UNKNOWN", lambda: self.submit(answer))
            self.vocd.restart()
            self.client.close()
            self.client = self.vocd.client()
            self.client.reach()

    def test_a_native_client_cannot_speak_for_the_edge(self):
        metadata = (("voc-edge-cross-site", "1"), ("voc-edge-origin", "https://evil.example"))
        result = self.submit(api.response("app", "1", "nps", 9), metadata=metadata)
        self.assertEqual(result.outcome, fb.OUTCOME_CREATED)

    def test_tokens_vouch_and_claims_do_not(self):
        now = int(time.time())
        token = tokens.hs256({"sub": "ann", "account_id": "acme", "aud": "app", "exp": now + 600})
        verified = self.get(self.submit(api.response("app", "1", "nps", 9), token=token).feedback_id)
        self.assertEqual((verified.respondent_id, verified.account_id, verified.identity),
                         ("ann", "acme", fb.IDENTITY_VERIFIED))
        claimed = api.response("app", "2", "nps", 0, respondent_id="ann", account_id="acme")
        self.assertEqual(self.get(self.submit(claimed).feedback_id).identity,
                         fb.IDENTITY_UNVERIFIED)
        trusted = api.submit(self.client, api.response("app", "3", "nps", 5, respondent_id="ann"))
        self.assertEqual(self.get(trusted.feedback_id).identity, fb.IDENTITY_UNSPECIFIED)
        forged = api.response("app", "4", "nps", 0, account_id="other")
        result = self.submit(forged, token=token)
        self.assertEqual(list(api.violations(result.error)), ["account_id"])
        unauthenticated = grpc.StatusCode.UNAUTHENTICATED
        good = {"sub": "ann", "aud": "app", "exp": now + 600}
        for reason, bad in (("TOKEN_INVALID", tokens.hs256(good, secret="x" * 32)),
                            ("TOKEN_INVALID", tokens.hs256(good, alg="none")),
                            ("TOKEN_INVALID", tokens.hs256(good, kid="other")),
                            ("TOKEN_INVALID", tokens.hs256({**good, "aud": "web"})),
                            ("TOKEN_INVALID", tokens.hs256({"sub": "ann", "aud": "app"})),
                            ("TOKEN_INVALID", "not a token"),
                            ("TOKEN_EXPIRED", tokens.hs256({**good, "exp": now - 90}))):
            self.refused(unauthenticated, reason,
                         lambda bad=bad: self.submit(api.response("app", "5", "nps", 1), token=bad))
        # What people see of it, and what an export makes of it.
        ran = cli.run("feedback", "show", verified.feedback_id, server=self.vocd.address)
        self.assertRegex(ran.out, r"identity\s+verified")
        exported = cli.run("feedback", "export", "--output", "json", server=self.vocd.address)
        self.assertIn('"identity":"IDENTITY_VERIFIED"', exported.out)
        rows = [line for line in exported.lines() if "feedback" in line]
        again = cli.run("import", "-", "--format", "voc-jsonl", "--output", "json",
                        server=self.vocd.address,
                        stdin="\n".join(api.json_format.MessageToJson(
                            api.json_format.ParseDict(row["feedback"], fb.Feedback()), indent=None)
                            for row in rows).encode())
        self.assertEqual(again.code, 0, again)
        self.assertEqual(int(again.json()["unchanged"]), 3, again)
        self.assertEqual(self.get(verified.feedback_id).identity, fb.IDENTITY_VERIFIED)
        self.assertEqual(cli.run("admin", "verify", server=self.vocd.address).code, 0)

    def test_an_answer_is_corrected_by_its_own_page_alone(self):
        score = api.response("app", "mine", "nps", 3, client_revision=1)
        self.assertEqual(self.submit(score).outcome, fb.OUTCOME_CREATED)
        score.response.comment = "slow"
        score.client_revision = 2
        self.assertEqual(self.submit(score).outcome, fb.OUTCOME_UPDATED)
        self.assertEqual(self.submit(score).outcome, fb.OUTCOME_UNCHANGED)
        api.submit(self.client, api.response("app", "theirs", "nps", 9))
        # The same is said whether it is the same answer or not.
        told = [self.submit(api.response("app", "theirs", "nps", n)) for n in range(11)]
        for result in told:
            self.assertEqual(api.error_info(result.error).reason, "SUBMISSION_TAKEN")
            result.error.details.sort(key=lambda detail: detail.type_url)
            self.assertEqual(result.SerializeToString(), told[0].SerializeToString())
        self.assertEqual(told[0].outcome, fb.OUTCOME_REJECTED)
        self.assertEqual(told[0].feedback_id, "")

    def test_backdating(self):
        now = time.time()
        for age, good in ((25 * 3600, False), (23 * 3600, True), (-8 * 60, True), (-12 * 60, False)):
            result = self.submit(api.response("app", f"a{age}", "nps", 9, collected_at=now - age))
            self.assertEqual(result.outcome == fb.OUTCOME_CREATED, good, age)
            if not good:
                self.assertEqual(list(api.violations(result.error)), ["collected_at"])


if __name__ == "__main__":
    unittest.main()
