"""The numbers, computed another way than vocd does: plain Python over plain rows.

Nothing here may be taken from the server's code: it is what the server is compared with.
"""

import collections
import csv
import datetime
import math
import zoneinfo

TOP_BOX = {2: {2}, 3: {3}, 5: {4, 5}, 7: {6, 7}, 10: {9, 10}}
CSAT_ALERT = {2: 1, 3: 1, 5: 2, 7: 2, 10: 2}
CES_ALERT = {5: 2, 7: 3}
DEFAULT_POINTS = {"nps": 11, "csat": 5, "ces": 7}


def value_of(metric: str, histogram: dict, points: int = 0):
    """The metric's value of a histogram score -> count, or None where it is empty."""
    n = sum(histogram.values())
    if n == 0:
        return None
    if metric == "nps":
        promoters = sum(c for s, c in histogram.items() if s >= 9)
        detractors = sum(c for s, c in histogram.items() if s <= 6)
        return 100 * (promoters - detractors) / n
    if metric == "csat":
        top = TOP_BOX[points or DEFAULT_POINTS[metric]]
        return 100 * sum(c for s, c in histogram.items() if s in top) / n
    return sum(s * c for s, c in histogram.items()) / n


def raises_alert(metric: str, score, points: int = 0, low_is_good: bool = False) -> bool:
    """Whether the built-in rule of the metric matches."""
    if score is None:
        return False
    points = points or DEFAULT_POINTS[metric]
    if metric == "nps":
        return score <= 6
    if metric == "csat":
        return score <= CSAT_ALERT[points]
    return (points + 1 - score if low_is_good else score) <= CES_ALERT[points]


def _midnight(date: datetime.date, zone) -> int:
    return int(datetime.datetime(date.year, date.month, date.day, tzinfo=zone).timestamp())


def bucket(second: int, granularity: str, zone_name: str = "UTC"):
    """(start, end) in POSIX seconds of the calendar bucket a moment falls into."""
    zone = zoneinfo.ZoneInfo(zone_name)
    local = datetime.datetime.fromtimestamp(second, zone)
    if granularity == "hour":
        start = second - local.minute * 60 - local.second
        return start, start + 3600
    day = local.date()
    if granularity == "day":
        first, last = day, day + datetime.timedelta(1)
    elif granularity == "iso_week":
        first = day - datetime.timedelta(day.weekday())
        last = first + datetime.timedelta(7)
    else:
        months = {"month": 1, "quarter": 3, "year": 12}[granularity]
        index = (day.year * 12 + day.month - 1) // months * months
        first = datetime.date(index // 12, index % 12 + 1, 1)
        index += months
        last = datetime.date(index // 12, index % 12 + 1, 1)
    return _midnight(first, zone), _midnight(last, zone)


def parse_utc(text: str) -> int:
    return int(datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp())


class FileNumbers:
    """Histograms of a voc-csv file whose rows all have different keys."""

    def __init__(self, path):
        # metric, source, month ("2025-03", UTC) -> score -> count
        self.cells = collections.defaultdict(collections.Counter)
        self.rows = 0
        self.alerts = 0
        with open(path, encoding="utf-8", newline="") as file:
            reader = csv.reader(file)
            column = {name: i for i, name in enumerate(next(reader))}
            source, metric = column["source_id"], column["metric"]
            score, time = column["score"], column["collected_at"]
            for row in reader:
                self.rows += 1
                answer = int(row[score])
                self.cells[row[metric], row[source], row[time][:7]][answer] += 1
                self.alerts += raises_alert(row[metric], answer)

    def histogram(self, metric: str, source=None, month=None) -> collections.Counter:
        total = collections.Counter()
        for (m, s, t), counts in self.cells.items():
            if m == metric and source in (None, s) and month in (None, t):
                total.update(counts)
        return total

    def sources(self, metric: str) -> list:
        return sorted({s for m, s, _ in self.cells if m == metric})

    def months(self) -> list:
        return sorted({t for _, _, t in self.cells})


def same(left, right, tolerance=1e-9) -> bool:
    """Equal numbers, or both absent."""
    if left is None or right is None:
        return left is right
    return math.isclose(left, right, rel_tol=tolerance, abs_tol=tolerance)
