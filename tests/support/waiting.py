"""Waiting for a condition with a deadline, instead of sleeping and hoping."""

import threading
import time


class Changing:
    """A value that threads change and a test waits on."""

    def __init__(self):
        self.condition = threading.Condition()

    def changed(self):
        with self.condition:
            self.condition.notify_all()

    def wait_until(self, predicate, seconds: float, what: str):
        """Returns when predicate() holds, evaluated after each change; AssertionError at the
        deadline."""
        deadline = time.monotonic() + seconds
        with self.condition:
            while not predicate():
                left = deadline - time.monotonic()
                if left <= 0:
                    raise AssertionError(f"not within {seconds} s: {what}")
                # Also looks without a change now and then: a predicate may ask the server.
                self.condition.wait(min(left, 0.5))
