"""The protos keep the promise of the API last released, and a broken one would be noticed."""

import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from support.paths import PROTO, REPO

BUF = os.environ.get("VOC_BUF", REPO / "build/tools/node_modules/.bin/buf")
BASELINE = REPO / "tests/data/api_baseline.binpb"


def breaking(folder) -> subprocess.CompletedProcess:
    return subprocess.run([BUF, "breaking", "--against", BASELINE], cwd=folder,
                          capture_output=True, text=True, timeout=60, check=False)


class ApiBaseline(unittest.TestCase):

    def test_the_protos_keep_it(self):
        ran = breaking(PROTO)
        self.assertEqual((ran.returncode, ran.stdout, ran.stderr), (0, "", ""))

    def test_a_changed_number_is_noticed(self):
        with tempfile.TemporaryDirectory() as folder:
            copy = pathlib.Path(folder) / "proto"
            shutil.copytree(PROTO, copy)
            changed = copy / "voc/v1/feedback.proto"
            text = changed.read_text()
            self.assertIn("string account_id = 11;", text)
            changed.write_text(text.replace("string account_id = 11;", "string account_id = 99;"))
            ran = breaking(copy)
            self.assertNotEqual(ran.returncode, 0)
            self.assertIn("account_id", ran.stdout)


if __name__ == "__main__":
    unittest.main(verbosity=2)
