"""Checks a store against the independent numbers of the file that was imported into it."""

import calendar
import json

from support import api, cli, trends


def month_span(month: str):
    year, number = map(int, month.split("-"))
    following = (year + 1, 1) if number == 12 else (year, number + 1)
    return (calendar.timegm((year, number, 1, 0, 0, 0)),
            calendar.timegm((*following, 1, 0, 0, 0)))


def check_file_numbers(test, client, numbers):
    """Totals and histograms of every metric, and every metric by month and source."""
    for metric in ("nps", "csat", "ces"):
        answer = trends.query(client, metric, "month", group_by=["source"])
        trends.check_point(test, answer.total, metric, numbers.histogram(metric),
                           what=f"{metric} total")
        groups = [dict(series.group) for series in answer.series]
        test.assertEqual(groups, [{"source": s} for s in numbers.sources(metric)])
        for series in answer.series:
            source = series.group["source"]
            trends.check_point(test, series.total, metric, numbers.histogram(metric, source),
                               what=f"{metric} of {source}")
            trends.check_series(test, series, metric, {
                month_span(month): numbers.histogram(metric, source, month)
                for month in numbers.months()})


def answers(server: str) -> str:
    """What a store says to the usual questions, as text to compare two stores by."""
    said = []
    for metric in ("nps", "csat", "ces", "sentiment"):
        for arguments in (("--by", "month", "--group-by", "source"),
                          ("--by", "month", "--group-by", "property.plan"),
                          ("--by", "quarter", "--group-by", "channel", "--mode", "respondent")):
            ran = cli.run("trend", "--metric", metric, *arguments, "--output", "json",
                          server=server)
            if ran.code:
                raise AssertionError(f"voc trend {metric} {arguments}: {ran}")
            said.append(_without_revisions(ran.json()))
    return json.dumps(said, sort_keys=True, indent=1)


def _without_revisions(value):
    """A point's revision is a log position, so it may differ between stores."""
    if isinstance(value, dict):
        return {k: _without_revisions(v) for k, v in value.items() if k != "revision"}
    if isinstance(value, list):
        return [_without_revisions(v) for v in value]
    if isinstance(value, float):
        return round(value, 9)
    return value


def status(client):
    return client.GetStatus(api.admin.GetStatusRequest(), timeout=30)
