"""What vocd should hold after any commands: a small model, one feedback an entry.

It knows the rules of outcomes, exclusions and alerts as the API's contract says them, for
commands that come one after another.
"""

import collections

from support import model

CREATED, UPDATED, UNCHANGED, SUPERSEDED = "CREATED", "UPDATED", "UNCHANGED", "SUPERSEDED"


class Entry:
    """One response: `content` is a dict of metric, score, points, at and whatever else."""

    def __init__(self, content: dict):
        self.content = content
        self.revision = 1
        self.exclusion = None  # whatever says why
        self.alert_version = 0
        # Why the alert is dismissed; None while it is open.
        self.dismissed = None
        self.fold_alert()

    @property
    def alert_open(self) -> bool:
        return self.alert_version > 0 and self.dismissed is None

    def fold_alert(self):
        """After a change: an alert that is raised again, or dismissed for another reason, has a
        new version."""
        if self.exclusion is None and model.raises_alert(
                self.content["metric"], self.content["score"], self.content.get("points", 0)):
            self.alert_version += 1
            self.dismissed = None
            return
        reason = self.exclusion or "no longer matches"
        if self.alert_version and self.dismissed != reason:
            self.alert_version += 1
            self.dismissed = reason


class Store:

    def __init__(self):
        self.entries = {}

    def submit(self, key, content: dict) -> str:
        entry = self.entries.get(key)
        if entry is None:
            self.entries[key] = Entry(dict(content))
            return CREATED
        if entry.content == content:
            return UNCHANGED
        if content["at"] < entry.content["at"]:
            return SUPERSEDED
        entry.content = dict(content)
        entry.revision += 1
        entry.fold_alert()
        return UPDATED

    def exclude(self, key, why):
        self.entries[key].exclusion = why
        self.entries[key].fold_alert()

    def restore(self, key):
        if self.entries[key].exclusion is not None:
            self.entries[key].exclusion = None
            self.entries[key].fold_alert()

    def histograms(self, metric: str, group=lambda key, content: (), bucket=lambda at: ()):
        """(group, bucket) -> score -> count, of what is not excluded."""
        cells = collections.defaultdict(collections.Counter)
        for key, entry in self.entries.items():
            content = entry.content
            if content["metric"] == metric and content["score"] is not None \
                    and entry.exclusion is None:
                cells[group(key, content), bucket(content["at"])][content["score"]] += 1
        return cells
