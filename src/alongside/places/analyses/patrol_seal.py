"""Which places are patrolled on which day by lot, under seal: the fingerprint is told before, the list on its day.

Places are put in pairs by what is expected there, and a coin falls for each pair on each day: one of the two is
patrolled, the other left alone. So both groups are alike whatever the coin does, and nobody, the planner included, can
steer it or see it beforehand. The coins and the seals come from the system's own secret and the question, so that the
same question is the same draw.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from django.utils.crypto import salted_hmac

_PURPOSE = "alongside.places.patrol-plan"


def secret_of(question: Mapping[str, Any]) -> bytes:
    """Known to nobody who does not hold the system's secret key; the same for the same question."""
    text = json.dumps(question, sort_keys=True)
    return salted_hmac(_PURPOSE, text, algorithm="sha256").digest()


def patrolled_on(secret: bytes, day: int, places: int) -> list[int]:
    """The places that the coins of a day choose. They stand in order of what is expected: 0 and 1 are the first pair.

    A last place without a partner has a coin of its own.
    """
    seed = int.from_bytes(_derived(secret, f"coins {day}"), "big")
    coins = np.random.default_rng(seed).integers(0, 2, size=(places + 1) // 2).tolist()
    picked = [2 * pair + coin for pair, coin in enumerate(coins)]
    return [place for place in picked if place < places]


def sealed(secret: bytes, day: int, opened: Mapping[str, Any]) -> dict[str, Any]:
    """A day's list as text with the nonce and the fingerprint over both."""
    text = json.dumps(opened, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    nonce = _derived(secret, f"nonce {day}").hex()
    return {"text": text, "nonce": nonce, "hash": fingerprint(nonce, text)}


def fingerprint(nonce: str, text: str) -> str:
    return hashlib.sha256(f"{nonce}\n{text}".encode()).hexdigest()


def whole_fingerprint(hashes: Sequence[str]) -> str:
    """One line to write down before the first day."""
    return hashlib.sha256("\n".join(hashes).encode()).hexdigest()


def _derived(secret: bytes, name: str) -> bytes:
    return hmac.new(secret, name.encode(), hashlib.sha256).digest()
