"""The HTML reports of the sample year in a real browser: Chromium opens them without a message or a
request, axe-core finds nothing to mend, and they fit a desk, a phone, the dark and paper."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from support import api, cli
from support.paths import REPO
from support.vocd import Vocd

GENERATOR = REPO / "tests/data/generate_sample.py"
CHECK = REPO / "tests/e2e/page_check.mjs"
TOOLS = os.environ.get("VOC_TOOLS", REPO / "build/tools")
# Debian's, unless somebody names another; pictures are kept only for those who ask.
CHROMIUM = os.environ.get("VOC_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
PICTURES = os.environ.get("VOC_PICTURES", "")

WEEK = ("--since", "2025-10-06", "--until", "2025-10-13", "--tz", "Europe/Stockholm")
YEAR = ("--since", "2025-01-01", "--until", "2026-01-01", "--tz", "Europe/Stockholm")
LANGUAGES = ("en", "sv", "da", "no")
# Markup that would run, load or break out if any of it were taken for markup.
HOSTILE = ("</p></blockquote><script>document.title='broken into'</script>"
           "<img src=x onerror=alert(1)><style>*{display:none}</style>\"'><!--")


class ReportPages(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.vocd = Vocd()
        cls.addClassCleanup(cls.vocd.close)
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="voc-pages-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        sample = cls.folder / "sample.csv"
        subprocess.run(["/usr/bin/python3", GENERATOR, sample], check=True)
        done = cli.run("import", sample, server=cls.vocd.address)
        assert done.code == 0, done
        with cls.vocd.client() as client:
            # The newest of the week, so that it stands in quotes, alerts and groups.
            end = 1_760_306_000
            api.batch(client, [
                api.response(HOSTILE[:100], f"x{score}", "nps", score, comment=HOSTILE,
                             account_id=HOSTILE, channel="<b>bold</b>", collected_at=end)
                for score in (0, 10)])

    def page(self, name, *arguments):
        ran = cli.run(*arguments, "--output", "html", server=self.vocd.address)
        self.assertEqual(ran.code, 0, ran)
        path = self.folder / f"{name}.html"
        path.write_text(ran.out, encoding="utf-8")
        return path

    def check(self, paths):
        """What page_check.mjs saw of all of them; fails with all that is wrong."""
        done = subprocess.run(["node", CHECK, TOOLS, CHROMIUM, PICTURES, *paths],
                              capture_output=True, timeout=500, check=False)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        seen = json.loads(done.stdout)
        # Two widths by two schemes, and paper.
        self.assertEqual(len(seen), 5 * len(paths))
        for view in seen:
            where = {key: view[key] for key in ("file", "width", "scheme", "media")}
            with self.subTest(**where):
                self.assertEqual(view["console"], [])
                self.assertEqual(view["requests"], [])
                self.assertEqual(view["violations"], [])
                self.assertLessEqual(view["overflow"], 0)
                self.assertNotEqual(view["title"], "broken into")
                # That axe-core ran at all.
                self.assertGreater(view["rules"], 20)

    def test_the_monday_report_in_every_language(self):
        self.check([self.page(f"report-{code}", "report", *WEEK, "--lang", code)
                    for code in LANGUAGES])

    def test_a_trend_and_groups(self):
        self.check([
            self.page("trend", "trend", *YEAR),
            self.page("weeks", "trend", *YEAR, "--by", "week", "--metric", "csat", "--lang", "sv"),
            self.page("groups", "trend", *YEAR, "--group-by", "property.plan,channel",
                      "--metric", "sentiment"),
            self.page("hidden", "trend", *WEEK, "--by", "day", "--group-by", "source",
                      "--anonymity-n", "5"),
            self.page("nothing", "trend", "--where", "source=nowhere", *WEEK),
        ])

    def test_what_customers_wrote_is_there_as_text(self):
        text = self.page("quotes", "report", *WEEK).read_text(encoding="utf-8")
        self.assertIn("&lt;script&gt;document.title=&#39;broken into", text)
        self.assertNotIn("<script", text)


if __name__ == "__main__":
    unittest.main()
