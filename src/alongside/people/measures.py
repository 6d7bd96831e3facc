"""How well records are matched, in counts: nothing here tells of anybody. For the quality statement and its alarms."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from alongside.analysis.linkage.model import Model, ModelError
from alongside.people.models import (
    BatchRun,
    IdentityEvent,
    LinkDecision,
    LinkEdge,
    LinkModel,
    PairAnswer,
    PairReview,
    SourceRecord,
    StandardRecord,
)
from alongside.people.states import BatchKind, EventKind, ReviewState, Verdict

Kinds = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Standing:
    """What there is now. `left_out`: by rule, the records for which it found too many to be looked at."""

    records: int
    persons: int
    model: str
    model_since: datetime | None
    pairs: Mapping[str, int]
    left_out: Mapping[str, int]


def standing() -> Standing:
    model = LinkModel.objects.filter(is_current=True).only("version", "since").first()
    edges = LinkEdge.objects.filter(model=model).order_by().values_list("outcome").annotate(Count("pk"))
    capped = StandardRecord.objects.exclude(capped="").values_list("capped", flat=True)
    return Standing(
        records=SourceRecord.objects.count(),
        persons=SourceRecord.objects.aggregate(count=Count("person", distinct=True))["count"],
        model=model.version if model else "", model_since=model.since if model else None,
        pairs=dict(edges), left_out=Counter(rule for row in capped for rule in row.split(",")),
    )  # fmt: skip


def model_of_before() -> str:
    """The version of the model in use, where it was made for another version of Alongside and cannot weigh here; or ""."""
    current = LinkModel.objects.filter(is_current=True).values_list("version", "text").first()
    if current is None:
        return ""
    try:
        Model.from_json(current[1])
    except ModelError:
        return str(current[0])
    return ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Open questions between two kinds of agency, and how long they have waited so far."""

    kinds: Kinds
    count: int
    median: timedelta
    longest: timedelta


def waiting(at: datetime) -> list[Waiting]:
    """By kinds of agency, the longest median first."""
    found: dict[Kinds, list[timedelta]] = {}
    rows = PairReview.objects.filter(state=ReviewState.OPEN, opened_at__lte=at)
    for one, other, opened in rows.values_list("one__holder__kind", "other__holder__kind", "opened_at"):
        found.setdefault(_kinds(one, other), []).append(at - opened)
    made = [Waiting(kinds, len(ages), _median(ages), max(ages)) for kinds, ages in found.items()]
    return sorted(made, key=lambda one: (-one.median, one.kinds))


@dataclass(frozen=True, slots=True)
class Decided:
    """What reviewers said in a period, and how they fared on pairs whose answer was known."""

    verdicts: Mapping[str, int]
    answered_twice: int
    disagreed: int
    planted: int
    planted_right: int
    median_wait: timedelta | None


def decided(since: datetime, until: datetime) -> Decided:
    within = Q(at__gte=since, at__lt=until)
    answers = PairAnswer.objects.filter(within)
    planted = answers.filter(is_planted=True).values_list("verdict", "review__verdict")
    settled = PairReview.objects.filter(settled_at__gte=since, settled_at__lt=until)
    waits = [end - start for start, end in settled.values_list("opened_at", "settled_at") if end]
    twice = _answered_twice(answers)
    return Decided(
        verdicts=Counter(settled.values_list("verdict", flat=True)), answered_twice=len(twice),
        disagreed=sum(len(set(verdicts)) > 1 for verdicts in twice), planted=len(planted),
        planted_right=sum(said == truth for said, truth in planted), median_wait=_median(waits) if waits else None,
    )  # fmt: skip


def _answered_twice(answers: "Iterable[PairAnswer]") -> list[list[str]]:
    found: dict[tuple[int, int], list[str]] = {}
    for one in answers:
        if not one.is_planted and one.verdict != Verdict.CANNOT_SAY:
            found.setdefault((one.review_id, one.round), []).append(one.verdict)
    return [verdicts for verdicts in found.values() if len(verdicts) > 1]


@dataclass(frozen=True, slots=True)
class Changed:
    """Changes of identity in a period: by kind and cause, how many were undone since, and by pair of agency kinds."""

    by_kind: Mapping[tuple[str, str], int]
    undone: int
    joined: Mapping[Kinds, int]


def changed(since: datetime, until: datetime) -> Changed:
    events = IdentityEvent.objects.filter(at__gte=since, at__lt=until)
    by_kind = events.order_by().values_list("kind", "basis").annotate(count=Count("pk"))
    return Changed(
        by_kind={(kind, basis): count for kind, basis, count in by_kind},
        undone=events.filter(undone_at__isnull=False).count(),
        joined=_joined(since, until),
    )


def _joined(since: datetime, until: datetime) -> Mapping[Kinds, int]:
    """Which kinds of agency the records came from that were put to others, with whom they stand now."""
    rows = LinkDecision.objects.filter(
        event__at__gte=since, event__at__lt=until, event__undone_at__isnull=True, event__kind__in=JOINING
    ).values_list("record__holder__kind", "to_person_id", "record_id")
    moved = list(rows)
    others: dict[object, set[tuple[int, str]]] = {}
    persons = {person for _, person, _ in moved}
    for person, record, kind in SourceRecord.objects.filter(person_id__in=persons).values_list(
        "person_id", "pk", "holder__kind"
    ):
        others.setdefault(person, set()).add((record, kind))
    found: Counter[Kinds] = Counter()
    for kind, person, record in moved:
        found.update({_kinds(kind, mate) for pk, mate in others.get(person, ()) if pk != record})
    return found


JOINING = (EventKind.ATTACH, EventKind.MERGE, EventKind.MOVE)


@dataclass(frozen=True, slots=True)
class Compared:
    """The last time that what lives was held against the batch. Every difference is an alarm."""

    at: datetime
    records: int
    differing: int


def last_compared() -> Compared | None:
    run = BatchRun.objects.filter(kind=BatchKind.COMPARE).first()
    return Compared(run.at, run.records, run.differing) if run else None


def _kinds(one: str, other: str) -> Kinds:
    return (one, other) if one <= other else (other, one)


def _median(values: list[timedelta]) -> timedelta:
    return sorted(values)[len(values) // 2]
