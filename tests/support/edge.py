"""Speaks to the HTTP edge by hand: http.client and sockets, and the frames of its protocols."""

import base64
import contextlib
import http.client
import json
import socket
import struct

TIMEOUT_SECONDS = 60

CONNECT_END = 2
GRPC_TRAILERS = 0x80


class Answer:
    """An answer that is whole: status, headers by lower-case name, body."""

    def __init__(self, response, body: bytes):
        self.status = response.status
        self.headers = {}
        for name, value in response.getheaders():
            name = name.lower()
            self.headers[name] = f"{self.headers[name]}, {value}" if name in self.headers else value
        self.body = body

    def json(self):
        return json.loads(self.body)

    def reason(self) -> str:
        """The reason of a Connect error's ErrorInfo."""
        return reason_of(self.json())


def reason_of(error: dict) -> str:
    for detail in error.get("details", []):
        if detail["type"] == "google.rpc.ErrorInfo":
            return detail["debug"]["reason"]
    return ""


def host_and_port(address: str):
    host, port = address.rsplit(":", 1)
    return host, int(port)


def connect(address: str) -> socket.socket:
    sock = socket.create_connection(host_and_port(address), timeout=TIMEOUT_SECONDS)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return sock


def request(address: str, verb: str, path: str, body=None, headers=(), context=None) -> Answer:
    """One request over a connection of its own. Headers are pairs; Host is set unless given."""
    if context is None:
        connection = http.client.HTTPConnection(*host_and_port(address), timeout=TIMEOUT_SECONDS)
    else:
        connection = http.client.HTTPSConnection(*host_and_port(address), context=context,
                                                 timeout=TIMEOUT_SECONDS)
    with contextlib.closing(connection):
        headers = list(headers.items()) if isinstance(headers, dict) else list(headers)
        names = {name.lower() for name, _ in headers}
        connection.putrequest(verb, path, skip_host="host" in names, skip_accept_encoding=True)
        for name, value in headers:
            connection.putheader(name, value)
        if body is not None and not names & {"content-length", "transfer-encoding"}:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        response = connection.getresponse()
        return Answer(response, response.read())


def post(address: str, method: str, message, content_type="application/json", headers=()) -> Answer:
    """Calls "Service/Method" of voc.v1 with a message: a dict as JSON, or bytes."""
    body = json.dumps(message).encode() if isinstance(message, dict) else message
    headers = list(headers.items()) if isinstance(headers, dict) else list(headers)
    return request(address, "POST", f"/voc.v1.{method}", body,
                   [("Content-Type", content_type), *headers])


def envelope(payload: bytes, flags: int = 0) -> bytes:
    return struct.pack(">BI", flags, len(payload)) + payload


def envelopes(body: bytes) -> list:
    """(flags, payload) of each; raises where the body ends within one."""
    found = []
    while body:
        flags, size = struct.unpack(">BI", body[:5])
        assert len(body) >= 5 + size, "the body ends within a message"
        found.append((flags, body[5:5 + size]))
        body = body[5 + size:]
    return found


def trailers(payload: bytes) -> dict:
    lines = [line for line in payload.decode("ascii").split("\r\n") if line]
    return dict(line.split(": ", 1) for line in lines)


def unpadded(text: str) -> bytes:
    """What base64 without padding means."""
    return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)


class Stream:
    """A server stream over Connect's JSON, read message by message."""

    def __init__(self, address: str, method: str, message: dict, headers=()):
        self.connection = http.client.HTTPConnection(*host_and_port(address),
                                                     timeout=TIMEOUT_SECONDS)
        self.connection.request("POST", f"/voc.v1.{method}", envelope(json.dumps(message).encode()),
                                {"Content-Type": "application/connect+json", **dict(headers)})
        self.response = self.connection.getresponse()

    def read(self):
        """(flags, message) of the next envelope; None at the end of the body."""
        head = self.response.read(5)
        if not head:
            return None
        flags, size = struct.unpack(">BI", head)
        return flags, json.loads(self.response.read(size))

    def close(self):
        self.response.close()
        self.connection.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
