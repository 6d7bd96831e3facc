"""Every release so far, as drawing needs it: what was shown, and the counts behind it."""

import json

from alongside.outcomes.drawing.drawn import Before, before_from
from alongside.outcomes.models import FrozenRelease


def so_far() -> Before:
    rows = FrozenRelease.objects.select_related("draft").order_by("number")
    return before_from([(one.number, json.loads(one.text), one.draft.counted) for one in rows])


def latest_number() -> int:
    return FrozenRelease.objects.order_by("-number").values_list("number", flat=True).first() or 0
