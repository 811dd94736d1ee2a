"""Sources as people define them: voc sources, --strict-sources, what outlives a restart."""

import json
import pathlib
import re
import tempfile
import unittest

from support import api, cli, tokens
from support.vocd import Vocd

fb, src = api.feedback, api.source


def parsed(text, message):
    return api.json_format.Parse(text, message)


class Sources(unittest.TestCase):

    options = ()

    def setUp(self):
        self.vocd = Vocd(*self.options)
        self.addCleanup(self.vocd.close)
        self.client = self.vocd.client()
        self.addCleanup(self.client.close)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def voc(self, *arguments, code=0, **options):
        ran = cli.run(*arguments, server=self.vocd.address, **options)
        self.assertEqual(ran.code, code, ran)
        return ran

    def show(self, source_id):
        ran = self.voc("sources", "show", source_id, "--output", "json")
        return parsed(ran.out, src.GetSourceResponse()).source


class Defined(Sources):

    def test_create_update_and_show(self):
        secret = self.folder / "secret"
        secret.write_text(tokens.SECRET + "\n")
        ran = self.voc("sources", "create", "checkout", "--metric", "csat", "--top-box", 1,
                       "--title", "Checkout", "--question", "en=How was it?", "--question",
                       "sv=Hur gick det?", "--thank-you", "en=Thanks", "--origin",
                       "https://App.example.com", "--origin", "https://*.example.org",
                       "--quiet-period", "30d", "--sampling", 0.5, "--expected-per-week", 70,
                       "--token-key", f"kid=k,alg=hs256,file={secret}")
        key = re.search(r"vks_[A-Za-z0-9]{32}", ran.out)[0]
        self.assertIn(f'<voc-survey server="https://voc.example.com" source="checkout" key="{key}">',
                      ran.out)
        self.assertNotIn(tokens.SECRET, ran.out)
        shown = self.show("checkout")
        self.assertEqual((shown.metric, shown.scale_points, shown.top_box), (fb.METRIC_CSAT, 5, 1))
        self.assertEqual(shown.texts["sv"].question, "Hur gick det?")
        self.assertEqual(list(shown.allowed_origins),
                         ["https://app.example.com", "https://*.example.org"])
        self.assertEqual(shown.quiet_period.seconds, 30 * 86400)
        self.assertEqual(shown.token_keys[0].key, "")
        self.assertEqual([one.key for one in shown.keys], [key])

        # One text more, and the sampling back to all; the rest stays.
        self.voc("sources", "update", "checkout", "--question", "da=Hvordan gik det?", "--clear",
                 "sampling")
        changed = self.show("checkout")
        self.assertEqual(sorted(changed.texts), ["da", "en", "sv"])
        self.assertEqual(changed.texts["en"].thank_you, "Thanks")
        self.assertFalse(changed.HasField("sampling"))
        self.assertEqual(changed.title, "Checkout")
        self.vocd.restart()
        self.assertEqual(self.show("checkout"), changed)
        self.voc("admin", "verify")
        self.voc("admin", "verify", "--rebuild")
        self.assertEqual(self.show("checkout"), changed)
        self.assertIn("csat, 5 points, top 1", self.voc("sources", "list").out)

    def test_a_file_is_the_source_as_a_whole(self):
        file = self.folder / "source.json"
        file.write_text(json.dumps({"sourceId": "nps", "metric": "METRIC_NPS", "title": "NPS",
                                    "texts": {"en": {"question": "Recommend?"}},
                                    "quietPeriod": "86400s", "sampling": 0}))
        self.voc("sources", "create", "--file", file)
        self.assertEqual(self.show("nps").title, "NPS")
        # What is shown can be written back, and a secret is not lost by that.
        (self.folder / "secret").write_text(tokens.SECRET)
        self.voc("sources", "update", "nps", "--token-key",
                 f"kid=k,alg=hs256,file={self.folder / 'secret'}")
        shown = json.loads(self.voc("sources", "show", "nps", "--output", "json").out)["source"]
        shown.pop("title")
        file.write_text(json.dumps(shown))
        self.voc("sources", "update", "--file", file, "--sampling", 1)
        changed = self.show("nps")
        self.assertEqual((changed.title, changed.sampling), ("", 1))
        self.assertEqual(changed.token_keys[0].key_id, "k")
        self.assertEqual(len(changed.keys), 1)
        token = tokens.hs256({"sub": "ann", "aud": "nps", "exp": 9999999999})
        result = self.client.CheckEligibility(
            src.CheckEligibilityRequest(source_id="nps", identity_token=token), timeout=30)
        self.assertTrue(result.eligible)

    def test_mistakes_are_named(self):
        ran = self.voc("sources", "create", "x", "--metric", "nps", "--scale-points", 5, "--origin",
                       "example.com/path", "--sampling", 2, code=1)
        for field in ("scale_points", "allowed_origins[0]", "sampling"):
            self.assertIn(field, ran.err)
        self.voc("sources", "create", "x", code=1)
        self.voc("sources", "create", "--metric", "nps", code=2)
        self.voc("sources", "create", "x", "--metric", "happiness", code=2)
        self.voc("sources", "update", "x", code=2)
        self.voc("sources", "update", "x", "--title", "y", code=1)
        self.voc("sources", "show", "x", code=1)
        self.voc("sources", "key", "add", "x", code=1)
        self.voc("sources", code=2)
        self.voc("sources", "create", "x", "--metric", "nps")
        self.voc("sources", "create", "x", "--metric", "nps", code=1)

    def test_keys_come_and_go(self):
        created = parsed(self.voc("sources", "create", "x", "--metric", "nps", "--output",
                                  "json").out, src.CreateSourceResponse()).source
        added = parsed(self.voc("sources", "key", "add", "x", "--output", "json").out,
                       src.CreateSourceKeyResponse()).source
        self.assertEqual(added.keys[0], created.keys[0])
        self.assertEqual(len(added.keys), 2)
        self.voc("sources", "key", "revoke", "x", added.keys[0].key)
        self.voc("sources", "key", "revoke", "x", added.keys[0].key, code=1)
        self.assertEqual([one.key for one in self.show("x").keys], [added.keys[1].key])

    def test_other_servers_take_any_source(self):
        self.voc("submit", "--source", "anything", "--id", 1, "--metric", "nps", "--score", 9)


class Strict(Sources):

    options = ("--strict-sources",)

    def test_an_unknown_source_is_rejected_on_every_way_in(self):
        self.voc("sources", "create", "checkout", "--metric", "nps")
        self.voc("sources", "create", "g2", "--kind", "review_site")
        ran = self.voc("submit", "--source", "chekcout", "--id", 1, "--metric", "nps", "--score", 9,
                       code=1)
        self.assertIn('did you mean "checkout"?', ran.err + ran.out)
        self.voc("mention", "--source", "g3", "--id", 1, "--platform", "g2", "--rating", "2/5",
                 code=1)
        results = api.batch(self.client, [api.response("checkout", "1", "nps", 9),
                                          api.response("nothing like it", "1", "nps", 9),
                                          api.mention("g2", "1", rating=4)])
        self.assertEqual([one.outcome for one in results],
                         [fb.OUTCOME_CREATED, fb.OUTCOME_REJECTED, fb.OUTCOME_CREATED])
        self.assertEqual(list(api.violations(results[1].error)), ["source_id"])
        file = self.folder / "rows.csv"
        file.write_text("source_id,submission_id,metric,score\ncheckout,2,nps,8\ncheckuot,3,nps,7\n")
        ran = self.voc("import", file, "--output", "json", code=1)
        counts = json.loads(ran.out)
        self.assertEqual((counts["created"], counts["rejected"]), (1, 1))
        self.assertEqual(counts["rejections"][0]["field"], "source_id")
        self.assertIn("checkout", counts["rejections"][0]["reason"])
        display = fb.Display(source_id="checkuot", display_id="1", metric=fb.METRIC_NPS)
        recorded = self.client.RecordDisplay(fb.RecordDisplayRequest(displays=[display]),
                                             timeout=30).results
        self.assertEqual(recorded[0].outcome, fb.OUTCOME_REJECTED)


if __name__ == "__main__":
    unittest.main()
