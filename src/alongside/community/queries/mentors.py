"""Mentors, their vetting, supervision and matches, for whoever runs them in their own agency. Each reading is in the log
before it is answered; what is another agency's looks like what is not there."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.common.timelines import LONDON
from alongside.community.mentor_rules import ENDS_SOON, RENEW_SOON, reason_not_vetted
from alongside.community.mentoring import MATCH, MENTOR, RUNS_MENTORS
from alongside.community.models import Match, Mentor, VettingStep
from alongside.community.queries.parts import Part, part_of
from alongside.community.queries.vetting import checks_of
from alongside.community.states import (
    AgeBand,
    Check,
    CheckState,
    DbsLevel,
    EarlyReason,
    Ending,
    GoalTheme,
    MatchMove,
    SupervisionKind,
)
from alongside.partners.access import refuse
from alongside.partners.standing import Viewer

FORGOTTEN = "Name forgotten"
MOST_IN_QUEUE = 50
RUNNING = Count("matches", filter=Q(matches__ended_on__isnull=True))
MATCHED = Exists(Match.objects.filter(mentor=OuterRef("pk"), ended_on__isnull=True))


@dataclass(frozen=True, slots=True)
class MentorLine:
    """`not_vetted` says why there can be no match today; empty when the vetting holds, until `vetted_until`."""

    reference: str
    name: str
    not_vetted: str
    vetted_until: date | None
    renews_soon: bool
    supervise_by: datetime | None
    is_overdue: bool
    running: int
    most_matches: int
    has_left: bool


@dataclass(frozen=True, slots=True)
class CheckTold:
    check: Check
    state: CheckState
    level: str
    issued_on: date | None
    renew_on: date | None
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MatchLine:
    """`reviews_late` and `ends_soon` as of the moment of asking; an ended match is neither."""

    id: int
    mentor: str
    mentor_reference: str
    young_reference: str
    age_band: AgeBand
    themes: tuple[str, ...]
    starts_on: date
    planned_end: date
    review_by: datetime
    ended_on: date | None
    ending: str
    review_is_late: bool
    ends_soon: bool
    is_past_end: bool


@dataclass(frozen=True, slots=True)
class MentorTold:
    line: MentorLine
    dbs_needed: DbsLevel
    changes: int
    checks: tuple[CheckTold, ...]
    supervisions: tuple[tuple[date, str, str], ...]
    matches: tuple[MatchLine, ...]


@dataclass(frozen=True, slots=True)
class MoveTold:
    move: MatchMove
    planned_end: date
    ended_on: date | None
    because: str
    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MatchTold:
    line: MatchLine
    moves: tuple[MoveTold, ...]


@dataclass(frozen=True, slots=True)
class Queues:
    """What waits, the most urgent first: matches without valid vetting, supervision overdue, reviews and endings due,
    vetting that runs out within sixty days."""

    unvetted: tuple[MentorLine, ...]
    overdue: tuple[MentorLine, ...]
    renewing: tuple[MentorLine, ...]
    reviews: tuple[MatchLine, ...]
    endings: tuple[MatchLine, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.unvetted or self.overdue or self.renewing or self.reviews or self.endings)


@dataclass(frozen=True, slots=True)
class Waiting:
    """`late` are those of `total` for which the day is over."""

    total: int
    late: int


def mentors(viewer: Viewer, *, page: int = 1) -> tuple[list[MentorLine], Part]:
    """Those of the viewer's agency who have not left, the newest first."""
    _must(viewer, "list")
    found, part = part_of(_mentors(viewer).filter(left_at__isnull=True), page)
    _log(viewer, Act.LIST, MENTOR, reason=f"{part.total} mentors")
    return [_line(row, viewer.at) for row in found], part


def queues(viewer: Viewer) -> Queues:
    _must(viewer, "list")
    now, today = viewer.at, _today(viewer)
    here, running = _mentors(viewer).filter(left_at__isnull=True), _matches(viewer).filter(ended_on__isnull=True)
    late = running.filter(review_by__lt=now).order_by("review_by")
    ending = running.filter(planned_end__lte=today + ENDS_SOON).order_by("planned_end")
    found = Queues(
        _lines(here.filter(MATCHED, _lapsed(today)).order_by("vetted_until"), now),
        _lines(here.filter(MATCHED, supervise_by__lt=now).order_by("supervise_by"), now),
        _lines(here.filter(vetted_until__range=(today, today + RENEW_SOON)).order_by("vetted_until"), now),
        tuple(_match(row, viewer.at) for row in late[:MOST_IN_QUEUE]),
        tuple(_match(row, viewer.at) for row in ending[:MOST_IN_QUEUE]),
    )
    _log(viewer, Act.LIST, MENTOR, reason="what waits of mentors")
    return found


def mentor(viewer: Viewer, reference: str) -> MentorTold:
    _must(viewer, reference)
    row = _mentors(viewer).filter(reference=reference).first()
    if row is None:
        raise refuse(viewer, MENTOR, reference, "there is no such mentor of this agency")
    _log(viewer, Act.VIEW, MENTOR, reference)
    checks = tuple(_check(one) for one in reversed(row.checks.all()))
    supervised = tuple(
        (one.held_on, str(SupervisionKind(one.kind).label), one.by) for one in row.supervisions.all()[:24]
    )
    matches = tuple(_match(one, viewer.at) for one in _matches(viewer).filter(mentor=row)[:100])
    return MentorTold(_line(row, viewer.at), DbsLevel(row.dbs_needed), row.changes, checks, supervised, matches)


def match(viewer: Viewer, match_id: int) -> MatchTold:
    _must(viewer, str(match_id), MATCH)
    row = _matches(viewer).filter(pk=match_id).first()
    if row is None:
        raise refuse(viewer, MATCH, str(match_id), "there is no such match of this agency")
    _log(viewer, Act.VIEW, MATCH, str(match_id))
    moves = tuple(
        MoveTold(
            MatchMove(one.move), one.planned_end, one.ended_on,
            str(EarlyReason(one.because).label) if one.because else "", one.words, one.by, one.at,
        )
        for one in row.steps.order_by("-pk")
    )  # fmt: skip
    return MatchTold(_match(row, viewer.at), moves)


def waiting(viewer: Viewer) -> Waiting:
    """How many mentors and matches wait, each once for however many reasons. Nobody is told of."""
    if not viewer.may(RUNS_MENTORS):
        return Waiting(0, 0)
    today = _today(viewer)
    here = Mentor.objects.filter(agency_id=viewer.agency_id, left_at__isnull=True).annotate(running=RUNNING)
    running = Match.objects.filter(agency_id=viewer.agency_id, ended_on__isnull=True)
    late = Q(running__gt=0) & (_lapsed(today) | Q(supervise_by__lt=viewer.at))
    late_match = Q(review_by__lt=viewer.at) | Q(planned_end__lt=today)
    soon = Q(vetted_until__range=(today, today + RENEW_SOON))
    counted = here.aggregate(late=Count("pk", filter=late), all=Count("pk", filter=late | soon))
    matched = running.aggregate(
        late=Count("pk", filter=late_match), all=Count("pk", filter=late_match | Q(planned_end__lte=today + ENDS_SOON))
    )
    return Waiting(counted["all"] + matched["all"], counted["late"] + matched["late"])


def _lapsed(today: date) -> Q:
    return Q(vetted_until__isnull=True) | Q(vetted_until__lt=today)


def _must(viewer: Viewer, id: str, kind: str = MENTOR) -> None:
    if not viewer.may(RUNS_MENTORS):
        raise refuse(viewer, kind, id, f"the role may not {RUNS_MENTORS}")


def _log(viewer: Viewer, act: Act, kind: str, id: str = "", reason: str = "") -> None:
    record(Entry(at=viewer.at, actor=viewer.actor, act=act, subject_kind=kind, subject_id=id, reason=reason))


def _today(viewer: Viewer) -> date:
    return viewer.at.astimezone(LONDON).date()


def _mentors(viewer: Viewer) -> "QuerySet[Mentor]":
    rows = Mentor.objects.filter(agency_id=viewer.agency_id).annotate(running=RUNNING)
    return rows.prefetch_related(Prefetch("checks", VettingStep.objects.order_by("pk")))


def _matches(viewer: Viewer) -> "QuerySet[Match]":
    return Match.objects.filter(agency_id=viewer.agency_id).select_related("mentor")


def _lines(rows: "QuerySet[Mentor]", at: datetime) -> tuple[MentorLine, ...]:
    return tuple(_line(row, at) for row in rows[:MOST_IN_QUEUE])


def _line(row: Mentor, at: datetime) -> MentorLine:
    today = at.astimezone(LONDON).date()
    running: int = row.running  # type: ignore[attr-defined]
    why_not = reason_not_vetted(checks_of(row), needed=DbsLevel(row.dbs_needed), on=today)
    renews = why_not is None and row.vetted_until is not None and row.vetted_until <= today + RENEW_SOON
    overdue = running > 0 and row.supervise_by is not None and row.supervise_by < at
    return MentorLine(
        row.reference, row.name or FORGOTTEN, why_not or "", row.vetted_until, renews, row.supervise_by, overdue,
        running, row.most_matches, row.left_at is not None,
    )  # fmt: skip


def _check(one: VettingStep) -> CheckTold:
    level = str(DbsLevel(one.level).label) if one.level else ""
    return CheckTold(
        Check(one.check_kind), CheckState(one.state), level, one.issued_on, one.renew_on, one.reason, one.by, one.at
    )


def _match(row: Match, at: datetime) -> MatchLine:
    today, runs = at.astimezone(LONDON).date(), row.ended_on is None
    return MatchLine(
        row.pk, row.mentor.name or FORGOTTEN, row.mentor.reference, row.young_reference, AgeBand(row.age_band),
        tuple(str(GoalTheme(one).label) for one in row.themes), row.starts_on, row.planned_end, row.review_by,
        row.ended_on, str(Ending(row.ending).label) if row.ending else "", runs and row.review_by < at,
        runs and row.planned_end <= today + ENDS_SOON, runs and row.planned_end < today,
    )  # fmt: skip
