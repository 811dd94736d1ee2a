"""Pages in a real browser: Chromium, told what to do by tests/support/web/browser.mjs."""

import json
import os
import pathlib
import subprocess
import time

from support.paths import BUILD, REPO

DRIVER = REPO / "tests/support/web/browser.mjs"
# Pictures are kept only for those who ask.
PICTURES = os.environ.get("VOC_PICTURES", "")
WAIT_SECONDS = 30
LOOK_AGAIN_SECONDS = 0.05


class Page:
    """One page in a context of its own."""

    def __init__(self, browser, number):
        self.browser = browser
        self.number = number

    def _do(self, action, **more):
        return self.browser.do({"do": action, "page": self.number, **more})

    def evaluate(self, script):
        return self._do("evaluate", script=script)["value"]

    def text(self, selector):
        """What the first such element says; None if there is none."""
        return self.evaluate(f"document.querySelector({json.dumps(selector)})?.textContent ?? null")

    def texts(self, selector):
        return self.evaluate(
            f"[...document.querySelectorAll({json.dumps(selector)})].map(one => one.textContent)")

    def wait(self, script, what=None, seconds=WAIT_SECONDS):
        """What the script gives once that is true; AssertionError at the deadline."""
        deadline = time.monotonic() + seconds
        while True:
            value = self.evaluate(script)
            if value:
                return value
            if time.monotonic() > deadline:
                raise AssertionError(f"not within {seconds} s: {what or script}; the page says "
                                     f"{self.evaluate('document.body.innerText')[:1500]!r}")
            time.sleep(LOOK_AGAIN_SECONDS)

    def select(self, selector, option):
        self._do("select", selector=selector, option=option)

    def click(self, selector):
        self._do("click", selector=selector)

    def press(self, key):
        self._do("press", key=key)

    def offline(self, offline):
        self._do("offline", offline=offline)

    def axe(self):
        """What axe-core finds to mend, and how many of its rules the page keeps."""
        found = self._do("axe")
        return found["violations"], found["rules"]

    def picture(self, name):
        if PICTURES:
            self._do("screenshot", file=str(pathlib.Path(PICTURES) / f"{name}.png"))

    def said(self):
        """Messages of the console, and errors."""
        return self._do("said")["console"]

    def close(self):
        self._do("close")


class Browser:
    """Not thread-safe."""

    def __init__(self):
        self.process = subprocess.Popen(
            ["node", DRIVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "VOC_BUILD_DIR": str(BUILD)})

    def do(self, command):
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, "the browser's driver ended"
        answer = json.loads(line)
        assert "error" not in answer, answer["error"]
        return answer

    def open(self, url, *, width=1280, height=900, scheme="light", locale="en-GB", zone="UTC",
             **context):
        answer = self.do({"do": "open", "url": url, "context": {
            "viewport": {"width": width, "height": height}, "colorScheme": scheme,
            "locale": locale, "timezoneId": zone, **context}})
        return Page(self, answer["page"])

    def close(self):
        self.process.stdin.close()
        self.process.wait(timeout=60)
        self.process.stdout.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
