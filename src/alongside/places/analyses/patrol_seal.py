"""Which places are patrolled on which day by lot, under seal: the fingerprint is told before, the list on its day.

Places are put in pairs by what is expected there, and a coin falls for each pair on each day: one of the two is
patrolled, the other left alone. So both groups are alike whatever the coin does, and nobody, the planner included, can
steer it or see it beforehand. The coins and the seals come from the system's own secret and the question, so that the
same question is the same draw.
"""

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
from django.utils.crypto import salted_hmac

from alongside.analysis.common import derived, fingerprint, sealed, whole_fingerprint

__all__ = ["fingerprint", "patrolled_on", "sealed", "secret_of", "whole_fingerprint"]
_PURPOSE = "alongside.places.patrol-plan"


def secret_of(question: Mapping[str, Any]) -> bytes:
    """Known to nobody who does not hold the system's secret key; the same for the same question."""
    text = json.dumps(question, sort_keys=True)
    return salted_hmac(_PURPOSE, text, algorithm="sha256").digest()


def patrolled_on(secret: bytes, day: int, places: int) -> list[int]:
    """The places that the coins of a day choose. They stand in order of what is expected: 0 and 1 are the first pair.

    A last place without a partner has a coin of its own.
    """
    seed = int.from_bytes(derived(secret, f"coins {day}"), "big")
    coins = np.random.default_rng(seed).integers(0, 2, size=(places + 1) // 2).tolist()
    picked = [2 * pair + coin for pair, coin in enumerate(coins)]
    return [place for place in picked if place < places]
