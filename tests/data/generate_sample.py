#!/usr/bin/env python3
"""Writes the sample year: 2025 of Nordvik, a made-up maker of workshop software, as voc-csv.

    generate_sample.py [--seed N] [--until DATE] FILE

Three surveys (NPS, CSAT, CES), reviews from three platforms and some social posts, in four
languages. Version 5.0, released on 6 October, was a bad one; 5.1 of 1 December mends it. The
same seed gives the same bytes. With --until all of it is moved by whole weeks, so that it ends within
the week up to that day. People, companies and texts are invented.
"""

import argparse
import csv
import datetime
import random

import sample_phrases as phrases

COLUMNS = [
    "source_id", "submission_id", "question_id", "client_revision", "metric", "score",
    "scale_points", "low_is_good", "comment", "finished", "respondent_id", "account_id",
    "collected_at", "channel", "journey_stage", "touchpoint", "language", "mention_type",
    "platform", "title", "body", "url", "author", "rating", "rating_max", "property.plan",
    "property.country", "property.version",
]

YEAR_START = datetime.datetime(2025, 1, 1)
YEAR_MINUTES = 365 * 24 * 60
ACCOUNTS = 420
PEOPLE_PER_ACCOUNT_MAX = 5

# How content people are, month by month, 0..1; October and November are the bad release.
MOOD = [0.66, 0.67, 0.68, 0.70, 0.70, 0.72, 0.73, 0.73, 0.74, 0.52, 0.46, 0.64]
BAD_FROM, BAD_UNTIL = "2025-10-06", "2025-12-08"
RELEASES = [("2025-01-01", "4.8"), ("2025-04-07", "4.9"), ("2025-10-06", "5.0"),
            ("2025-12-01", "5.1")]
COUNTRIES = [("SE", "sv", 38), ("NO", "no", 20), ("DK", "da", 22), ("GB", "en", 20)]
PLANS = [("starter", 50), ("team", 35), ("enterprise", 15)]
STAGES = [("land", 10), ("adopt", 25), ("expand", 20), ("renew", 35), ("advocate", 10)]


class Sample:
    """Makes the rows; everything random comes from one seeded source."""

    def __init__(self, seed: int):
        self.random = random.Random(seed).random
        self.accounts = [self.account(i) for i in range(1, ACCOUNTS + 1)]
        # (moment it arrives, row); sorted by arrival in the end
        self.rows = []

    # Only random() is used, since its sequence is the same in every Python.

    def below(self, limit: int) -> int:
        return int(self.random() * limit)

    def one_of(self, items):
        return items[self.below(len(items))]

    def weighted(self, choices):
        """One of (..., weight) tuples."""
        left = self.random() * sum(choice[-1] for choice in choices)
        for choice in choices:
            left -= choice[-1]
            if left < 0:
                return choice
        return choices[-1]

    def account(self, number: int) -> dict:
        country, language, _ = self.weighted(COUNTRIES)
        return {
            "account_id": f"nv-{number:04d}", "people": 1 + self.below(PEOPLE_PER_ACCOUNT_MAX),
            "property.plan": self.weighted(PLANS)[0], "property.country": country,
            "language": language,
            # Some customers are happier than others, all year.
            "bias": (self.random() - 0.5) * 0.24,
        }

    def moment(self) -> datetime.datetime:
        """Some minute of the year, mostly in working hours."""
        while True:
            moment = YEAR_START + datetime.timedelta(minutes=self.below(YEAR_MINUTES))
            working = moment.weekday() < 5 and 6 <= moment.hour < 17
            if working or self.random() < 0.12:
                return moment + datetime.timedelta(seconds=self.below(60))

    def mood(self, moment, account) -> float:
        """This answer's contentment, about 0..1."""
        noise = self.random() + self.random() - 1
        month = 9 if moment.month == 10 and not self.after_release(moment) else moment.month
        return MOOD[month - 1] + account["bias"] + noise * 0.42

    def after_release(self, moment) -> bool:
        return BAD_FROM <= moment.date().isoformat() < BAD_UNTIL

    def text(self, mood: float, moment, language: str, low=0.45, high=0.62) -> str:
        """One or two sentences that fit the mood."""
        if mood > high:
            first = phrases.LIKES
        elif mood > low:
            first = phrases.NEUTRAL
        elif self.after_release(moment) and self.random() < 0.8:
            first = phrases.RELEASE
        else:
            first = phrases.DISLIKES
        sentences = [self.one_of(first[language])]
        if self.random() < 0.35:
            second = self.one_of(first[language] if mood < low else phrases.NEUTRAL[language])
            if second not in sentences:
                sentences.append(second)
        return " ".join(sentences)

    def base(self, account, moment) -> dict:
        version = [name for day, name in RELEASES if day <= moment.date().isoformat()][-1]
        return {
            "collected_at": moment.isoformat() + "Z", "account_id": account["account_id"],
            "property.plan": account["property.plan"],
            "property.country": account["property.country"], "property.version": version,
        }

    def survey(self, source, number, question, metric, touchpoint, comment_share):
        account = self.one_of(self.accounts)
        moment = self.moment()
        mood = self.mood(moment, account)
        row = self.base(account, moment)
        person = 1 + self.below(account["people"])
        # About one in nine answers in English whatever the country.
        language = "en" if self.random() < 0.11 else account["language"]
        row.update(
            source_id=source, submission_id=f"{source}-{number:05d}", question_id=question,
            metric=metric, finished="true",
            respondent_id=f"{account['account_id']}-p{person}", touchpoint=touchpoint)
        if metric == "nps":
            row["score"] = max(0, min(10, round(1.2 + mood * 10.4)))
            row["channel"] = self.weighted([("email", 70), ("in_app", 30)])[0]
            row["journey_stage"] = self.weighted(STAGES)[0]
        elif metric == "csat":
            row["score"] = max(1, min(5, round(1.0 + mood * 4.6)))
            row["channel"] = self.weighted([("email", 45), ("web", 55)])[0]
            row["journey_stage"] = "adopt"
        else:
            row["score"] = max(1, min(7, round(1.0 + mood * 6.6)))
            row["scale_points"] = 7
            row["channel"] = "in_app"
            row["journey_stage"] = "land"
        if self.random() < comment_share:
            row["comment"] = self.text(mood, moment, language)
            row["language"] = language
        elif self.random() < 0.02:
            del row["score"]  # left the form halfway
            row["finished"] = "false"
        self.rows.append((moment, row))
        if self.random() < 0.012 and "score" in row:
            self.correction(moment, row, mood, language)

    def correction(self, moment, row, mood, language):
        """The same person edits the answer some hours later."""
        later = moment + datetime.timedelta(minutes=30 + self.below(48 * 60))
        row["client_revision"] = 1
        edited = dict(row, client_revision=2, language=language,
                      comment=self.text(mood, moment, language))
        limits = {"nps": (0, 10), "csat": (1, 5), "ces": (1, 7)}[row["metric"]]
        edited["score"] = max(limits[0], min(limits[1], row["score"] + self.below(3) - 1))
        self.rows.append((later, edited))

    def review(self, platform, number):
        account = self.one_of(self.accounts)
        moment = self.moment()
        mood = self.mood(moment, account) + 0.05
        language = account["language"] if platform != "g2" else "en"
        row = {"collected_at": moment.isoformat() + "Z"}
        stars = max(1.0, min(5.0, round((1.2 + mood * 4.6) * 2) / 2))
        if platform != "g2":
            stars = round(stars + 0.01)
        kind = "likes" if mood > 0.55 else "dislikes"
        row.update(
            source_id=f"reviews-{platform.replace('_', '-')}",
            submission_id=f"{platform}-{number:05d}", mention_type="review", platform=platform,
            title=self.one_of(phrases.TITLES[kind][language]),
            body=self.text(mood, moment, language), language=language,
            author=f"reviewer-{number:05d}", rating=f"{stars:g}", rating_max="5",
            url=f"https://reviews.example/{platform}/{number:05d}")
        self.rows.append((moment, row))

    def social(self, number):
        account = self.one_of(self.accounts)
        moment = self.moment()
        mood = self.mood(moment, account)
        language = "en" if self.random() < 0.3 else account["language"]
        row = {"collected_at": moment.isoformat() + "Z"}
        row.update(
            source_id="social-linkedin", submission_id=f"post-{number:05d}",
            mention_type="social", platform="linkedin", body=self.text(mood, moment, language),
            language=language, author=f"member-{number:05d}",
            url=f"https://social.example/posts/{number:05d}")
        self.rows.append((moment, row))

    def year(self) -> list:
        for number in range(1, 3601):
            self.survey("nordvik-relationship", number, "recommend", "nps", "relationship", 0.55)
        for number in range(1, 2601):
            self.survey("nordvik-support", number, "", "csat", "ticket", 0.40)
        for number in range(1, 901):
            self.survey("nordvik-onboarding", number, "", "ces", "setup", 0.30)
        for platform, count in (("g2", 220), ("trustpilot", 320), ("app_store", 260)):
            for number in range(1, count + 1):
                self.review(platform, number)
        for number in range(1, 181):
            self.social(number)
        self.rows.sort(key=lambda row: (row[0], row[1]["source_id"], row[1]["submission_id"]))
        return [row for _, row in self.rows]


def weeks_until(date: datetime.date) -> datetime.timedelta:
    """By how much the year is moved to end then, or up to six days before."""
    last = (YEAR_START + datetime.timedelta(minutes=YEAR_MINUTES - 1)).date()
    return datetime.timedelta(weeks=(date - last).days // 7)


def moved(row: dict, by: datetime.timedelta) -> dict:
    moment = datetime.datetime.fromisoformat(row["collected_at"].removesuffix("Z")) + by
    return {**row, "collected_at": moment.isoformat() + "Z"}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=2025)
    parser.add_argument("--until", type=datetime.date.fromisoformat, metavar="DATE")
    parser.add_argument("file")
    arguments = parser.parse_args()
    by = weeks_until(arguments.until) if arguments.until else datetime.timedelta()
    with open(arguments.file, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(moved(row, by) for row in Sample(arguments.seed).year())


if __name__ == "__main__":
    main()
