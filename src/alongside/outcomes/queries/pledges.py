"""Pledges as they stand, with their entries, verdicts and answers. Nobody but staff and bodies is named in them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from alongside.common.measured import Domain
from alongside.outcomes.models import Pledge, PledgeEntry, PledgeText, PledgeVerdict, VerdictAnswer, VerdictReading
from alongside.outcomes.pledge_rules import standing_of
from alongside.outcomes.pledge_states import READ_WITHIN_DAYS, EntryKind, Found, Ground, ReadState, Standing, Word
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer

READERS = (Permission.KEEP_PLEDGES, Permission.PUBLISH)
"""Who reads a verdict before it is public."""


@dataclass(frozen=True, slots=True)
class TextTold:
    number: int
    title: str
    words: str
    owner: str
    promised_on: date
    source: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class EntryTold:
    """`corrected`: another entry stands in its place."""

    id: int
    kind: EntryKind
    words: str
    happened_on: date
    owner: str
    measure: str
    found: str
    found_code: str
    is_correction: bool
    corrected: bool
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AnswerTold:
    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class VerdictTold:
    id: int
    pledge: str
    release: int
    body: str
    body_code: str
    word: Word
    reason: str
    answer_due: date
    at: datetime
    answers: tuple[AnswerTold, ...]
    state: ReadState
    ground: str

    @property
    def is_public(self) -> bool:
        return self.state is ReadState.LET_THROUGH

    @property
    def read_due(self) -> date:
        return (self.at + timedelta(days=READ_WITHIN_DAYS)).date()

    def is_late(self, today: date) -> bool:
        return self.is_public and not self.answers and self.answer_due < today


@dataclass(frozen=True, slots=True)
class PledgeTold:
    """A pledge. `texts`: the newest first; `entries`: the oldest first, corrected ones too."""

    code: str
    domain: Domain
    now: TextTold
    standing: Standing
    texts: tuple[TextTold, ...]
    entries: tuple[EntryTold, ...]
    verdicts: tuple[VerdictTold, ...]


def pledges(viewer: Viewer) -> tuple[PledgeTold, ...]:
    """Every pledge in its order, in a fixed number of queries. They are public: any member may read them. A verdict that
    is not public is there for those who read verdicts, and for the body that gave it."""
    return tuple(_told(row, viewer) for row in _rows())


def pledge(viewer: Viewer, code: str) -> PledgeTold | None:
    row = _rows().filter(code=code).first()
    return _told(row, viewer) if row else None


def verdict(viewer: Viewer, verdict_id: int) -> VerdictTold | None:
    row = _verdicts().filter(pk=verdict_id).first()
    told = _verdict(row) if row else None
    return told if told is not None and _may_see(told, viewer) else None


def may_judge(viewer: Viewer) -> bool:
    """Whether the member speaks for a body that gives verdicts."""
    return viewer.may(Permission.ADVISE) or viewer.may(Permission.RUN_NETWORK)


def unanswered(viewer: Viewer) -> int:
    """Verdicts that wait for the partnership's answer."""
    return _public_rows().filter(answers__isnull=True).count()


def unread(viewer: Viewer) -> int:
    """Verdicts that nobody has read yet."""
    return PledgeVerdict.objects.filter(readings__isnull=True).count() if may_read(viewer) else 0


def may_read(viewer: Viewer) -> bool:
    """Whether the member reads verdicts before they are public."""
    return any(viewer.may(one) for one in READERS)


def read_state(row: PledgeVerdict) -> ReadState:
    """How a verdict stands now."""
    readings = list(row.readings.all())
    return ReadState(readings[-1].state) if readings else ReadState.WAITING


def pledges_told() -> list[dict[str, Any]]:
    """Every pledge as a release shows it: bodies are named, and no person."""
    return [_public(_told(row, None)) for row in _rows()]


def verdicts_told() -> list[dict[str, Any]]:
    """Every verdict that was let through and not taken down, with its answers, as the public site shows them beside the
    releases."""
    return [_public_verdict(told) for row in _verdicts().order_by("pk") if (told := _verdict(row)).is_public]


def verdicts_not_shown() -> list[dict[str, Any]]:
    """That a verdict was given and why it is not shown: the body, the pledge and the days, and nothing that it says.
    Where a body has said it again, only the last time."""
    last: dict[tuple[str, int, str], VerdictTold] = {}
    for row in _verdicts().order_by("attempt", "pk"):
        told = _verdict(row)
        last[told.pledge, told.release, told.body_code] = told
    hidden = sorted((one for one in last.values() if not one.is_public), key=lambda one: one.id)
    return [
        {
            "pledge": one.pledge, "release": one.release, "body": one.body, "on": one.at.date().isoformat(),
            "state": one.state.value, "read_by": one.read_due.isoformat(), "ground": one.ground,
        }
        for one in hidden
    ]  # fmt: skip


def _public_rows() -> QuerySet[PledgeVerdict]:
    let_through = VerdictReading.objects.filter(verdict=OuterRef("pk"), state=ReadState.LET_THROUGH)
    taken_down = VerdictReading.objects.filter(verdict=OuterRef("pk"), state=ReadState.TAKEN_DOWN)
    return PledgeVerdict.objects.filter(Exists(let_through), ~Exists(taken_down))


def _may_see(one: VerdictTold, viewer: Viewer | None) -> bool:
    """`viewer` is None for the public."""
    if one.is_public or viewer is None:
        return one.is_public
    return may_read(viewer) or (may_judge(viewer) and one.body_code == viewer.agency_code)


def _rows() -> QuerySet[Pledge]:
    return Pledge.objects.prefetch_related(
        Prefetch("texts", PledgeText.objects.order_by("-number")),
        Prefetch("entries", PledgeEntry.objects.select_related("corrected_by").order_by("pk")),
        Prefetch("verdicts", _verdicts()),
    )


def _verdicts() -> QuerySet[PledgeVerdict]:
    rows = PledgeVerdict.objects.select_related("release", "pledge").order_by("-pk")
    return rows.prefetch_related(
        Prefetch("answers", VerdictAnswer.objects.order_by("pk")),
        Prefetch("readings", VerdictReading.objects.order_by("pk")),
    )


def _told(row: Pledge, viewer: Viewer | None) -> PledgeTold:
    texts = tuple(
        TextTold(one.number, one.title, one.words, one.owner, one.promised_on, one.source, one.reason, one.by, one.at)
        for one in row.texts.all()
    )
    entries = tuple(_entry(one) for one in row.entries.all())
    standing = standing_of([(one.kind, one.found_code) for one in entries if not one.corrected])
    verdicts = tuple(told for one in row.verdicts.all() if _may_see(told := _verdict(one), viewer))
    return PledgeTold(row.code, Domain(row.domain), texts[0], standing, texts, entries, verdicts)


def _entry(one: PledgeEntry) -> EntryTold:
    return EntryTold(
        one.pk, EntryKind(one.kind), one.words, one.happened_on, one.owner, one.measure,
        Found(one.found).label if one.found else "", one.found, one.corrects_id is not None, hasattr(one, "corrected_by"), one.by,
        one.at,
    )  # fmt: skip


def _verdict(one: PledgeVerdict) -> VerdictTold:
    answers = tuple(AnswerTold(said.words, said.by, said.at) for said in one.answers.all())
    ground = next((str(Ground(read.ground).label) for read in one.readings.all() if read.ground), "")
    return VerdictTold(
        one.pk, one.pledge.code, one.release.number, one.body_name, one.body_code, Word(one.word), one.reason,
        one.answer_due, one.at, answers, read_state(one), ground,
    )  # fmt: skip


def _public(one: PledgeTold) -> dict[str, Any]:
    return {
        "code": one.code, "domain": one.domain.value, "title": one.now.title, "words": one.now.words,
        "owner": one.now.owner, "promised_on": one.now.promised_on.isoformat(), "source": one.now.source,
        "changed": [_change(text) for text in one.texts[:-1]], "standing": one.standing.value,
        "standing_words": one.standing.label, "history": _history(one.entries),
    }  # fmt: skip


def _change(text: TextTold) -> dict[str, Any]:
    return {"on": text.at.date().isoformat(), "reason": text.reason}


def _history(entries: Iterable[EntryTold]) -> list[dict[str, Any]]:
    return [
        {
            "kind": one.kind.value, "kind_words": one.kind.label, "on": one.happened_on.isoformat(),
            "words": one.words, "owner": one.owner, "measure": one.measure, "found": one.found,
            "corrected": one.corrected, "is_correction": one.is_correction,
        }
        for one in entries
    ]  # fmt: skip


def _public_verdict(one: VerdictTold) -> dict[str, Any]:
    answers: Sequence[AnswerTold] = one.answers
    return {
        "pledge": one.pledge, "release": one.release, "body": one.body, "word": one.word.value,
        "word_words": one.word.label, "reason": one.reason, "on": one.at.date().isoformat(),
        "answer_due": one.answer_due.isoformat(),
        "answers": [{"on": said.at.date().isoformat(), "words": said.words} for said in answers],
    }  # fmt: skip
