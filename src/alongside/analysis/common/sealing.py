"""A draw under seal: its fingerprint is told before, its text and nonce when it opens. `sha256sum` checks it."""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from typing import Any


def derived(secret: bytes, name: str) -> bytes:
    """32 bytes from a secret and a name: always the same, and of no use to guess another. Method: HMAC-SHA-256."""
    return hmac.new(secret, name.encode(), hashlib.sha256).digest()


def sealed(secret: bytes, name: object, opened: Mapping[str, Any]) -> dict[str, Any]:
    """What is to be opened later as text, with its nonce and the fingerprint over both."""
    text = json.dumps(opened, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    nonce = derived(secret, f"nonce {name}").hex()
    return {"text": text, "nonce": nonce, "hash": fingerprint(nonce, text)}


def fingerprint(nonce: str, text: str) -> str:
    """SHA-256 over the nonce, a line break and the text, in hexadecimal."""
    return hashlib.sha256(f"{nonce}\n{text}".encode()).hexdigest()


def whole_fingerprint(hashes: Sequence[str]) -> str:
    """One line to write down before the first part opens: SHA-256 over all fingerprints, one on each line."""
    return hashlib.sha256("\n".join(hashes).encode()).hexdigest()
