"""The API as a foreign client sees it: messages made by protoc, calls by plain grpcio."""

import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import grpc

from support.paths import CACHE, PROTO

PROTOS = [
    "google/rpc/error_details.proto",
    "google/rpc/status.proto",
    "voc/v1/admin.proto",
    "voc/v1/alert.proto",
    "voc/v1/feedback.proto",
    "voc/v1/import.proto",
    "voc/v1/mark.proto",
    "voc/v1/source.proto",
    "voc/v1/theme.proto",
    "voc/v1/trend.proto",
]


def _generate() -> pathlib.Path:
    """Makes the Python messages once for each state of the protos; tests may run side by side."""
    digest = hashlib.sha256()
    for name in PROTOS:
        digest.update((PROTO / name).read_bytes())
    out = CACHE / f"python-{digest.hexdigest()[:16]}"
    if not out.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        made = pathlib.Path(tempfile.mkdtemp(dir=CACHE))
        subprocess.run(["protoc", f"-I{PROTO}", f"--python_out={made}", *PROTOS], check=True)
        try:
            os.rename(made, out)
        except OSError:  # another test was faster
            shutil.rmtree(made)
    return out


sys.path.insert(0, str(_generate()))

# pylint: disable=wrong-import-position
from google.protobuf import descriptor_pb2  # noqa: E402
from google.protobuf import json_format  # noqa: E402, F401
from google.protobuf import timestamp_pb2  # noqa: E402
from google.rpc import error_details_pb2, status_pb2  # noqa: E402
from voc.v1 import admin_pb2 as admin  # noqa: E402
from voc.v1 import alert_pb2 as alert  # noqa: E402
from voc.v1 import feedback_pb2 as feedback  # noqa: E402
from voc.v1 import import_pb2 as imports  # noqa: E402
from voc.v1 import mark_pb2 as mark  # noqa: E402
from voc.v1 import source_pb2 as source  # noqa: E402
from voc.v1 import theme_pb2 as theme  # noqa: E402
from voc.v1 import trend_pb2 as trend  # noqa: E402

MODULES = (admin, alert, feedback, imports, mark, source, theme, trend)
Timestamp = timestamp_pb2.Timestamp

OPTIONS = [
    ("grpc.max_receive_message_length", 64 << 20),
    # A killed server is back within seconds: do not wait out a long backoff.
    ("grpc.initial_reconnect_backoff_ms", 100),
    # How long one attempt may take: a busy machine needs a moment.
    ("grpc.min_reconnect_backoff_ms", 5000),
    ("grpc.max_reconnect_backoff_ms", 500),
    # Each client its own connection, as separate programs have.
    ("grpc.use_local_subchannel_pool", 1),
]


class Client:
    """Every method of every service of the API, by name: client.Submit(request, timeout=...)."""

    def __init__(self, address: str):
        self.channel = grpc.insecure_channel(address, options=OPTIONS)
        for module in MODULES:
            for service in module.DESCRIPTOR.services_by_name.values():
                declared = descriptor_pb2.ServiceDescriptorProto()
                service.CopyToProto(declared)
                for method, declaration in zip(service.methods, declared.method):
                    setattr(self, method.name, self._callable(service, method, declaration))

    def _callable(self, service, method, declaration):
        kind = ("stream" if declaration.client_streaming else "unary") + "_"
        kind += "stream" if declaration.server_streaming else "unary"
        return getattr(self.channel, kind)(
            f"/{service.full_name}/{method.name}",
            request_serializer=method.input_type._concrete_class.SerializeToString,
            response_deserializer=method.output_type._concrete_class.FromString,
        )

    def reach(self):
        """Returns once the server answers: the channel learns of a restart by a failed call."""
        deadline = time.monotonic() + 60
        while True:
            try:
                return self.GetStatus(admin.GetStatusRequest(), timeout=30, wait_for_ready=True)
            except grpc.RpcError as error:
                if error.code() != grpc.StatusCode.UNAVAILABLE or time.monotonic() > deadline:
                    raise

    def close(self):
        self.channel.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def at(seconds: float) -> Timestamp:
    """A timestamp from POSIX seconds."""
    stamp = Timestamp()
    stamp.FromNanoseconds(round(seconds * 1_000_000) * 1000)
    return stamp


def seconds(stamp: Timestamp) -> float:
    return stamp.seconds + stamp.nanos / 1e9


METRICS = {"nps": feedback.METRIC_NPS, "csat": feedback.METRIC_CSAT, "ces": feedback.METRIC_CES}


def response(source, key, metric="nps", score=None, *, question="", scale_points=0,
             low_is_good=False, comment="", finished=False, collected_at=None, **fields):
    """A Feedback that holds a survey response; collected_at is in POSIX seconds."""
    made = feedback.Feedback(source_id=source, submission_id=key, question_id=question, **fields)
    made.response.metric = METRICS[metric]
    made.response.scale_points = scale_points
    made.response.low_is_good = low_is_good
    made.response.comment = comment
    made.response.finished = finished
    if score is not None:
        made.response.score = score
    if collected_at is not None:
        made.collected_at.CopyFrom(at(collected_at))
    return made


def mention(source, key, *, platform="g2", rating=None, rating_max=0, title="", body="",
            mention_type=feedback.MENTION_TYPE_REVIEW, url="", author="", collected_at=None,
            **fields):
    """A Feedback that holds a mention; collected_at is in POSIX seconds."""
    made = feedback.Feedback(source_id=source, submission_id=key, **fields)
    made.mention.mention_type = mention_type
    made.mention.platform = platform
    made.mention.title = title
    made.mention.body = body
    made.mention.url = url
    made.mention.author = author
    made.mention.rating_max = rating_max
    if rating is not None:
        made.mention.rating = rating
    if collected_at is not None:
        made.collected_at.CopyFrom(at(collected_at))
    return made


def submit(client: Client, item) -> feedback.SubmitResult:
    return client.Submit(feedback.SubmitRequest(feedback=item), timeout=30).result


def batch(client: Client, items) -> list:
    """Submits any number of items, 1,000 a call; the results in order."""
    results = []
    items = list(items)
    for first in range(0, len(items), 1000):
        request = feedback.BatchSubmitRequest(feedback=items[first:first + 1000])
        results.extend(client.BatchSubmit(request, timeout=60).results)
    return results


def list_all(client: Client, flt=None, page_size=1000) -> list:
    """Every feedback that passes, page by page."""
    found, token = [], ""
    while True:
        page = client.ListFeedback(
            feedback.ListFeedbackRequest(filter=flt, page_size=page_size, page_token=token),
            timeout=60)
        found.extend(page.feedback)
        token = page.next_page_token
        if not token:
            return found


def list_alerts(client: Client, flt=None, states=(), page_size=1000) -> list:
    found, token = [], ""
    while True:
        page = client.ListAlerts(
            alert.ListAlertsRequest(filter=flt, states=states, page_size=page_size,
                                    page_token=token), timeout=60)
        found.extend(page.alerts)
        token = page.next_page_token
        if not token:
            return found


def violations(status) -> dict:
    """field -> description of every violation of a google.rpc.Status."""
    found = {}
    for detail in status.details:
        bad = error_details_pb2.BadRequest()
        if detail.Unpack(bad):
            found.update({v.field: v.description for v in bad.field_violations})
    return found


def error_info(status):
    """The ErrorInfo of a google.rpc.Status, or None."""
    for detail in status.details:
        info = error_details_pb2.ErrorInfo()
        if detail.Unpack(info):
            return info
    return None


def status_of(error: grpc.RpcError) -> status_pb2.Status:
    """The google.rpc.Status that a failed call carries."""
    for key, value in error.trailing_metadata() or ():
        if key == "grpc-status-details-bin":
            return status_pb2.Status.FromString(value)
    return status_pb2.Status()
