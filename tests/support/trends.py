"""Asks for trends and compares them with histograms computed elsewhere."""

from support import api, model

METRICS = {
    "nps": api.trend.TREND_METRIC_NPS,
    "csat": api.trend.TREND_METRIC_CSAT,
    "ces": api.trend.TREND_METRIC_CES,
    "rating": api.trend.TREND_METRIC_RATING,
    "sentiment": api.trend.TREND_METRIC_SENTIMENT,
}
GRANULARITIES = {
    "hour": api.trend.GRANULARITY_HOUR,
    "day": api.trend.GRANULARITY_DAY,
    "iso_week": api.trend.GRANULARITY_ISO_WEEK,
    "month": api.trend.GRANULARITY_MONTH,
    "quarter": api.trend.GRANULARITY_QUARTER,
    "year": api.trend.GRANULARITY_YEAR,
    "total": api.trend.GRANULARITY_TOTAL,
}


def request(metric, by="month", *, start=None, end=None, flt=None, **fields):
    """A QueryTrendRequest; start and end in POSIX seconds."""
    made = api.trend.QueryTrendRequest(
        metric=METRICS[metric], granularity=GRANULARITIES[by], filter=flt, **fields)
    if start is not None:
        made.filter.interval.start_time.CopyFrom(api.at(start))
    if end is not None:
        made.filter.interval.end_time.CopyFrom(api.at(end))
    return made


def query(client, metric, by="month", **fields):
    return client.QueryTrend(request(metric, by, **fields), timeout=60)


def check_point(test, point, metric, histogram, points=0, what=""):
    """Asserts that a point says what a histogram score -> count says."""
    histogram = {s: c for s, c in histogram.items() if c}
    n = sum(histogram.values())
    test.assertEqual(point.n, n, what)
    test.assertEqual(dict(point.histogram), histogram, what)
    expected = model.value_of(metric, histogram, points)
    got = point.value if point.HasField("value") else None
    test.assertTrue(model.same(got, expected), f"{what}: value {got}, expected {expected}")
    if metric == "nps":
        test.assertEqual(
            (point.promoters, point.passives, point.detractors),
            (sum(c for s, c in histogram.items() if s >= 9),
             sum(c for s, c in histogram.items() if 7 <= s <= 8),
             sum(c for s, c in histogram.items() if s <= 6)), what)


def check_series(test, series, metric, cells: dict, points=0):
    """Asserts that a series is gapless and holds, bucket by bucket, cells (start, end) ->
    histogram; an empty bucket is one that cells does not name."""
    test.assertTrue(series.points)
    left = dict(cells)
    last_end = None
    for point in series.points:
        span = (point.start_time.seconds, point.end_time.seconds)
        test.assertLess(span[0], span[1])
        if last_end is not None:
            test.assertEqual(span[0], last_end, "buckets are adjacent")
        last_end = span[1]
        check_point(test, point, metric, left.pop(span, {}), points, f"bucket {span}")
    test.assertFalse(left, "buckets the answer lacks")
