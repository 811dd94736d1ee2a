"""server/metrics against SciPy and statsmodels, on random numbers."""

import itertools
import os
import random
import subprocess
import unittest
import warnings

import numpy
from scipy import stats
from statsmodels.stats import multitest, proportion

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


if __name__ == "__main__":
    unittest.main()
