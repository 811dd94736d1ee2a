"""server/metrics against SciPy and statsmodels, on random numbers."""

import itertools
import os
import random
import subprocess
import unittest
import warnings

import numpy
import statsmodels.api
from scipy import stats
from statsmodels.stats import contingency_tables, multitest, proportion, weightstats

PROBE = os.environ["VOC_METRICS_PROBE"]
ROUNDS = 300


def ask(questions) -> list[list[float] | None]:
    """An answer for each question (its name and numbers)."""
    lines = "".join(f"{name} {' '.join(repr(float(one)) for one in numbers)}\n"
                    for name, *numbers in questions)
    ran = subprocess.run([PROBE], input=lines, capture_output=True, text=True, check=True,
                         timeout=60)
    answers = [None if line == "-" else [float(one) for one in line.split()]
               for line in ran.stdout.splitlines()]
    if len(answers) != len(questions):
        raise AssertionError(f"{len(answers)} answers to {len(questions)} questions")
    return answers


class AgainstReferences(unittest.TestCase):

    def setUp(self):
        self.seed = random.randrange(2**32)
        self.random = random.Random(self.seed)

    def compare(self, questions, expect, places=9):
        for question, answer in zip(questions, ask(questions)):
            with self.subTest(seed=self.seed, question=question):
                expected = expect(*question[1:])
                if expected is None:
                    self.assertIsNone(answer)
                    continue
                self.assertIsNotNone(answer)
                self.assertEqual(len(answer), len(expected))
                for ours, theirs in zip(answer, expected):
                    self.assertAlmostEqual(ours, float(theirs), places)

    def scores(self, least=2):
        top = self.random.choice([5, 7, 10])
        return [self.random.randint(1, top) for _ in range(self.random.randint(least, 60))]

    def share(self):
        n = self.random.choice([1, 2, 5, 20, 100, 5_000])
        return self.random.randint(0, n), n

    def test_wilson(self):
        self.compare([("wilson", self.random.choice([0.8, 0.95, 0.99]), *self.share())
                      for _ in range(ROUNDS)],
                     lambda confidence, hits, n: [100 * end for end in proportion.proportion_confint(
                         hits, n, 1 - confidence, method="wilson")])

    def test_two_proportions(self):
        def expect(hits1, n1, hits2, n2):
            table = [[hits1, n1 - hits1], [hits2, n2 - hits2]]
            least = min(n1, n2) * min(hits1 + hits2, n1 + n2 - hits1 - hits2) / (n1 + n2)
            if least < 1:
                return [stats.fisher_exact(table)[1]]
            z, _ = proportion.proportions_ztest([hits2, hits1], [n2, n1])
            z *= ((n1 + n2 - 1) / (n1 + n2)) ** 0.5
            return [z, 2 * stats.norm.sf(abs(z))]

        self.compare([("proportions", *self.share(), *self.share()) for _ in range(ROUNDS)], expect)

    def test_mean(self):
        self.compare([("mean", self.random.choice([0.8, 0.95, 0.99]), *self.scores())
                      for _ in range(ROUNDS)],
                     lambda confidence, *scores: [
                         numpy.mean(scores) + sign * stats.t.ppf((1 + confidence) / 2,
                                                                 len(scores) - 1) * stats.sem(scores)
                         for sign in (-1, 1)],
                     places=7)  # SciPy's quantile itself is no nearer

    def test_welch(self):
        def expect(split, *scores):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                test = stats.ttest_ind(scores[split:], scores[:split], equal_var=False)
            return None if numpy.isnan(test.statistic) or numpy.isinf(test.statistic) else [
                test.statistic, test.pvalue]

        questions = []
        for _ in range(ROUNDS):
            earlier = self.scores()
            questions.append(("welch", len(earlier), *earlier, *self.scores()))
        self.compare(questions, expect)

    def test_mann_kendall(self):
        def expect(*values):
            n = len(values)
            s = sum(int(numpy.sign(b - a)) for a, b in itertools.combinations(values, 2))
            ties = numpy.unique(values, return_counts=True)[1]
            variance = (n * (n - 1) * (2 * n + 5)
                        - sum(t * (t - 1) * (2 * t + 5) for t in ties)) / 18
            z = 0 if s == 0 else (s - numpy.sign(s)) / variance**0.5
            return [s, variance, 2 * stats.norm.sf(abs(z)),
                    stats.theilslopes(values, range(n))[0]]

        self.compare([("mann_kendall", *(self.random.choice([round, float])(self.random.gauss(0, 3))
                                         for _ in range(self.random.randint(8, 40))))
                      for _ in range(ROUNDS)], expect)

    def test_mann_kendall_is_kendalls_tau(self):
        # Without ties the statistic is that of the rank correlation with time.
        values = [self.random.random() for _ in range(30)]
        answer, = ask([("mann_kendall", *values)])
        tau = stats.kendalltau(range(30), values).statistic
        self.assertAlmostEqual(answer[0] / (30 * 29 / 2), tau, 12)

    def test_benjamini_hochberg(self):
        self.compare([("benjamini_hochberg",
                       *(self.random.random() ** 3 for _ in range(self.random.randint(1, 50))))
                      for _ in range(ROUNDS)],
                     lambda *p: multitest.multipletests(p, method="fdr_bh")[1])

    # NPS

    def counts(self, most):
        return [self.random.randint(0, most) for _ in range(3)]

    def two_counts(self, least, most):
        """Two samples of promoters, passives and detractors; one of at least, or below, `least`."""
        while True:
            both = self.counts(most) + self.counts(most)
            if min(sum(both[:3]), sum(both[3:])) >= least:
                return both

    def adjusted(self, promoters, passives, detractors):
        """The mean of the adjusted counts, and its squared standard error."""
        weights = [promoters + 0.75, passives + 1.5, detractors + 0.75]
        mean = numpy.average([1, 0, -1], weights=weights)
        return mean, numpy.average(numpy.square([1, 0, -1] - mean), weights=weights) / sum(weights)

    def test_nps(self):
        def expect(confidence, *counts):
            values = numpy.repeat([100, 0, -100], counts)
            mean, error = self.adjusted(*counts)
            ends = stats.norm.interval(confidence, 100 * mean, 100 * error**0.5)
            variance = numpy.var(values / 100, ddof=1) if len(values) > 1 else 0
            return [values.mean(), variance,
                    min(max(ends[0], -100), values.mean()), max(min(ends[1], 100), values.mean())]

        questions = [("nps", self.random.choice([0.8, 0.95, 0.99]),
                      *self.counts(self.random.choice([1, 5, 200]))) for _ in range(ROUNDS)]
        self.compare([one for one in questions if sum(one[2:]) > 0], expect)

    def test_nps_test_of_many(self):
        def expect(*counts):
            (mean1, error1), (mean2, error2) = self.adjusted(*counts[:3]), self.adjusted(*counts[3:])
            z = (mean2 - mean1) / (error1 + error2) ** 0.5
            return [z, 2 * stats.norm.sf(abs(z))]

        self.compare([("nps_test", *self.two_counts(30, 400)) for _ in range(ROUNDS)], expect)

    def test_nps_test_of_few_is_mantels(self):
        def expect(*counts):
            table = numpy.array([counts[:3], counts[3:]])
            if (table.sum(axis=0) > 0).sum() == 1:
                return [0, 1]  # all the same
            test = contingency_tables.Table(table, shift_zeros=False).test_ordinal_association(
                row_scores=numpy.array([0, 1]), col_scores=numpy.array([1, 0, -1]))
            return [test.zscore, test.pvalue]

        questions = [("nps_test", *self.two_counts(1, self.random.choice([2, 5, 9])))
                     for _ in range(ROUNDS)]
        self.assertTrue(all(min(sum(one[1:4]), sum(one[4:])) < 30 for one in questions))
        self.compare(questions, expect)

    def test_nps_difference(self):
        def expect(confidence, *counts):
            (mean1, error1), (mean2, error2) = self.adjusted(*counts[:3]), self.adjusted(*counts[3:])
            low, high = stats.norm.interval(confidence, 100 * (mean2 - mean1),
                                            100 * (error1 + error2) ** 0.5)
            scores = [100 * (one[0] - one[2]) / sum(one) for one in (counts[:3], counts[3:])]
            observed = scores[1] - scores[0]
            return [min(max(low, -200), observed), max(min(high, 200), observed)]

        self.compare([("nps_difference", self.random.choice([0.8, 0.95]), *self.two_counts(1, 60))
                      for _ in range(ROUNDS)], expect)

    # Shares and means

    def test_proportion_difference(self):
        def expect(confidence, hits1, n1, hits2, n2):
            low, high = proportion.confint_proportions_2indep(
                hits2, n2, hits1, n1, method="agresti-caffo", compare="diff", alpha=1 - confidence)
            observed = 100 * (hits2 / n2 - hits1 / n1)
            return [min(max(100 * low, -100), observed), max(min(100 * high, 100), observed)]

        self.compare([("proportion_difference", self.random.choice([0.8, 0.95]), *self.share(),
                       *self.share()) for _ in range(ROUNDS)], expect)

    def test_welch_interval(self):
        def expect(confidence, split, *scores):
            means = weightstats.CompareMeans.from_data(scores[split:], scores[:split])
            return means.tconfint_diff(alpha=1 - confidence, usevar="unequal")

        questions = []
        for _ in range(ROUNDS):
            earlier, later = self.scores(least=5), self.scores(least=5)
            if numpy.var(earlier) + numpy.var(later) > 0:
                questions.append(("welch_interval", self.random.choice([0.8, 0.95]), len(earlier),
                                  *earlier, *later))
        self.compare(questions, expect, places=6)  # SciPy's quantile itself is no nearer

    def test_csat(self):
        def expect(points, top, *scores):
            best = top or {2: 1, 3: 1, 5: 2, 7: 2, 10: 2}[points]
            return [numpy.count_nonzero(numpy.array(scores) > points - best)]

        questions = []
        for _ in range(ROUNDS):
            points = self.random.choice([2, 3, 5, 7, 10])
            questions.append(("csat", points, self.random.randint(0, points - 1),
                              *(self.random.randint(1, points) for _ in range(30))))
        self.compare(questions, expect)

    def test_ces(self):
        def expect(points, low_is_good, *scores):
            ease = numpy.array(scores)
            if low_is_good:
                ease = points + 1 - ease
            return [numpy.count_nonzero(ease >= (5 if points == 7 else 4)),
                    numpy.count_nonzero(ease >= (6 if points == 7 else 5)),
                    numpy.std(scores, ddof=1)]

        questions = []
        for _ in range(ROUNDS):
            points = self.random.choice([5, 7])
            questions.append(("ces", points, self.random.randint(0, 1),
                              *(self.random.randint(1, points) for _ in range(30))))
        self.compare(questions, expect)

    def test_impact(self):
        """By the difference of two means, all answers and those without."""
        questions, expected = [], []
        for _ in range(ROUNDS):
            answers = [[self.random.choice([100, 0, -100])
                        for _ in range(self.random.randint(1, 40))] for _ in range(2)]
            difference = numpy.mean(answers[0]) - numpy.mean(answers[1])
            questions.append(("impact", len(answers[0]), len(answers[1]), difference,
                              difference - 10, difference + 10))
            impact = numpy.mean(sum(answers, [])) - numpy.mean(answers[1])
            share = len(answers[0]) / (len(answers[0]) + len(answers[1]))
            expected.append([impact, impact - 10 * share, impact + 10 * share])
        given = iter(expected)
        self.compare(questions, lambda *_: next(given))

    # Distributions

    def test_reaches_and_tails(self):
        self.compare([("reach", self.random.uniform(0.5, 0.999), self.random.uniform(1, 200))
                      for _ in range(ROUNDS)],
                     lambda confidence, degrees: [stats.norm.ppf((1 + confidence) / 2),
                                                  stats.t.ppf((1 + confidence) / 2, degrees)],
                     places=6)
        self.compare([("tails", self.random.uniform(-6, 6), self.random.uniform(1, 200))
                      for _ in range(ROUNDS)],
                     lambda value, degrees: [2 * stats.norm.sf(abs(value)),
                                             2 * stats.t.sf(abs(value), degrees),
                                             stats.norm.sf(value)])

    # Charts

    def test_control_chart(self):
        def expect(base, *numbers):
            values, errors = numpy.array(numbers[0::2]), numpy.array(numbers[1::2])
            level = numpy.average(values[:base], weights=errors[:base] ** -2)
            ages = numpy.arange(len(values))[::-1]
            weights = 0.2 * 0.8**ages
            ewma = level + weights @ (values - level)
            error = ((weights * errors) ** 2).sum() ** 0.5
            # A sum that restarts at 0 is what the last stretch of it adds up to.
            steps = (values - level) / errors
            sums = [max(0, max(numpy.cumsum((sign * steps - 0.5)[::-1]))) for sign in (-1, 1)]
            return [level, ewma, error, *sums, abs(ewma - level) > 3 * error, sums[0] > 5,
                    sums[1] > 5]

        questions = []
        for _ in range(ROUNDS):
            points = self.random.randint(1, 30)
            shift = self.random.choice([0, 3])
            numbers = []
            for i in range(points):
                numbers += [self.random.gauss(shift * (i > points / 2), 2),
                            self.random.uniform(0.5, 3)]
            questions.append(("chart", self.random.randint(1, points), *numbers))
        self.compare(questions, expect)

    # Rises and authors

    def strata(self, most):
        numbers = []
        for _ in range(self.random.randint(1, 3)):
            for n in (self.random.randint(1, most), self.random.randint(1, most)):
                numbers += [self.random.randint(0, n), n]
        return numbers

    def test_rise(self):
        def expect(*numbers):
            tables = [[[numbers[i + 2], numbers[i + 3] - numbers[i + 2]],
                       [numbers[i], numbers[i + 1] - numbers[i]]]
                      for i in range(0, len(numbers), 4)]
            tables = [table for table in map(numpy.array, tables) if table.sum(axis=0).all()]
            if not tables:
                return [1]
            laws = [stats.hypergeom(table.sum(), table[:, 0].sum(), table[0].sum())
                    for table in tables]
            ends = [law.support() for law in laws]
            expected = sum(table[0].sum() * table[:, 0].sum() / table.sum() for table in tables)
            least, most = (sum(end[side] for end in ends) for side in (0, 1))
            observed = sum(table[0, 0] for table in tables)
            if min(expected - least, most - expected) < 5:
                law = numpy.array([1.0])
                for one, (low, high) in zip(laws, ends):
                    law = numpy.convolve(law, one.pmf(numpy.arange(low, high + 1)))
                return [min(1, law[observed - least:].sum())]
            test = contingency_tables.StratifiedTable(tables).test_null_odds(correction=False)
            tail = stats.norm.sf(test.statistic**0.5)
            return [tail if observed > expected else 1 - tail]

        self.compare([("rise", *self.strata(self.random.choice([4, 12, 300])))
                      for _ in range(ROUNDS)], expect)

    def test_one_small_stratum_is_fishers(self):
        def expect(hits1, n1, hits2, n2):
            return [stats.fisher_exact([[hits2, n2 - hits2], [hits1, n1 - hits1]],
                                       alternative="greater")[1]]

        questions = []
        for _ in range(ROUNDS):
            before, now = (self.random.randint(1, 9) for _ in range(2))
            questions.append(("rise", self.random.randint(0, before), before,
                              self.random.randint(0, now), now))
        self.compare(questions, expect)

    def robust(self, values, columns, groups):
        """The cluster-robust covariance of a regression's coefficients."""
        return statsmodels.api.OLS(values, columns).fit(
            cov_type="cluster", cov_kwds={"groups": numpy.array(groups), "use_correction": False}
        ).cov_params()

    def test_design_effect_of_authors(self):
        def expect(*numbers):
            texts, hits = numbers[0::2], numbers[1::2]
            values = numpy.concatenate([[1.0] * b + [0.0] * (a - b) for a, b in zip(texts, hits)])
            p = values.mean()
            if len(texts) < 2 or p in (0, 1):
                return [1]
            groups = numpy.repeat(range(len(texts)), texts)
            variance = self.robust(values, numpy.ones(len(values)), groups)[0, 0]
            variance *= len(texts) / (len(texts) - 1)
            return [max(1, variance / (p * (1 - p) / len(values)))]

        questions = []
        for _ in range(ROUNDS):
            numbers = []
            for _ in range(self.random.randint(1, 12)):
                texts = self.random.randint(1, 9)
                numbers += [texts, self.random.choice([0, texts, self.random.randint(0, texts)])]
            questions.append(("authors", *numbers))
        self.compare(questions, expect)

    def test_dependence(self):
        """The regression of all values on which sample they are of, robust to clusters."""
        def expect(*numbers):
            split = numbers.index(-1)
            samples = [numbers[:split], numbers[split + 1:]]
            groups = [one[0::2] for one in samples]
            values = [numpy.array(one[1::2], dtype=float) for one in samples]
            n = [len(one) for one in values]
            plain = [numpy.var(one, ddof=1) / len(one) for one in values]
            effective = [len(one) ** 2 / sum(one.count(c) ** 2 for c in set(one)) for one in groups]
            tells = [a > 0 and b > 1.0001 for a, b in zip(plain, effective)]
            columns = numpy.zeros((sum(n), 2))
            columns[:n[0], 0] = 1
            columns[n[0]:, 1] = 1
            covariance = self.robust(numpy.concatenate(values), columns, groups[0] + groups[1])
            factors = [g / (g - 1) if g > 1.0001 else 0 for g in effective]
            robust = [covariance[i, i] * factors[i] for i in range(2)]
            effect = max(1, robust[0] / plain[0]) if tells[0] and len(set(groups[0])) < n[0] else 1
            if not all(tells) or not set(groups[0]) & set(groups[1]):
                return [effect, 0]
            robust = [max(a, b) for a, b in zip(robust, plain)]
            size = [n[i] * plain[i] / robust[i] for i in range(2)]
            correlation = covariance[0, 1] * numpy.sqrt(factors[0] * factors[1]
                                                        / (robust[0] * robust[1]))
            held_back = numpy.sqrt(size[0] / (size[0] + 3) * size[1] / (size[1] + 3))
            return [effect, min(max(correlation, -1), 1) * held_back]

        questions = []
        for _ in range(ROUNDS):
            clusters = self.random.randint(2, 12)
            nature = [self.random.gauss(0, 2) for _ in range(clusters)]
            numbers = []
            for sample in range(2):
                for _ in range(self.random.randint(2, 30)):
                    cluster = self.random.randrange(clusters)
                    numbers += [cluster, max(0, round(4 + nature[cluster] + self.random.gauss(0, 2)))]
                if sample == 0:
                    numbers.append(-1)
            questions.append(("dependence", *numbers))
        self.compare(questions, expect)


if __name__ == "__main__":
    unittest.main()
