"""Buckets of every length in the caller's zone equal those of Python's zoneinfo.

Europe/Stockholm has its two clock changes, Asia/Kathmandu its 45 minutes, Africa/Cairo a change at
midnight.
"""

import collections
import random
import unittest

from support import api, model, trends
from support.served import Served

SEED = 1789
# Days around which answers are dense, as UTC midnights of 2025.
DENSE = ["2025-03-29", "2025-03-30", "2025-03-31", "2025-04-24", "2025-04-25", "2025-10-25",
         "2025-10-26", "2025-10-27", "2025-10-30", "2025-10-31", "2025-12-31", "2025-01-01"]
ZONES = ["Europe/Stockholm", "Asia/Kathmandu", "Africa/Cairo", "UTC"]
LENGTHS = ["hour", "day", "iso_week", "month", "quarter", "year"]


def moments() -> list:
    rng = random.Random(SEED)
    found = []
    for day in DENSE:
        start = model.parse_utc(f"{day}T00:00:00Z")
        found += [start + rng.randrange(86400) for _ in range(150)]
        # On the edges themselves, and one second to either side.
        for zone in ZONES:
            for length in ("hour", "day", "month"):
                edge, end = model.bucket(start + 43200, length, zone)
                found += [edge - 1, edge, edge + 1, end - 1, end]
    year = model.parse_utc("2025-01-01T00:00:00Z")
    found += [year + rng.randrange(365 * 86400) for _ in range(2000)]
    return found


class TimeZones(Served):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        print(f"seed {SEED}")
        rng = random.Random(SEED + 1)
        cls.answers = [(at, rng.randrange(11)) for at in moments()]
        items = [api.response("nps", f"k{i}", "nps", score, collected_at=at)
                 for i, (at, score) in enumerate(cls.answers)]
        for result in api.batch(cls.client, items):
            assert result.outcome == api.feedback.OUTCOME_CREATED, result

    def cells(self, length, zone, start=None, end=None):
        found = collections.defaultdict(collections.Counter)
        for at, score in self.answers:
            if (start is None or at >= start) and (end is None or at < end):
                found[model.bucket(at, length, zone)][score] += 1
        return found

    def check(self, length, zone, start=None, end=None):
        answer = trends.query(self.client, "nps", length, time_zone=zone, start=start, end=end)
        self.assertEqual(len(answer.series), 1)
        cells = self.cells(length, zone, start, end)
        with self.subTest(length=length, zone=zone):
            trends.check_series(self, answer.series[0], "nps", cells)
        return answer.series[0].points

    def test_every_length_in_every_zone(self):
        for zone in ZONES:
            for length in LENGTHS:
                self.check(length, zone)

    def test_a_stockholm_day_has_23_and_25_hours(self):
        lengths = collections.Counter(
            p.end_time.seconds - p.start_time.seconds
            for p in self.check("day", "Europe/Stockholm"))
        self.assertEqual(lengths[23 * 3600], 1)
        self.assertEqual(lengths[25 * 3600], 1)
        self.assertEqual(set(lengths), {23 * 3600, 24 * 3600, 25 * 3600})

    def test_hours_of_the_changes_are_all_there(self):
        for day, hours in (("2025-03-30", 23), ("2025-10-26", 25)):
            start, end = model.bucket(model.parse_utc(f"{day}T12:00:00Z"), "day",
                                      "Europe/Stockholm")
            points = self.check("hour", "Europe/Stockholm", start, end)
            self.assertEqual(len(points), hours)
            self.assertEqual(points[0].start_time.seconds, start)
            self.assertEqual(points[-1].end_time.seconds, end)

    def test_kathmandu_hours_begin_at_a_quarter_past(self):
        start = model.parse_utc("2025-06-01T00:00:00Z")
        points = self.check("hour", "Asia/Kathmandu", start, start + 3 * 86400)
        self.assertEqual({p.start_time.seconds % 3600 for p in points}, {900})

    def test_ends_that_are_no_edges(self):
        """First and last bucket keep their calendar start and end, counting the interval only."""
        start = model.parse_utc("2025-03-15T07:31:00Z")
        end = model.parse_utc("2025-10-26T01:30:00Z")
        for zone in ZONES:
            for length in ("day", "iso_week", "month", "quarter", "year"):
                points = self.check(length, zone, start, end)
                self.assertEqual(points[0].start_time.seconds,
                                 model.bucket(start, length, zone)[0])
                self.assertEqual(points[-1].end_time.seconds,
                                 model.bucket(end - 1, length, zone)[1])

    def test_empty_buckets_between_the_ends_are_there(self):
        start = model.parse_utc("2023-11-01T00:00:00Z")
        end = model.parse_utc("2024-03-01T00:00:00Z")
        points = self.check("month", "Europe/Stockholm", start, end)
        self.assertEqual([p.n for p in points], [0] * 5)
        self.assertFalse(any(p.HasField("value") for p in points))

    def test_rolling_windows_count_calendar_days(self):
        """A point's window is [end - days in the zone, end), read before the interval too."""
        for zone, days in (("Europe/Stockholm", 30), ("Asia/Kathmandu", 7)):
            start, end = (model.bucket(model.parse_utc(f"2025-{m}-15T00:00:00Z"), "month", zone)[0]
                          for m in ("10", "12"))
            answer = trends.query(self.client, "nps", "day", time_zone=zone, start=start,
                                  end=end, window_days=days)
            for point in answer.series[0].points:
                window_end = point.end_time.seconds
                # The zone's midnight so many calendar days before.
                day = window_end
                for _ in range(days):
                    day = model.bucket(day - 1, "day", zone)[0]
                self.assertEqual(point.start_time.seconds, day)
                expected = collections.Counter(
                    score for at, score in self.answers if day <= at < window_end)
                trends.check_point(self, point, "nps", expected, what=f"{zone} {window_end}")


if __name__ == "__main__":
    unittest.main(verbosity=2)
