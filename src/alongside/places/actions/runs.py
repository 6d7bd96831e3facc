"""Asking for an analysis, stopping it, and working through what waits."""

import hashlib
import json
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from alongside import __version__
from alongside.analysis.events import Unfit
from alongside.audit.actions import record
from alongside.audit.entries import SYSTEM, Actor, Entry
from alongside.audit.states import Act
from alongside.places.analyses.interface import Answer, Progress
from alongside.places.analyses.register import ANALYSES
from alongside.places.errors import PlacesRefused, RunStopped
from alongside.places.models import PlaceRun
from alongside.places.sources import state_of
from alongside.places.states import UNDER_WAY, RunKind, RunState

# A worker says how far it is many times a minute; one that is silent for so long was killed.
SILENT_FOR = timedelta(minutes=3)
SAYS_EVERY = timedelta(seconds=1)
MOST_ATTEMPTS = 3
_log = logging.getLogger(__name__)
Clock = Callable[[], datetime]


def ask_for_run(*, kind: RunKind, settings: Mapping[str, Any], by: Actor, at: datetime) -> int:
    """Ask for an analysis; gives the number of its run.

    The same question on the same data gives the run that there is, done or not. Raises `PlacesRefused` or `Unfit`
    when the settings cannot be used.
    """
    analysis = ANALYSES[kind]
    whole = analysis.complete(settings)
    states = [state_of(key) for key in analysis.sources_of(whole)]
    asked = json.dumps([kind, whole, states, __version__], sort_keys=True, ensure_ascii=False)
    question = hashlib.sha256(asked.encode()).hexdigest()
    standing = Q(state__in=[*UNDER_WAY, RunState.DONE, RunState.REFUSED], question=question)
    if (held := PlaceRun.objects.filter(standing).first()) is not None:
        return held.pk
    try:
        with transaction.atomic():
            made = PlaceRun.objects.create(
                kind=kind,
                title=analysis.title(whole)[:300],
                settings=whole,
                question=question,
                agency_code=by.agency_code,
                asked_by=by.name,
                asked_at=at,
            )
            _note(made, Act.ASK, by, at)
    except IntegrityError:
        # Somebody else asked the same between our look and our write.
        return PlaceRun.objects.get(standing).pk
    return made.pk


def stop_run(*, run_id: int, by: Actor, at: datetime) -> bool:
    """Ask a run to stop: at once if it waits, else at its worker's next word. False when it has ended already.

    Raises `PlacesRefused` for one that another agency asked for.
    """
    with transaction.atomic():
        row = PlaceRun.objects.select_for_update().get(pk=run_id)
        if by.agency_code not in (row.agency_code, SYSTEM):
            raise PlacesRefused("Another agency asked for this analysis.", "Ask it to stop the analysis.")
        if row.state not in UNDER_WAY:
            return False
        row.is_unwanted = True
        if row.state == RunState.WAITING:
            row.state, row.ended_at = RunState.STOPPED, at
        row.save(update_fields=["is_unwanted", "state", "ended_at"])
        _note(row, Act.CHANGE, by, at)
    return True


def work_next_run(*, clock: Clock, run_id: int | None = None, heard: Progress | None = None) -> bool:
    """Work through the run that waits longest, or one whose worker was killed; False when there is none.

    `run_id`: this one or none. `heard` is told all that the analysis tells, and may raise `RunStopped`.
    """
    row = _taken(clock(), run_id)
    if row is None:
        return False
    try:
        answer = ANALYSES[RunKind(row.kind)].work(row.settings, _teller(row.pk, clock, heard))
    except RunStopped:
        _ended(row, RunState.STOPPED, clock())
    except (PlacesRefused, Unfit) as refused:
        _ended(row, RunState.REFUSED, clock(), refusal=str(refused))
    except Exception:
        _log.exception("The analysis %d (%s) failed", row.pk, row.title)
        _ended(row, RunState.FAILED, clock(), refusal="It failed, and the system's own log says why. Ask again.")
    else:
        _keep(row, answer, clock())
    return True


def is_run_waiting(now: datetime) -> bool:
    return _waiting(now).exists()


def _waiting(now: datetime) -> QuerySet[PlaceRun]:
    """Those that nobody works on: asked for, or left by a worker that was killed."""
    silent = Q(state=RunState.RUNNING, seen_at__lt=now - SILENT_FOR)
    return PlaceRun.objects.filter(Q(state=RunState.WAITING) | silent).order_by("pk")


def _taken(now: datetime, run_id: int | None) -> PlaceRun | None:
    waiting = _waiting(now) if run_id is None else _waiting(now).filter(pk=run_id)
    for row in waiting[:5]:
        given_up = row.attempts >= MOST_ATTEMPTS
        if given_up:
            _ended(row, RunState.FAILED, now, refusal="Its worker was stopped three times. Ask for less at once.")
            continue
        # The row as it was seen: of two workers one finds it changed.
        taken = PlaceRun.objects.filter(pk=row.pk, state=row.state, attempts=row.attempts).update(
            state=RunState.RUNNING, attempts=row.attempts + 1, started_at=now, seen_at=now, stage="", per_mille=0
        )
        if taken:
            row.refresh_from_db()
            return row
    return None


def _teller(run_id: int, clock: Clock, heard: Progress | None) -> Progress:
    said: datetime | None = None

    def tell(stage: str, share: float) -> None:
        nonlocal said
        if heard is not None:
            heard(stage, share)
        now = clock()
        if said is not None and now - said < SAYS_EVERY:
            return
        said = now
        per_mille = max(0, min(1000, round(share * 1000)))
        PlaceRun.objects.filter(pk=run_id).update(stage=stage[:100], per_mille=per_mille, seen_at=now)
        if PlaceRun.objects.filter(pk=run_id, is_unwanted=True).exists():
            raise RunStopped

    return tell


def _keep(row: PlaceRun, answer: Answer, at: datetime) -> None:
    PlaceRun.objects.filter(pk=row.pk, state=RunState.RUNNING, attempts=row.attempts).update(
        state=RunState.DONE,
        ended_at=at,
        stage="",
        per_mille=1000,
        result=answer.result,
        data_hash=answer.data_hash,
        licences=list(answer.licences),
        seed=answer.seed,
        library_version=__version__,
    )


def _ended(row: PlaceRun, state: RunState, at: datetime, refusal: str = "") -> None:
    PlaceRun.objects.filter(pk=row.pk, attempts=row.attempts).update(
        state=state, ended_at=at, stage="", refusal=refusal, library_version=__version__
    )


def _note(row: PlaceRun, act: Act, by: Actor, at: datetime) -> None:
    record(Entry(at=at, actor=by, act=act, subject_kind="analysis of places", subject_id=str(row.pk), reason=row.title))
