"""Which schools start when, by lot and under seal: an honest comparison, since nobody chose."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import numpy as np
from django.db import transaction
from django.db.models import Sum
from django.utils.crypto import salted_hmac

from alongside.analysis.common import derived, sealed, whole_fingerprint
from alongside.audit.states import Act
from alongside.partners.access import writing
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.programmes.actions.writing import log
from alongside.programmes.drafts import DrawDraft
from alongside.programmes.errors import ProgrammeRefused
from alongside.programmes.models import SchoolClass, StartDraw, StartWave
from alongside.programmes.queries.access import programme_for

_PURPOSE = "alongside.programmes.stepped-starts"


def draw_starts(*, code: str, draft: DrawDraft, by: Viewer, at: datetime) -> int:
    """Draw once, for all schools with classes in a school year; gives the number of the draw.

    Schools stand in order of their pupils and are cut into blocks of as many schools as there are starts; within each
    block a lot says which school has which start. So the starts are alike in size whatever the lot does. The lots come
    from the system's own secret, the question and the schools: the same question is the same draw, and nobody can try
    until it pleases.
    """
    with writing(), transaction.atomic():
        one = programme_for(by, code, Permission.RUN_PROGRAMMES, act=Act.DECIDE)
        _check(one.pk, draft, by)
        rows = SchoolClass.objects.filter(programme=one, school_year=draft.school_year).order_by()
        schools = sorted(
            rows.values_list("school_urn", "school_name").annotate(pupils=Sum("size")),
            key=lambda row: (-row[2], row[0]),
        )
        if len(schools) < 2 * len(draft.starts_on):
            raise ProgrammeRefused(
                f"{len(schools)} schools have classes in that year: a draw needs two or more for each start.", "starts"
            )
        listed = json.dumps(schools, ensure_ascii=False)
        question = {"programme": code, "year": draft.school_year, "starts": [d.isoformat() for d in draft.starts_on]}
        secret = salted_hmac(_PURPOSE, json.dumps([question, listed]), algorithm="sha256").digest()
        made = _keep(one.pk, draft, schools, listed, secret, by, at)
        told = f"drew {len(schools)} schools for {len(draft.starts_on)} starts; fingerprint {made.fingerprint}"
        log(Act.DECIDE, "programme", code, told, by=by.actor, at=at)
    return made.pk


def _check(programme_id: int, draft: DrawDraft, by: Viewer) -> None:
    days = draft.starts_on
    if not 2 <= len(days) <= 6 or any(b <= a for a, b in pairwise(days)):
        raise ProgrammeRefused("Give two to six starts, each later than the one before.", "starts")
    if days[0] - timedelta(days=draft.days_before) <= by.day:
        raise ProgrammeRefused(
            "The first start would open today or before. Choose later starts, or open them later.", "starts"
        )
    if not 1 <= draft.days_before <= 120:
        raise ProgrammeRefused("Schools learn their start 1 to 120 days before it.", "days_before")
    if StartDraw.objects.filter(programme_id=programme_id, school_year=draft.school_year).exists():
        raise ProgrammeRefused("The starts of that year were drawn already. A draw is never made twice.", "school_year")


def lots(secret: bytes, schools: int, starts: int) -> list[int]:
    """For each school in order the start that it drew, from 0 on: every block of schools holds each start once."""
    rng = np.random.default_rng(int.from_bytes(derived(secret, "lots"), "big"))
    drawn: list[int] = []
    while len(drawn) < schools:
        drawn += rng.permutation(starts).tolist()
    return drawn[:schools]


def _keep(
    programme_id: int, draft: DrawDraft, schools: Sequence[tuple[Any, ...]], listed: str, secret: bytes, by: Viewer, at: datetime
) -> StartDraw:  # fmt: skip
    drawn = lots(secret, len(schools), len(draft.starts_on))
    waves = []
    for number, starts_on in enumerate(draft.starts_on):
        named = [
            {"urn": urn, "name": name} for (urn, name, _), lot in zip(schools, drawn, strict=True) if lot == number
        ]
        shut = sealed(secret, number, {"start": number + 1, "starts_on": starts_on.isoformat(), "schools": named})
        waves.append((number + 1, starts_on, shut))
    made = StartDraw.objects.create(
        programme_id=programme_id, school_year=draft.school_year, schools=len(schools),
        list_hash=hashlib.sha256(listed.encode()).hexdigest(),
        fingerprint=whole_fingerprint([shut["hash"] for _, _, shut in waves]), agency_code=by.agency_code,
        by=by.actor.name, at=at,
    )  # fmt: skip
    StartWave.objects.bulk_create(
        StartWave(
            draw=made, number=number, starts_on=day, opens_on=day - timedelta(days=draft.days_before),
            text=shut["text"], nonce=shut["nonce"], fingerprint=shut["hash"],
        )
        for number, day, shut in waves
    )  # fmt: skip
    return made
