"""A year of responses as voc-csv, made from a seed: the file the big tests import.

Run as a program it writes one: python3 rows.py ROWS SEED FILE.
"""

import csv
import datetime
import hashlib
import os
import pathlib
import random
import sys
import tempfile

if __package__ is None or __package__ == "":
    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from support.paths import CACHE

COLUMNS = [
    "source_id", "submission_id", "question_id", "metric", "score", "scale_points", "comment",
    "finished", "respondent_id", "account_id", "collected_at", "channel", "journey_stage",
    "touchpoint", "language", "property.plan", "property.country",
]

# source, question, metric, scale points (written out, or left to the default), weight
SOURCES = [
    ("nps-email", "", "nps", "", 30),
    ("nps-app", "recommend", "nps", "11", 20),
    ("csat-support", "", "csat", "", 25),
    ("csat-shop", "checkout", "csat", "5", 10),
    ("ces-onboarding", "", "ces", "7", 15),
]
SCORES = {
    "nps": [0, 1, 2, 3, 4, 5, 6, 7, 7, 8, 8, 8, 9, 9, 9, 9, 10, 10, 10, 10],
    "csat": [1, 2, 3, 4, 4, 4, 5, 5, 5, 5],
    "ces": [1, 2, 3, 4, 5, 5, 6, 6, 6, 7, 7, 7],
}
COMMENTS = [
    ("en", "Works well for us."),
    ("en", 'The "quick" guide was anything but, sadly'),
    ("en", "Support answered fast, great people."),
    ("en", "First line\nsecond line, with a comma\nand a third"),
    ("en", "The export is broken again and nobody answers"),
    ("sv", "Det går för långsamt på måndagar, tyvärr"),
    ("da", "Rigtig god hjælp, tak"),
    ("no", "Ærlig talt: altfor dyrt for oss"),
    ("en", "=1+1 is what I typed; ; and a tab\there"),
]
CHANNELS = ["email", "in_app", "web", ""]
STAGES = ["land", "adopt", "expand", "renew", "advocate", ""]
TOUCHPOINTS = ["checkout", "ticket", "setup", ""]
PLANS = ["free", "team", "enterprise"]
COUNTRIES = ["SE", "DK", "NO", "GB", ""]


def generate(rows: int, seed: int):
    """Yields `rows` lists in the order of COLUMNS, all different keys, in 2025."""
    rng = random.Random(seed)
    sources = [source for source in SOURCES for _ in range(source[4])]
    days = [(datetime.date(2025, 1, 1) + datetime.timedelta(d)).isoformat() for d in range(365)]
    times = [f"T{s // 3600:02d}:{s // 60 % 60:02d}:{s % 60:02d}Z" for s in range(86400)]
    pick = rng.random
    for i in range(rows):
        source, question, metric, points, _ = sources[int(pick() * len(sources))]
        scores = SCORES[metric]
        score = scores[int(pick() * len(scores))]
        chance = pick()
        language, comment = COMMENTS[int(chance * 1000) % len(COMMENTS)] if chance < 0.1 else (
            "", "")
        mix = int(pick() * 1_000_000)
        yield [
            source, f"r{i:07d}", question, metric, str(score), points, comment,
            "true" if mix % 10 else "false", f"person-{int(pick() * 200_000)}",
            f"account-{int(pick() * 5_000)}", days[int(pick() * 365)] + times[int(pick() * 86400)],
            CHANNELS[mix % 4], STAGES[mix % 6], TOUCHPOINTS[mix // 7 % 4], language,
            PLANS[mix % 3], COUNTRIES[mix // 11 % 5],
        ]


def write(path: pathlib.Path, rows: int, seed: int):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(generate(rows, seed))


def file_of(rows: int, seed: int) -> pathlib.Path:
    """The path of such a file, made now unless an earlier test made it."""
    version = hashlib.sha256(pathlib.Path(__file__).read_bytes()).hexdigest()[:12]
    path = CACHE / f"rows-{rows}-{seed}-{version}.csv"
    if not path.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        handle, made = tempfile.mkstemp(dir=CACHE)
        os.close(handle)
        write(pathlib.Path(made), rows, seed)
        os.rename(made, path)
    return path


if __name__ == "__main__":
    write(pathlib.Path(sys.argv[3]), int(sys.argv[1]), int(sys.argv[2]))
