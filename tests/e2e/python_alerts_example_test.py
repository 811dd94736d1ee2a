"""The Python service of client/web/examples: follows alerts, and goes on where it was after it was
killed, and after vocd was."""

import json
import os
import pathlib
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
import unittest

from support import api
from support.paths import PROTO, REPO
from support.vocd import Vocd

EXAMPLE = REPO / "client/web/examples/python-alerts/alerts.py"
PROTOS = ["google/rpc/status.proto", "google/rpc/error_details.proto", "voc/v1/feedback.proto",
          "voc/v1/alert.proto"]
WAIT_SECONDS_MAX = 60


class Service:
    """The example as a process, and the lines it says."""

    def __init__(self, address: str, cursor: pathlib.Path, gen: pathlib.Path):
        self.lines = queue.Queue()
        self.process = subprocess.Popen(
            [sys.executable, EXAMPLE, "--server", address, "--cursor", cursor],
            env={**os.environ, "PYTHONPATH": str(gen)}, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True)
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            self.lines.put(json.loads(line))

    def next(self):
        return self.lines.get(timeout=WAIT_SECONDS_MAX)

    def end(self, kill: bool = False) -> int:
        if kill:
            self.process.kill()
        else:
            self.process.terminate()
        code = self.process.wait(timeout=WAIT_SECONDS_MAX)
        self.process.stdout.close()
        return code


class PythonAlerts(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.vocd = Vocd()
        cls.addClassCleanup(cls.vocd.close)
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="voc-python-alerts-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.gen = cls.folder / "gen"
        cls.gen.mkdir()
        # As the example's head says.
        subprocess.run(["protoc", f"-I{PROTO}", f"--python_out={cls.gen}", *PROTOS], check=True)

    def answer(self, name: str, comment: str):
        with self.vocd.client() as client:
            api.batch(client, [api.response("app", name, "nps", 1, comment=comment,
                                            account_id="nordvik")])

    def waited_for(self, cursor: pathlib.Path):
        """Until the service has begun to follow."""
        deadline = threading.Event()
        for _ in range(WAIT_SECONDS_MAX * 20):
            if cursor.exists() and cursor.read_text(encoding="ascii"):
                return
            deadline.wait(0.05)
        self.fail("no cursor was written")

    def test_it_goes_on_where_it_was(self):
        cursor = self.folder / "cursor.txt"
        self.answer("before", "nobody followed yet")
        service = Service(self.vocd.address, cursor, self.gen)
        self.waited_for(cursor)
        self.answer("one", "slow, slow, slow å")
        first = service.next()
        self.assertEqual(first["comment"], "slow, slow, slow å")
        self.assertEqual(first["account"], "nordvik")
        self.assertEqual(first["state"], "open")

        service.end(kill=True)
        self.answer("two", "while nobody looked")
        service = Service(self.vocd.address, cursor, self.gen)
        again = service.next()
        # The kill may have come between the alert and its cursor.
        if again["alert"] == first["alert"]:
            again = service.next()
        self.assertEqual(again["comment"], "while nobody looked")

        self.vocd.restart(kill=True)
        self.answer("three", "after a restart of vocd")
        self.assertEqual(service.next()["comment"], "after a restart of vocd")
        self.assertEqual(service.end(), 0)
        self.assertTrue(service.lines.empty())

    def test_a_damaged_cursor_ends_it(self):
        cursor = self.folder / "damaged.txt"
        cursor.write_text("not a cursor", encoding="ascii")
        service = Service(self.vocd.address, cursor, self.gen)
        self.assertEqual(service.process.wait(timeout=WAIT_SECONDS_MAX), 1)
        service.process.stdout.close()


if __name__ == "__main__":
    unittest.main()
