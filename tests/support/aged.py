"""A store as a vocd of long ago left it, whose model heard praise in every text."""

import pathlib
import subprocess
import tempfile

from support.paths import BUILD


def folder(count: int) -> pathlib.Path:
    """A folder for Vocd(folder=...), with a store of `count` feedback; the caller removes it."""
    made = pathlib.Path(tempfile.mkdtemp(prefix="vocd-aged-"))
    data = made / "data"
    data.mkdir()
    subprocess.run([BUILD / "tests" / "support" / "aged_store", data, str(count)], check=True)
    return made
