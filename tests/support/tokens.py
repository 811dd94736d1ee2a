"""Identity tokens as a host's backend signs them: JWT by hand, with nothing but the standard library."""

import base64
import hashlib
import hmac
import json

SECRET = "a secret of the host's backend, of more than 32 bytes"


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def hs256(claims: dict, *, kid="k", secret=SECRET, **header) -> str:
    head = {"alg": "HS256", "typ": "JWT", "kid": kid, **header}
    text = ".".join(_encode(json.dumps(part).encode()) for part in (head, claims))
    mac = hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest()
    return f"{text}.{_encode(mac)}"
