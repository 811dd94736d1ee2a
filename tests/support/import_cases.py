"""The fixtures of tests/data/imports: what must come of them, and whether it did."""

import dataclasses
import json
import pathlib

from support import api
from support.paths import REPO

FOLDER = REPO / "tests" / "data" / "imports"
COUNTS = ("created", "updated", "unchanged", "superseded", "skipped", "rejected")
DEFAULT_POINTS = {"METRIC_NPS": 11, "METRIC_CSAT": 5, "METRIC_CES": 7}


@dataclasses.dataclass
class Case:
    name: str
    folder: pathlib.Path
    # As expected.json has it.
    info: dict

    @property
    def export(self) -> pathlib.Path:
        found, = self.folder.glob("export.*")
        return found

    @property
    def newer(self) -> pathlib.Path:
        found, = (p for p in self.folder.glob("newer.*") if "expected" not in p.name)
        return found

    def expected(self, name: str = "expected.jsonl") -> list:
        return [json.loads(line) for line in (self.folder / name).read_text().splitlines()]

    def counts(self) -> dict:
        return {name: self.info.get(name, 0) for name in COUNTS}


def cases() -> list:
    """All of them, by name."""
    return [Case(path.parent.name, path.parent, json.loads(path.read_text()))
            for path in sorted(FOLDER.glob("*/expected.json"))]


def counts_of(said: dict) -> dict:
    return {name: int(said.get(name, 0)) for name in COUNTS}


def as_read(feedback) -> dict:
    """A stored feedback as the fixtures write it."""
    return json.loads(api.json_format.MessageToJson(feedback))


def differences(expected: list, stored: list) -> list:
    """What of the feedback that must be stored is not, or is more than that. Both as `as_read`."""
    left = list(stored)
    missing = []
    for wanted in expected:
        # The closest with the key, to say how it differs.
        found = next((f for f in left if not unlike(wanted, f)), None)
        if found is None:
            near = next((f for f in left if _key(f) == _key(wanted)), None)
            missing.append((wanted, near, unlike(wanted, near) if near else ["not stored"]))
        else:
            left.remove(found)
    said = [f"{_key(w)}: {'; '.join(why)}" for w, _, why in missing]
    keys = {_key(w) for w, _, _ in missing}
    return said + [f"stored too: {f}" for f in left if _key(f) not in keys]


def _key(feedback: dict) -> tuple:
    return (feedback.get("sourceId"), feedback.get("submissionId"), feedback.get("questionId", ""))


def unlike(wanted: dict, stored: dict) -> list:
    """In what `stored` is not what a fixture wants."""
    why = []

    def same(name, a, b):
        if a != b:
            why.append(f"{name}: wanted {a!r}, stored {b!r}")

    for name in ("sourceId", "questionId", "clientRevision", "respondentId", "accountId",
                 "channel", "journeyStage", "touchpoint"):
        same(name, wanted.get(name), stored.get(name))
    same("collectedAt", _time(wanted.get("collectedAt")), _time(stored.get("collectedAt")))
    if "submissionId" in wanted:
        same("submissionId", wanted["submissionId"], stored.get("submissionId"))
    if "language" in wanted:
        same("language", wanted["language"], stored.get("language"))
    for key, value in wanted.get("properties", {}).items():
        same(f"property {key}", value, stored.get("properties", {}).get(key))
    for kind in ("response", "mention"):
        same(kind, kind in wanted, kind in stored)
    if why:
        return why
    if "response" in wanted:
        a, b = wanted["response"], stored["response"]
        for name in ("metric", "score", "comment", "lowIsGood"):
            same(name, a.get(name), b.get(name))
        same("scalePoints", a.get("scalePoints", DEFAULT_POINTS[a["metric"]]), b["scalePoints"])
        if "finished" in a:
            same("finished", a["finished"], b.get("finished", False))
    else:
        a, b = wanted["mention"], stored["mention"]
        for name in ("mentionType", "platform", "title", "body", "url", "author", "rating"):
            same(name, a.get(name), b.get(name))
        if "rating" in a:
            same("ratingMax", a.get("ratingMax", 5), b["ratingMax"])
    return why


def _time(text):
    return None if text is None else api.seconds(_stamp(text))


def _stamp(text):
    stamp = api.Timestamp()
    stamp.FromJsonString(text)
    return stamp
