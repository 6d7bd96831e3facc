"""What Larkmere asked of its one operation: whether it worked, a question that cannot be answered, one that cannot be told."""

import json
import math
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from alongside.common.periods import add_months
from alongside.demo.crime_pattern import HOT_SPOT_METRES
from alongside.partners.standing import Viewer
from alongside.places.actions import work_next_run
from alongside.places.actions.evaluations import EvaluationDraft, ask_for_evaluation, state_claim, work_evaluation_again
from alongside.places.crime_sources import RECORDED_CRIME
from alongside.places.evaluation_sight import operations_to_evaluate

_KEYS = UUID("a2f1c0de-7f0b-4b5e-9d53-2b1e8e5f7c44")
STREET_VIOLENCE = ["violence", "robbery", "weapons", "theft_from_person"]
CORNERS = 24


def evaluation_stories(*, truth: Path, by: Viewer, at: datetime) -> list[int]:
    """Ask through the same actions as everybody; the numbers of the evaluations. `truth`: what the crimes were drawn from.

    The operation's place is its hot spot, to the metre, so that the page can be held against what was put in.
    """
    told = json.loads(truth.read_text(encoding="utf-8"))["operation"]
    since, until = date.fromisoformat(told["since"]), date.fromisoformat(told["until"])
    span = {"start": f"{since:%Y-%m}", "last": f"{add_months(until, -1):%Y-%m}"}
    place = {"source": RECORDED_CRIME, "outline": _circle(told["hot_spot"]), "name": told["name"], "ring": 290}
    asked = at - timedelta(days=3)
    drafts = [
        _as_locked(by, told["name"])
        or EvaluationDraft({**place, **span, "kinds": STREET_VIOLENCE, "question": "cause", "picked": True}),
        EvaluationDraft({**place, **span, "kinds": STREET_VIOLENCE, "question": "smaller"}),
        # One kind, one spot, and a baseline of less than a year: no method can carry that.
        EvaluationDraft({**place, **span, "kinds": ["weapons"], "question": "cause",
                         "first": f"{add_months(since, -4):%Y-%m}"}),
        # A year of baseline and one kind: asked as it should be, and still too few.
        EvaluationDraft({**place, **span, "kinds": ["robbery"], "question": "cause"}),
    ]  # fmt: skip
    made = [
        ask_for_evaluation(
            draft=draft, sent_key=uuid5(_KEYS, str(number)), by=by, at=asked + timedelta(minutes=7 * number)
        )
        for number, draft in enumerate(drafts)
    ]
    _work(asked + timedelta(hours=1))
    work_evaluation_again(evaluation_id=made[0], by=by, at=asked + timedelta(hours=2))
    _work(asked + timedelta(hours=2))
    state_claim(
        evaluation_id=made[0], definition_version="police.uk types since May 2013", sent_key=uuid5(_KEYS, "claim"),
        used_in="Report to the safety partnership", by=by, at=asked + timedelta(days=1),
    )  # fmt: skip
    return made


def _as_locked(by: Viewer, name: str) -> EvaluationDraft | None:
    """By the protocol that the operation's sergeant locked before it began, where there is one."""
    known = [reference for reference, called in operations_to_evaluate(by) if called.casefold() in name.casefold()]
    return EvaluationDraft({"question": "cause", "picked": True}, operation=known[0]) if known else None


def _circle(spot: dict[str, Any]) -> list[list[list[int]]]:
    east, north = spot["easting"], spot["northing"]
    angles = [math.tau * number / CORNERS for number in range(CORNERS)]
    # A little wider than the spot itself, so that its outermost points do not fall out by the chords of the circle.
    reach = HOT_SPOT_METRES * 1.01
    corners = [[round(east + reach * math.cos(one)), round(north + reach * math.sin(one))] for one in angles]
    return [[*corners, corners[0]]]


def _work(at: datetime) -> None:
    while work_next_run(clock=lambda: at):
        pass
