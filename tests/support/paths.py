"""Where things lie: the repository, the build under test, and a folder for made files.

ctest sets VOC_BUILD_DIR; by hand the release build is meant.
"""

import os
import pathlib

REPO = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("VOC_BUILD_DIR", REPO / "build" / "release"))
VOCD = BUILD / "vocd"
VOC = BUILD / "voc"
PROTO = REPO / "proto"
# Big generated files and generated code, kept between tests and runs.
CACHE = BUILD / "e2e-cache"
