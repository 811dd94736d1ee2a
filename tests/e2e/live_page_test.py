"""The live page in a real browser: it says what voc says, and goes on saying it as answers come
in, vocd restarts and nobody looks."""

import http.client
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from support import api, cli
from support.browser import Browser
from support.paths import REPO
from support.vocd import Vocd
from support.waiting import Changing

GENERATOR = REPO / "tests/data/generate_sample.py"
YEAR = ("--since", "2025-01-01", "--until", "2026-01-01")
ZONE = "Europe/Stockholm"
METRICS = ("nps", "csat", "ces", "sentiment")
LANGUAGES = ("en", "sv", "da", "no")
SIZES = {"desk": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}

LIVE = "document.querySelector('#state').className === 'state live'"
DRAWN = "!document.querySelector('#filled').hidden && document.querySelector('#nps svg') !== null"
# A noon of December 2025, which the sample year ends with.
DECEMBER = 1_766_750_400


def subscriptions(vocd):
    """Open ones of both kinds, as --ops counts them."""
    connection = http.client.HTTPConnection(vocd.ops, timeout=30)
    connection.request("GET", "/metrics")
    text = connection.getresponse().read().decode()
    connection.close()
    return [int(n) for n in re.findall(r'^vocd_subscriptions\{[^}]*\} (\d+)', text, re.M)]


class LivePage(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.vocd = Vocd("--ops=127.0.0.1:0")
        cls.addClassCleanup(cls.vocd.close)
        folder = pathlib.Path(tempfile.mkdtemp(prefix="voc-live-"))
        cls.addClassCleanup(shutil.rmtree, folder)
        sample = folder / "sample.csv"
        subprocess.run(["/usr/bin/python3", GENERATOR, sample], check=True)
        for arguments in (("import", sample), ("mark", "app 5.0", "--at", "2025-10-06")):
            done = cli.run(*arguments, server=cls.vocd.address)
            assert done.code == 0, done
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.close)

    def open(self, query="?lang=en&period=2025", vocd=None, **context):
        """The page, once it has drawn what there is."""
        vocd = vocd or self.vocd
        page = self.browser.open(f"http://{vocd.http_address}/{query}", zone=ZONE, **context)
        self.addCleanup(page.close)
        page.wait(LIVE)
        page.wait(DRAWN)
        return page

    def trend(self, metric, *arguments):
        """The points that voc knows."""
        ran = cli.run("trend", "--metric", metric, *YEAR, "--tz", ZONE, *arguments,
                      "--output", "json", server=self.vocd.address)
        self.assertEqual(ran.code, 0, ran)
        return ran.json()["series"][0]["points"]

    def rows(self, page, metric):
        """The page's table: (n, value), the newest first."""
        cells = page.evaluate(
            f"[...document.querySelectorAll('#{metric} tbody tr')].map("
            "row => [...row.children].map(cell => cell.textContent))")
        return [(int(row[1].replace(",", "").rstrip("*")), row[2]) for row in cells]

    def expected(self, metric, points):
        decimals = 2 if metric == "ces" else 0
        found = []
        for point in reversed(points):
            value = point.get("value")
            text = "–"
            if value is not None:
                # Python has -0 too, which nobody wants to read.
                text = f"{round(value, decimals) + 0.0:.{decimals}f}".replace("-", "−")
                text += "\u00a0%" if metric == "csat" else ""
            found.append((int(point.get("n", 0)), text))
        return found

    def test_says_the_numbers_of_voc_trend_by_month_and_by_week(self):
        page = self.open()
        for by in ("month", "week"):
            page.select("#by", by)
            points = {metric: self.trend(metric, "--by", by) for metric in METRICS}
            page.wait(f"document.querySelectorAll('#nps tbody tr').length === {len(points['nps'])}")
            for metric in METRICS:
                with self.subTest(by=by, metric=metric):
                    self.assertGreater(len(points[metric]), 11)
                    self.assertEqual(self.rows(page, metric), self.expected(metric, points[metric]))
        self.assertEqual(page.said(), [])

    def test_says_whether_a_change_is_news_as_voc_does(self):
        page = self.open()
        ran = cli.run("trend", "--metric", "nps", *YEAR, "--tz", ZONE, server=self.vocd.address)
        changes = re.findall(r"^\w{3} 2025 .* ([+-]\d+ (?:news|noise) \(p [<\d.]+\))", ran.out,
                             re.M)
        self.assertEqual(len(changes), 11, ran)
        told = [text.replace("−", "-") for text in page.evaluate(
            "[...document.querySelectorAll('#nps tbody tr')].map(r => r.lastChild.textContent)")]
        self.assertEqual([text for text in reversed(told) if text], changes)
        self.assertRegex(page.text("#lead"), "^News in December 2025: NPS up 60, CSAT up ")
        self.assertIn("app 5.0", page.text("#nps svg"))

    def test_an_answer_moves_it_without_a_reload(self):
        page = self.open()
        page.evaluate("window.sameDocument = true")
        before = self.rows(page, "nps")[0][0]
        with self.vocd.client() as client:
            client.reach()
            api.submit(client, api.response(
                "nordvik-relationship", "live-1", "nps", 10, account_id="live-customer",
                collected_at=DECEMBER))
        page.wait("document.querySelector('#nps tbody tr td').textContent === "
                  f"'{before + 1}'", seconds=5)
        self.assertIn(f"n {before + 1}", page.text("#scores li"))
        page.wait("document.querySelector('#said').textContent.includes("
                  f"'NPS in December 2025 is now')")
        self.assertEqual(self.rows(page, "nps"), self.expected("nps", self.trend("nps")))
        self.assertTrue(page.evaluate("window.sameDocument"))
        self.assertEqual(page.said(), [])

    def test_who_is_unhappy_stands_first_with_their_words(self):
        page = self.open()
        words = "<img src=x onerror=alert(1)> I am <b>leaving</b>"
        with self.vocd.client() as client:
            client.reach()
            answer = api.response("nordvik-relationship", "live-2", "nps", 1, comment=words,
                                  account_id="unhappy & co")
            api.submit(client, answer)
        page.wait("document.querySelector('.case b').textContent === 'unhappy & co'", seconds=5)
        self.assertEqual(page.text(".case blockquote"), words)
        self.assertEqual(page.text(".case .score"), "NPS 1")
        self.assertIn("unhappy & co (NPS 1", page.text("#lead"))
        # Told of a year that is not shown, and brought there.
        page.wait("!document.querySelector('#notice').hidden")
        page.click("#notice button")
        page.wait("document.querySelector('#notice').hidden")
        self.assertEqual(page.evaluate("document.querySelector('#period').value"), "latest")
        # A correction that no longer matches takes it away again.
        with self.vocd.client() as client:
            client.reach()
            answer.response.score = 10
            api.submit(client, answer)
        page.wait("document.querySelector('.case b')?.textContent !== 'unhappy & co'", seconds=5)
        self.assertEqual(page.said(), [])

    def test_goes_on_after_a_restart_without_losing_or_doubling_an_alert(self):
        with Vocd("--ops=127.0.0.1:0") as vocd:
            def detractor(number):
                with vocd.client() as client:
                    client.reach()
                    api.submit(client, api.response("s", str(number), "nps", 1,
                                                    account_id=f"customer-{number}"))
            detractor(0)
            page = self.open("?lang=en", vocd)
            page.wait("document.querySelectorAll('.case').length === 1")
            detractor(1)
            page.wait("document.querySelectorAll('.case').length === 2", seconds=5)
            vocd.kill9()
            page.wait("document.querySelector('#state').className === 'state lost'")
            self.assertIn("Connection lost", page.text("#state"))
            # What was drawn stays.
            self.assertEqual(len(page.texts(".case")), 2)
            vocd.start()
            detractor(2)
            page.wait(LIVE)
            page.wait("document.querySelectorAll('.case').length === 3")
            self.assertEqual(page.texts(".case b"), ["customer-2", "customer-1", "customer-0"])
            page.wait("document.querySelector('#nps tbody tr td').textContent === '3*'")
            # A failed connection is the browser's to say; nothing else was said.
            for message in page.said():
                self.assertIn("Failed to load resource", message)

    def test_rests_while_nobody_looks_and_catches_up(self):
        with Vocd("--ops=127.0.0.1:0") as vocd, vocd.client() as client:
            client.reach()
            api.submit(client, api.response("s", "1", "nps", 1, account_id="first"))
            page = self.open("?lang=en", vocd)
            page.wait("document.querySelectorAll('.case').length === 1")
            self.assertEqual(subscriptions(vocd), [1, 1])
            page.evaluate("""
                Object.defineProperty(document, 'visibilityState',
                                      {configurable: true, get: () => 'hidden'});
                document.dispatchEvent(new Event('visibilitychange'))""")
            page.wait("document.querySelector('#state').className === 'state paused'")
            Changing().wait_until(lambda: subscriptions(vocd) == [0, 0], 30, "no stream is open")
            api.submit(client, api.response("s", "2", "nps", 2, account_id="second"))
            page.evaluate("""
                delete document.visibilityState;
                document.dispatchEvent(new Event('visibilitychange'))""")
            page.wait("document.querySelectorAll('.case').length === 2")
            page.wait(LIVE)
            self.assertEqual(page.texts(".case b"), ["second", "first"])
            self.assertEqual(page.said(), [])

    def test_an_empty_store_says_how_to_begin_and_fills_by_itself(self):
        with Vocd() as vocd:
            page = self.browser.open(f"http://{vocd.http_address}/?lang=en", zone=ZONE)
            self.addCleanup(page.close)
            page.wait("document.querySelector('#first pre') !== null")
            command = page.text("#first pre")
            self.assertEqual(page.axe()[0], [])
            page.picture("live-empty")
            # What it says works as it stands.
            done = subprocess.run(["bash", "-c", command], capture_output=True, timeout=60,
                                  check=False)
            self.assertIn(b"OUTCOME_CREATED", done.stdout, done.stderr)
            page.wait(DRAWN)
            page.wait("document.querySelector('#first').hidden")
            self.assertEqual(page.text("#scores b"), "100")
            self.assertTrue(page.evaluate("document.querySelector('#notice').hidden"))
            self.assertRegex(page.text("#lead"), "^Too few answers in .* Nobody waits for a call.$")
            self.assertEqual(page.said(), [])

    def test_is_accessible_in_every_size_scheme_and_language(self):
        for i, language in enumerate(LANGUAGES):
            for size, viewport in SIZES.items():
                for scheme in ("light", "dark"):
                    with self.subTest(language=language, size=size, scheme=scheme):
                        by = "week" if (i + len(size)) % 2 else "month"
                        page = self.open(f"?lang={language}&period=2025&by={by}", scheme=scheme,
                                         **viewport)
                        violations, rules = page.axe()
                        self.assertEqual(violations, [])
                        self.assertGreater(rules, 20)
                        self.assertLessEqual(page.evaluate(
                            "document.documentElement.scrollWidth - "
                            "document.documentElement.clientWidth"), 0)
                        self.assertEqual(page.said(), [])
                        page.picture(f"live-{language}-{size}-{scheme}")

    def test_speaks_the_browsers_language(self):
        for locale, tag in (("sv-SE", "sv"), ("da", "da"), ("nn-NO", "nb"), ("fi", "en")):
            with self.subTest(locale=locale):
                page = self.open("?period=2025", locale=locale)
                self.assertEqual(page.evaluate("document.documentElement.lang"), tag)

    def test_the_keyboard_reaches_everything(self):
        page = self.open()
        reached = []
        for _ in range(14):
            page.press("Tab")
            reached.append(page.evaluate(
                "document.activeElement.id || document.activeElement.getAttribute('href') || "
                "document.activeElement.tagName"))
        self.assertEqual(reached[:8], ["skip", "period", "by", "language", "#nps", "#csat", "#ces",
                                       "#sentiment"])
        self.assertIn("SUMMARY", reached)


if __name__ == "__main__":
    unittest.main()
