"""Four clients race on the same 10,000 keys: one creates each, and the rules decide what stays.

Two Ingest streams and two unary clients, each with its own content and claimed times for each key.
"""

import collections
import os
import queue
import random
import threading
import unittest

from support import api, trends
from support.vocd import Vocd

KEYS = 10_000
WRITERS = 4
BASE = 1_750_000_000
# How a key's writers differ: by claimed time; by client_revision, which alone decides where both
# have one, with claimed times that say the contrary; all claiming the same time.
KINDS = ["times", "revisions", "ties"]


class Race(unittest.TestCase):

    def setUp(self):
        seed = int(os.environ.get("VOC_TEST_SEED", random.SystemRandom().randrange(1 << 32)))
        print(f"seed {seed} (VOC_TEST_SEED)", flush=True)
        self.rng = random.Random(seed)

    def versions(self, number: int) -> list:
        """What each writer claims of a key, as (kind, rank, item): the highest rank must stay."""
        kind = KINDS[number % len(KINDS)]
        ranks = self.rng.sample(range(1, 100), WRITERS)
        made = []
        for writer, rank in enumerate(ranks):
            at = BASE + number
            revision = 0
            if kind == "times":
                at += rank
            elif kind == "revisions":
                at -= rank
                revision = rank
            else:
                rank = 0
            made.append((kind, rank, api.response(
                "race", f"k{number}", "nps", self.rng.randrange(11), account_id=f"w{writer}",
                client_revision=revision, collected_at=at)))
        return made

    def stream(self, address, items, results):
        """An Ingest stream, ten requests of up to 100 in flight."""
        with api.Client(address) as client:
            requests = queue.Queue()
            window = threading.Semaphore(10)
            chunks = [items[i:i + 100] for i in range(0, len(items), 100)]

            def send():
                for chunk in chunks:
                    window.acquire()
                    requests.put(api.feedback.IngestRequest(feedback=[i for _, i in chunk]))
                requests.put(None)

            sender = threading.Thread(target=send, daemon=True)
            sender.start()
            answered = client.Ingest(iter(requests.get, None), timeout=300)
            for chunk, response in zip(chunks, answered, strict=True):
                window.release()
                for (number, _), result in zip(chunk, response.results, strict=True):
                    results.append((number, result))
            sender.join()

    def unary(self, address, items, results):
        with api.Client(address) as client:
            for number, item in items:
                results.append((number, api.submit(client, item)))

    def test_one_creates_and_the_rules_decide(self):
        claims = [self.versions(number) for number in range(KEYS)]
        with Vocd() as vocd, vocd.client() as client:
            results = [[] for _ in range(WRITERS)]
            threads = []
            for writer in range(WRITERS):
                items = [(number, claims[number][writer][2]) for number in range(KEYS)]
                # Near each other, so that writers do meet, but in no common order.
                items.sort(key=lambda item: item[0] + self.rng.randrange(300))
                target = self.stream if writer < 2 else self.unary
                threads.append(threading.Thread(
                    target=target, args=(vocd.address, items, results[writer])))
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            self.check(client, claims, results)
            before = self.stored(client)
            vocd.restart(kill=True)
            self.assertEqual(self.stored(client), before)

    def stored(self, client):
        client.reach()
        return {f.submission_id: f for f in api.list_all(client)}

    def check(self, client, claims, results):
        outcomes = collections.defaultdict(collections.Counter)
        for of_writer in results:
            self.assertEqual(len(of_writer), KEYS)
            for number, result in of_writer:
                outcomes[number][api.feedback.Outcome.Name(result.outcome)] += 1
        stored = self.stored(client)
        self.assertEqual(len(stored), KEYS)
        total = collections.Counter()
        for number in range(KEYS):
            counted = outcomes[number]
            self.assertEqual(counted["OUTCOME_CREATED"], 1, number)
            self.assertEqual(counted["OUTCOME_REJECTED"], 0)
            final = stored[f"k{number}"]
            self.assertEqual(final.revision, 1 + counted["OUTCOME_UPDATED"])
            best = max(rank for _, rank, _ in claims[number])
            allowed = [item for _, rank, item in claims[number] if rank == best]
            self.assertIn(
                (final.account_id, final.response.score, final.collected_at.seconds,
                 final.client_revision),
                [(i.account_id, i.response.score, i.collected_at.seconds, i.client_revision)
                 for i in allowed], claims[number])
            total[final.response.score] += 1
        answer = trends.query(client, "nps", "total")
        trends.check_point(self, answer.total, "nps", total)
        print("outcomes:", dict(sum(outcomes.values(), collections.Counter())))


if __name__ == "__main__":
    unittest.main(verbosity=2)
