"""Waits of a pathway without who waits: a queue, a beginning, an end and how it ended, and groups to count by.

A child who is restricted is counted like any other: nothing here can be shown before it has gone through disclosure
control. An address that is protected gives no area.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from django.db.models import QuerySet

from alongside.common.periods import age_on
from alongside.partners.standing import LONDON
from alongside.people.models import RecordAddress
from alongside.people.states import Sex
from alongside.support.definitions.kept import definition_of
from alongside.support.definitions.parts import Definition, QuestionKind, Stage
from alongside.support.fairness import EthnicGroup, Send
from alongside.support.models import Case, CaseStep, FairnessAnswers, PathwayVersion
from alongside.support.states import StageKind

NEED, NOT_RECORDED, WITHDRAWN = "need", "Not recorded", "withdrawn"
AGES = ((10, "Up to 10"), (13, "11 to 13"), (15, "14 and 15"), (120, "16 and over"))
SPLITS = {
    "need": "Need", "sex": "Sex", "age": "Age when referred", "ethnic_group": "Ethnic group",
    "send": "Special educational needs", "area": "Postcode district",
}  # fmt: skip


class Way(StrEnum):
    """How a wait in a queue ended, or that it has not."""

    WAITS = "waits"
    ON = "on"
    BEFORE_HELP = "before_help"
    TAKEN_BACK = "taken_back"


class Course(StrEnum):
    """How far a referral came. Each is in one of them."""

    TAKEN_ON = "taken_on"
    BEFORE_HELP = "before_help"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Wait:
    """One wait in one queue: from the first coming to it until the first leaving of it."""

    queue: str
    began: datetime
    ended: datetime | None
    way: Way


@dataclass(frozen=True, slots=True)
class Referred:
    """One referral. `helped_at`: when somebody first worked with the child. `reason`: why it was closed before help."""

    received_at: datetime
    course: Course
    helped_at: datetime | None
    ended_at: datetime | None
    reason: str
    waits: tuple[Wait, ...]
    groups: Mapping[str, str]


@dataclass
class _Row:
    """What is read of a case."""

    received_at: datetime
    version: int
    record: int
    born: date | None
    sex: str
    need: str
    steps: list[tuple[str, str, datetime]] = field(default_factory=list)
    why: str = ""


def queues_of(definition: Definition) -> tuple[tuple[str, str], ...]:
    """Code and label of the queues of a pathway, in their order. Empty where nobody waits."""
    return tuple((one.code, one.label) for one in definition.stages if one.kind is StageKind.WAITING)


def needs_of(definition: Definition) -> dict[str, str]:
    """The needs between which the form lets the referrer choose, by code."""
    asked = next((one for one in definition.questions if one.key == NEED and one.kind is QuestionKind.CHOICE), None)
    return {one.code: one.label for one in asked.options} if asked else {}


def referred(pathway: str, until: datetime) -> tuple[Referred, ...]:
    """Every referral that was sent along a pathway before `until`, as it stood then; in no order that tells anything."""
    rows = _read(pathway, until)
    versions = PathwayVersion.objects.filter(pk__in={row.version for row in rows.values()})
    definitions = {one.pk: definition_of(one) for one in versions}
    told = FairnessAnswers.objects.filter(pk__in=_sent(pathway, until).values("record_id"))
    fairness = {pk: (group, send) for pk, group, send in told.values_list("pk", "ethnic_group", "send")}
    areas = _areas(_sent(pathway, until))
    return tuple(
        _told(row, definitions[row.version], fairness.get(row.record, ("", "")), areas.get(row.record, NOT_RECORDED))
        for row in rows.values()
    )


def _sent(pathway: str, until: datetime) -> QuerySet[Case]:
    return Case.objects.filter(pathway__code=pathway, received_at__lt=until, held_because="")


def _read(pathway: str, until: datetime) -> dict[object, _Row]:
    sent = _sent(pathway, until)
    columns = ("pk", "received_at", "version_id", "record_id", "record__date_of_birth", "record__sex", "answers__need")
    rows = {
        pk: _Row(received_at, version, record, born, sex, need or "")
        for pk, received_at, version, record, born, sex, need in sent.order_by("pk").values_list(*columns)
    }
    steps = CaseStep.objects.filter(case__in=sent, at__lt=until).order_by("at", "pk")
    for case, move, reached, at, why in steps.values_list("case_id", "move", "to_stage", "at", "answers__why"):
        rows[case].steps.append((move, reached, at))
        rows[case].why = why or ""
    return rows


def _areas(sent: QuerySet[Case]) -> dict[int, str]:
    """The postcode district of each record: wide enough to name nobody's street, and never of a protected address."""
    rows = RecordAddress.objects.filter(record__in=sent.values("record_id"), is_protected=False).exclude(postcode="")
    return {record: code.split(" ")[0] for record, code in rows.order_by("pk").values_list("record_id", "postcode")}


def _told(row: _Row, definition: Definition, fairness: tuple[str, str], area: str) -> Referred:
    kinds = {one.code: one for one in definition.stages}
    path = [(definition.first_stage.code, "", row.received_at), *((to, move, at) for move, to, at in row.steps[1:])]
    working = [at for stage, _, at in path if kinds[stage].kind is StageKind.WORKING]
    last, move, at = path[-1]
    ended = kinds[last].kind is StageKind.ENDED
    closed = ended and kinds[last].before_help and move != WITHDRAWN
    course = Course.BEFORE_HELP if closed else Course.TAKEN_ON if _went_on(path, kinds) else Course.NEITHER
    return Referred(
        received_at=row.received_at, course=course, helped_at=working[0] if working else None,
        ended_at=at if ended else None, reason=row.why if closed else "", waits=tuple(_waits(path, kinds)),
        groups={
            "need": needs_of(definition).get(row.need, NOT_RECORDED),
            "sex": str(Sex(row.sex).label), "age": _age(row.born, row.received_at),
            "ethnic_group": str(EthnicGroup(fairness[0]).label), "send": str(Send(fairness[1]).label), "area": area,
        },
    )  # fmt: skip


def _went_on(path: list[tuple[str, str, datetime]], kinds: Mapping[str, Stage]) -> bool:
    """The receiver took it on: it left where it began, for something other than its end."""
    return any(stage != path[0][0] and kinds[stage].kind is not StageKind.ENDED for stage, _, _ in path)


def _waits(path: list[tuple[str, str, datetime]], kinds: Mapping[str, Stage]) -> Iterator[Wait]:
    seen: set[str] = set()
    for (stage, _, began), left in zip(path, [*path[1:], None], strict=True):
        if kinds[stage].kind is not StageKind.WAITING or stage in seen:
            continue
        seen.add(stage)
        yield Wait(stage, began, left[2] if left else None, _way(left, kinds))


def _way(left: tuple[str, str, datetime] | None, kinds: Mapping[str, Stage]) -> Way:
    if left is None:
        return Way.WAITS
    stage, move, _ = left
    if kinds[stage].kind is not StageKind.ENDED:
        return Way.ON
    return Way.BEFORE_HELP if kinds[stage].before_help and move != WITHDRAWN else Way.TAKEN_BACK


def _age(born: date | None, at: datetime) -> str:
    if born is None:
        return NOT_RECORDED
    years = age_on(born, at.astimezone(LONDON).date())
    return next(label for most, label in AGES if years <= most)
