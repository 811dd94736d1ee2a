#!/usr/bin/env python3
"""Says whom to call: follows vocd's alerts, and goes on where it was after any interruption.

    protoc -I proto --python_out=gen google/rpc/status.proto google/rpc/error_details.proto \\
        voc/v1/feedback.proto voc/v1/alert.proto
    PYTHONPATH=gen python3 alerts.py --server 127.0.0.1:50051 --cursor cursor.txt

Needs grpcio and protobuf. An alert may come twice, as after a crash between handling it and noting
that: `alert_id` and `version` tell. None is left out.
"""

import argparse
import json
import os
import pathlib
import random
import signal
import sys
import time

import grpc
from voc.v1 import alert_pb2

WATCH = "/voc.v1.AlertService/WatchAlerts"
WAIT_SECONDS_MIN, WAIT_SECONDS_MAX = 0.5, 30.0
# vocd says something at least every 15 s.
SILENCE_SECONDS_MAX = 60
# What another try does not change.
FINAL = (grpc.StatusCode.INVALID_ARGUMENT, grpc.StatusCode.UNIMPLEMENTED,
         grpc.StatusCode.PERMISSION_DENIED, grpc.StatusCode.UNAUTHENTICATED)


def handle(alert: alert_pb2.Alert) -> None:
    """Yours: open a ticket, post to a channel. Raise if that failed: the alert comes again."""
    print(json.dumps({
        "alert": alert.alert_id, "version": alert.version,
        "state": alert_pb2.AlertState.Name(alert.state).removeprefix("ALERT_STATE_").lower(),
        "title": alert.title, "account": alert.account_id,
        "comment": alert.feedback.response.comment or alert.feedback.mention.body,
    }, ensure_ascii=False), flush=True)


class CursorFile:
    """Up to where all was handled. Replaced in one step: a crash leaves the old or the new."""

    def __init__(self, path: pathlib.Path):
        self.path = path

    def read(self) -> str:
        return self.path.read_text(encoding="ascii").strip() if self.path.exists() else ""

    def write(self, cursor: str) -> None:
        fresh = self.path.with_suffix(".new")
        with open(fresh, "w", encoding="ascii") as file:
            file.write(cursor)
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, self.path)


def follow(channel: grpc.Channel, cursor: CursorFile) -> None:
    """Handles alerts until the stream ends, which raises grpc.RpcError."""
    watch = channel.unary_stream(
        WATCH, request_serializer=alert_pb2.WatchAlertsRequest.SerializeToString,
        response_deserializer=alert_pb2.WatchAlertsResponse.FromString)
    start = alert_pb2.StartPosition(after_cursor=cursor.read())
    if not start.after_cursor:
        start = alert_pb2.StartPosition(latest=True)
    for response in watch(alert_pb2.WatchAlertsRequest(start=start)):
        if response.WhichOneof("event") == "alert":
            handle(response.alert)
        # Started and Progress have a cursor, too: what does not concern us is not read again.
        cursor.write(response.cursor)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--server", default="127.0.0.1:50051")
    parser.add_argument("--cursor", type=pathlib.Path, default=pathlib.Path("cursor.txt"))
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    cursor = CursorFile(options.cursor)
    # A connection that died without a word is noticed.
    keepalive = [("grpc.keepalive_time_ms", SILENCE_SECONDS_MAX * 1000),
                 ("grpc.keepalive_timeout_ms", 10_000)]
    wait = WAIT_SECONDS_MIN
    while True:
        before = cursor.read()
        try:
            with grpc.insecure_channel(options.server, options=keepalive) as channel:
                follow(channel, cursor)
        except grpc.RpcError as error:
            if error.code() == grpc.StatusCode.OUT_OF_RANGE:
                print("the cursor is older than what vocd keeps: from now on", file=sys.stderr)
                options.cursor.unlink()
            elif error.code() in FINAL:
                print(f"vocd refuses: {error.code().name}: {error.details()}", file=sys.stderr)
                return 1
            else:
                print(f"{error.code().name}; again in {wait:.1f} s", file=sys.stderr)
        if cursor.read() != before:
            wait = WAIT_SECONDS_MIN
        time.sleep(wait * random.uniform(0.5, 1))
        wait = min(2 * wait, WAIT_SECONDS_MAX)


if __name__ == "__main__":
    sys.exit(main())
