"""The register of copies: for who keeps it, for who made one, and for who holds one."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.partners.access import refuse
from alongside.partners.asking import Asked
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.partners.states import FieldGroup, Purpose
from alongside.support.models import Export, ExportPerson
from alongside.support.queries.shown import Page
from alongside.support.states import ExportKind, ExportStepKind

PAGE = 25
NOT_SHOWN = "Not shown any more"
LIVE, DUE, RECALLED, DESTROYED = "live", "due", "recalled", "destroyed"
STANDINGS = {
    LIVE: "Live",
    DUE: "Past its day, not confirmed",
    RECALLED: "Recalled, not confirmed",
    DESTROYED: "Destroyed",
}


@dataclass(frozen=True, slots=True)
class CopyStep:
    what: str
    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CopyRow:
    """No name of a child stands here: a copy is known by its number and by what it is a copy of."""

    copy: str
    kind: str
    format: str
    matter: str
    made_by: str
    agency: str
    recipient: str
    recipient_agency: str
    why: str
    purpose: str
    agreement: str
    profile: tuple[str, ...]
    rows: int
    sha256: str
    made_at: datetime
    destroy_by: date
    standing: str
    standing_words: str
    last_chased_at: datetime | None
    steps: tuple[CopyStep, ...]
    may_recall: bool
    may_chase: bool
    may_confirm: bool
    is_withheld: bool = False

    @property
    def is_owed(self) -> bool:
        return self.standing in (DUE, RECALLED)


@dataclass(frozen=True, slots=True)
class Register(Page[CopyRow]):
    counts: tuple[tuple[str, str, int], ...]


def register(viewer: Viewer, *, standing: str = "", find: str = "", page: int = 1) -> Register:
    """Copies that the viewer's agency made or holds; `find`: a copy's number or its SHA-256. Logged."""
    if not viewer.may(Permission.SEE_DISCLOSURES):
        raise refuse(viewer, "exports", "", "the role does not keep the register of copies")
    mine = _unhidden(viewer).filter(Q(agency_id=viewer.agency_id) | Q(recipient_agency_id=viewer.agency_id))
    rows = mine.filter(_that_is(standing, viewer.day)) if standing in STANDINGS else mine
    if wanted := find.strip():
        rows = rows.filter(Q(copy__iexact=wanted) | Q(sha256__iexact=wanted))
    total, start = rows.count(), (max(1, page) - 1) * PAGE
    found = rows.select_related("made_by", "agency", "recipient", "recipient_agency").prefetch_related("steps")
    shown = tuple(_row(one, viewer) for one in found[start : start + PAGE])
    counts = tuple((code, words, mine.filter(_that_is(code, viewer.day)).count()) for code, words in STANDINGS.items())
    _log(viewer, f"{total} copies")
    return Register(shown, max(1, page), PAGE, total, counts)


def my_copies(viewer: Viewer) -> tuple[CopyRow, ...]:
    """The copies that this member holds, and those that she made, while they are not destroyed."""
    rows = _mine(viewer).order_by("destroy_by", "copy")
    found = rows.select_related("made_by", "agency", "recipient", "recipient_agency").prefetch_related("steps")
    _log(viewer, "the member's own copies")
    return tuple(_row(one, viewer) for one in found[:200])


def copy(viewer: Viewer, number: str) -> CopyRow:
    """One copy, for who holds it, made it or keeps the register of either agency. Logged."""
    rows = _unhidden(viewer).select_related("made_by", "agency", "recipient", "recipient_agency")
    one = rows.prefetch_related("steps").filter(copy=number).first()
    keeps = viewer.may(Permission.SEE_DISCLOSURES)
    if one is None or not (
        viewer.member_id in (one.recipient_id, one.made_by_id)
        or (keeps and viewer.agency_id in (one.agency_id, one.recipient_agency_id))
    ):
        raise refuse(viewer, "export", number[:20], "no such copy, or no part in it")
    _log(viewer, "one copy", one.copy)
    return _row(one, viewer)


def has_copies(viewer: Viewer) -> bool:
    """Whether this member holds a copy, or made one, that is not destroyed: no person."""
    return bool(HAS.count(viewer, ()))


HAS: Asked[tuple[()]] = Asked(lambda viewer, shape: _mine(viewer).values_list("pk")[:1])


def owed(viewer: Viewer) -> QuerySet[Export]:
    """The copies whose end this member is to confirm: recalled, or past their day."""
    rows = _unhidden(viewer).filter(recipient_id=viewer.member_id)
    return rows.filter(_that_is(DUE, viewer.day) | _that_is(RECALLED, viewer.day))


def minutes_copies(viewer: Viewer, meeting: str) -> int:
    """How many copies of one meeting's minutes the viewer's agency has made: a count."""
    return Export.objects.filter(kind=ExportKind.MINUTES, matter=meeting, agency_id=viewer.agency_id).count()


def _mine(viewer: Viewer) -> QuerySet[Export]:
    rows = _unhidden(viewer).filter(Q(recipient_id=viewer.member_id) | Q(made_by_id=viewer.member_id))
    return rows.filter(destroyed_at__isnull=True)


def _unhidden(viewer: Viewer) -> QuerySet[Export]:
    """Without the copies about a child who is hidden from the viewer, but for those that she holds: the paper is in
    her drawer all the same, and she is to destroy it. Of such a copy `_row` tells her nothing else."""
    if not viewer.hidden_persons:
        return Export.objects.annotate(is_hidden=Value(False))
    about = ExportPerson.objects.filter(export=OuterRef("pk"), record__person_id__in=viewer.hidden_persons)
    rows = Export.objects.annotate(is_hidden=Exists(about))
    return rows.filter(Q(is_hidden=False) | Q(recipient_id=viewer.member_id))


def _that_is(standing: str, day: date) -> Q:
    kept = Q(destroyed_at__isnull=True)
    return {
        DESTROYED: ~kept,
        RECALLED: kept & Q(recalled_at__isnull=False),
        DUE: kept & Q(recalled_at__isnull=True, destroy_by__lt=day),
        LIVE: kept & Q(recalled_at__isnull=True, destroy_by__gte=day),
    }[standing]


def standing_of(viewer: Viewer, one: Export) -> str:
    if one.destroyed_at is not None:
        return DESTROYED
    if one.recalled_at is not None:
        return RECALLED
    return DUE if one.destroy_by < viewer.day else LIVE


def _row(one: Export, viewer: Viewer) -> CopyRow:
    standing = standing_of(viewer, one)
    keeps = one.made_by_id == viewer.member_id or viewer.may(Permission.SEE_DISCLOSURES)
    answers = one.agency_id == viewer.agency_id and keeps
    steps = tuple(CopyStep(row.get_kind_display(), row.words, row.by, row.at) for row in one.steps.all())
    chased = [row.at for row in one.steps.all() if row.kind == ExportStepKind.CHASED]
    if one.is_hidden:  # type: ignore[attr-defined]
        return _only_to_destroy(one, standing, chased)
    return CopyRow(
        one.copy, one.get_kind_display(), one.get_format_display(), one.matter, one.made_by.name, one.agency.name,
        one.recipient.name, one.recipient_agency.name, one.why, Purpose[one.purpose.upper()].label, one.agreement,
        tuple(group.label for group in FieldGroup if group in one.profile), one.rows, one.sha256, one.made_at,
        one.destroy_by, standing, STANDINGS[standing], max(chased, default=None), steps,
        answers and standing in (LIVE, DUE), answers and standing in (DUE, RECALLED),
        one.recipient_id == viewer.member_id and standing != DESTROYED,
    )  # fmt: skip


def _only_to_destroy(one: Export, standing: str, chased: list[datetime]) -> CopyRow:
    """What the holder of a copy must know to destroy it, and no word of what it is about."""
    return CopyRow(
        copy=one.copy, kind="A copy that you hold", format=one.get_format_display(), matter=NOT_SHOWN, made_by=NOT_SHOWN,
        agency="", recipient=one.recipient.name, recipient_agency=one.recipient_agency.name, why=NOT_SHOWN, purpose="",
        agreement="", profile=(), rows=0, sha256=one.sha256, made_at=one.made_at, destroy_by=one.destroy_by,
        standing=standing, standing_words=STANDINGS[standing], last_chased_at=max(chased, default=None), steps=(),
        may_recall=False, may_chase=False, may_confirm=standing != DESTROYED,
        is_withheld=True,
    )  # fmt: skip


def _log(viewer: Viewer, reason: str, copy: str = "") -> None:
    kind, act = ("export", Act.VIEW) if copy else ("exports", Act.LIST)
    record(Entry(at=viewer.at, actor=viewer.actor, act=act, subject_kind=kind, subject_id=copy, reason=reason))
