"""Clients that mean no good cost the HTTP edge little, and others nothing."""

import concurrent.futures
import contextlib
import json
import resource
import select
import socket
import threading
import time
import unittest

from support import api, edge
from support.vocd import Vocd

SUBMIT = "FeedbackService/Submit"
STATUS = "AdminService/GetStatus"
HEAD = (b"POST /voc.v1.AdminService/GetStatus HTTP/1.1\r\nHost: localhost\r\n"
        b"Content-Type: application/json\r\n")

# What the limits of server/http/limits.h say, with room for a busy machine.
CUT_SECONDS_MAX = 40
IDLE_CONNECTIONS = 10_000
STUCK_READERS = 20
STUCK_BYTES_MAX = 160 << 20


def file_limit() -> int:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


class Hostile(unittest.TestCase):

    def setUp(self):
        self.vocd = Vocd()
        self.addCleanup(self.vocd.close)
        self.address = self.vocd.http_address
        self.sockets = contextlib.ExitStack()
        self.addCleanup(self.sockets.close)

    def connect(self) -> socket.socket:
        return self.sockets.enter_context(edge.connect(self.address))

    def is_served(self):
        got = edge.post(self.address, STATUS, {})
        self.assertEqual(got.status, 200)

    def closed_within(self, sock, seconds) -> bytes:
        """What came before the server closed; fails if it does not."""
        deadline = time.monotonic() + seconds
        received = b""
        while time.monotonic() < deadline:
            sock.settimeout(max(0.1, deadline - time.monotonic()))
            try:
                piece = sock.recv(65536)
            except ConnectionResetError:
                return received
            if not piece:
                return received
            received += piece
        self.fail("the server did not close the connection")

    def test_heads_that_come_byte_by_byte_are_cut(self):
        slow = [self.connect() for _ in range(50)]
        deadline = time.monotonic() + CUT_SECONDS_MAX
        text = HEAD + b"X: " + b"y" * 1000
        sent = 0
        while slow and time.monotonic() < deadline:
            for sock in list(slow):
                try:
                    sock.sendall(text[sent:sent + 1])
                except OSError:
                    slow.remove(sock)
            sent += 1
            readable, _, _ = select.select(slow, [], [], 0.2)
            for sock in readable:
                if not sock.recv(4096):
                    slow.remove(sock)
        self.assertEqual(slow, [])
        self.is_served()

    def test_bodies_that_come_byte_by_byte_are_cut_and_told_so(self):
        sock = self.connect()
        sock.sendall(HEAD + b"Content-Length: 1000000\r\n\r\n{")
        self.assertIn(b" 408 ", self.closed_within(sock, CUT_SECONDS_MAX))

    def test_a_body_without_an_end_is_cut_at_the_limit(self):
        sock = self.connect()
        sock.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
        chunk = b"10000\r\n" + b"x" * 65536 + b"\r\n"
        sent = 0
        with contextlib.suppress(OSError):
            while sent < 64 << 20:
                sock.sendall(chunk)
                sent += 65536
        self.assertLess(sent, 32 << 20)
        self.assertIn(b" 413 ", self.closed_within(sock, CUT_SECONDS_MAX))
        self.is_served()

    def test_a_head_that_is_too_large_is_431(self):
        for head in (HEAD + b"X: " + b"x" * 20000 + b"\r\n\r\n", HEAD + b"X: y\r\n" * 200 + b"\r\n",
                     b"GET /" + b"x" * 20000):
            sock = self.connect()
            sock.sendall(head)
            self.assertIn(b" 431 ", self.closed_within(sock, CUT_SECONDS_MAX))
        self.is_served()

    def test_ten_thousand_idle_connections_lock_nobody_out(self):
        count = min(IDLE_CONNECTIONS, file_limit() - 200)
        idle = [self.connect() for _ in range(count)]
        # Some have said something.
        for sock in idle[::10]:
            with contextlib.suppress(OSError):
                sock.sendall(HEAD)
        began = time.monotonic()
        for _ in range(20):
            self.is_served()
        self.assertLess(time.monotonic() - began, 20)
        print(f"{count} idle connections, {self.vocd.resident_bytes() >> 20} MiB resident")
        self.assertLess(self.vocd.resident_bytes(), 512 << 20)

    def test_readers_that_are_stuck_cost_a_bounded_buffer(self):
        client = self.vocd.client()
        self.addCleanup(client.close)
        client.reach()
        for begin in range(0, 20_000, 1000):
            api.batch(client, [api.response("app", str(begin + i), "nps", 0, comment="x" * 4000)
                               for i in range(1000)])
        before = self.vocd.resident_bytes()
        body = edge.envelope(b"{}")
        for method in ("FeedbackService/ExportFeedback", "AlertService/WatchAlerts"):
            start = body if "Export" in method else edge.envelope(b'{"start":{"earliest":true}}')
            for _ in range(STUCK_READERS // 2):
                sock = self.connect()
                sock.sendall(b"POST /voc.v1.%s HTTP/1.1\r\nHost: localhost\r\n"
                             b"Content-Type: application/connect+json\r\nContent-Length: %d\r\n\r\n%s"
                             % (method.encode(), len(start), start))
                self.assertTrue(sock.recv(1000))
        for i in range(200):
            got = edge.post(self.address, SUBMIT, {"feedback": {
                "sourceId": "app", "submissionId": f"more-{i}",
                "response": {"metric": "METRIC_NPS", "score": 0, "comment": "y" * 4000}}})
            self.assertEqual(got.status, 200)
        grown = self.vocd.resident_bytes() - before
        print(f"{STUCK_READERS} stuck readers: {grown >> 20} MiB more resident")
        self.assertLess(grown, STUCK_BYTES_MAX)

    def test_clients_that_go_leave_nothing_behind(self):
        client = self.vocd.client()
        self.addCleanup(client.close)
        client.reach()
        body = edge.envelope(b"{}")
        for _ in range(50):
            with edge.connect(self.address) as sock:
                sock.sendall(b"POST /voc.v1.AlertService/WatchAlerts HTTP/1.1\r\nHost: localhost\r\n"
                             b"Content-Type: application/connect+json\r\nContent-Length: %d\r\n\r\n%s"
                             % (len(body), body))
                self.assertTrue(sock.recv(1000))
        deadline = time.monotonic() + 30
        while json.loads(edge.post(self.address, STATUS, {}).body).get("alertSubscribers", 0):
            self.assertLess(time.monotonic(), deadline, "subscriptions of clients that are gone stay")

    def test_a_flood_with_a_key_is_refused_and_others_are_served(self):
        body = json.dumps({"feedback": {"sourceId": "app"}}).encode()
        flood = (b"POST /voc.v1.FeedbackService/Submit HTTP/1.1\r\nHost: localhost\r\n"
                 b"Content-Type: application/json\r\nAuthorization: Bearer vks_stolen\r\n"
                 b"Content-Length: %d\r\n\r\n%s" % (len(body), body))

        # What is refused is answered half a second later each, so that a flood slows itself down.
        done = threading.Event()

        def send(_):
            refused = 0
            with edge.connect(self.address) as sock:
                while not done.is_set():
                    sock.sendall(flood * 20)
                    received = b""
                    while received.count(b"HTTP/1.1 ") < 20 and not done.is_set():
                        piece = sock.recv(1 << 20)
                        self.assertTrue(piece)
                        received += piece
                    refused += received.count(b"HTTP/1.1 429 ")
            return refused

        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            begin = time.monotonic()
            floods = [pool.submit(send, i) for i in range(4)]
            try:
                while time.monotonic() - begin < 5:
                    self.is_served()
            finally:
                done.set()
            refused = sum(one.result() for one in floods)
        self.assertGreater(refused, 4)
        self.assertLess(refused, 200)


if __name__ == "__main__":
    unittest.main()
