"""The queue of pairs that may be one child, and one pair side by side, field by field and without the weight."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.partners.access import codes, log_list, refuse
from alongside.partners.asking import Asked
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.partners.states import FieldGroup, Purpose
from alongside.people import side_by_side as compare
from alongside.people.identity.matters import pressing
from alongside.people.identity.questions import PLANTED_SHARE, share_of
from alongside.people.identity.seeing import both_within
from alongside.people.models import PairAnswer, PairReview, SampledPair, SourceRecord
from alongside.people.side_by_side import Likeness
from alongside.people.states import NumberKind, ReviewState
from alongside.people.threads import names_of

PAGE = 25
MOST_COUNTED = 500
_SIDES = ("one__holder", "other__holder")


@dataclass(frozen=True, slots=True)
class QueueRow:
    """`harm` is 0 for the children who would suffer most from a wrong identity, and grows."""

    review_id: int
    names: tuple[str, str]
    agencies: tuple[str, str]
    waits_since: datetime
    harm: int


@dataclass(frozen=True, slots=True)
class ReviewQueue:
    """One page; `total` is counted to five hundred."""

    rows: tuple[QueueRow, ...]
    number: int
    size: int
    total: int


def review_queue(viewer: Viewer, *, page: int = 1) -> ReviewQueue:
    """What waits for this member: by harm, then by age. Her own answers are gone, and known pairs are mixed in."""
    if not viewer.may(Permission.REVIEW_IDENTITY):
        raise refuse(viewer, "queue", "identity", "the role may not review possible matches")
    waiting = _waiting(viewer)
    start = (max(1, page) - 1) * PAGE
    ordered = waiting.annotate(harm=_harm(pressing())).order_by("harm", "opened_at", "pk")
    found = [_Waiting(row, row.harm) for row in ordered.select_related(*_SIDES)[start : start + PAGE]]
    mixed = _with_known(viewer, found)
    names = names_of({end for one in mixed for end in (one.review.one_id, one.review.other_id)})
    persons = {side.person_id for one in mixed for side in (one.review.one, one.review.other)}
    log_list(viewer, "matches", persons, Purpose.SAFEGUARDING, [FieldGroup.IDENTITY], "queue of possible matches")
    shown = tuple(_row(one, names) for one in mixed)
    return ReviewQueue(shown, max(1, page), PAGE, waiting[:MOST_COUNTED].count())


class _Waiting(NamedTuple):
    review: PairReview
    harm: int


def review_count(viewer: Viewer) -> int:
    """How many pairs wait for this member, counted to five hundred: a count only."""
    return WAITING.count(viewer, ()) if viewer.may(Permission.REVIEW_IDENTITY) else 0


def _waiting(viewer: Viewer) -> "QuerySet[PairReview]":
    answered = PairAnswer.objects.filter(
        review=OuterRef("pk"), round=OuterRef("round"), member_id=viewer.member_id
    )  # fmt: skip
    return PairReview.objects.filter(
        both_within(viewer), Q(returns_at__isnull=True) | Q(returns_at__lte=viewer.at), ~Exists(answered),
        state=ReviewState.OPEN,
    )  # fmt: skip


WAITING: Asked[tuple[()]] = Asked(lambda viewer, shape: _waiting(viewer)[:MOST_COUNTED])


def _harm(groups: "Sequence[QuerySet[SourceRecord]]") -> Case:
    cases = []
    for place, group in enumerate(groups):
        persons = SourceRecord.objects.filter(pk__in=group).values("person_id")
        cases.append(When(Q(one__person_id__in=persons) | Q(other__person_id__in=persons), then=Value(place)))
    return Case(*cases, default=Value(len(groups)), output_field=IntegerField())


def _with_known(viewer: Viewer, found: list[_Waiting]) -> list[_Waiting]:
    """One question in twenty is one whose answer is known; always the same ones for one member."""
    places = [
        place for place, one in enumerate(found) if share_of(f"{viewer.member_id}:{one.review.pk}", PLANTED_SHARE)
    ]
    if not places:
        return found
    rows = PairReview.objects.filter(both_within(viewer), state=ReviewState.SETTLED, is_known=True)
    rows = rows.exclude(Exists(PairAnswer.objects.filter(review=OuterRef("pk"), member_id=viewer.member_id)))
    known = list(rows.select_related(*_SIDES).order_by("-settled_at", "pk")[: len(places)])
    mixed = list(found)
    for place, row in zip(reversed(places), known, strict=False):
        mixed.insert(place, _Waiting(row, found[place].harm))
    return mixed


def _row(one: _Waiting, names: dict[int, list[str]]) -> QueueRow:
    row = one.review
    return QueueRow(
        row.pk, (_first(names, row.one_id), _first(names, row.other_id)), (row.one.holder.name, row.other.holder.name),
        row.opened_at, one.harm,
    )  # fmt: skip


def _first(names: dict[int, list[str]], record_id: int) -> str:
    return next(iter(names.get(record_id, ())), "Name not known")


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that both records may tell. `alike` is None where one side says nothing, or may not be shown; `note`
    says in what they differ, or are alike all the same."""

    label: str
    left: str
    right: str
    alike: bool | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    record_id: int
    agency: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class PairShown:
    """Two records side by side. Neither the weight nor what anybody answered is in it."""

    review_id: int
    left: Side
    right: Side
    fields: tuple[Field, ...]
    has_answered: bool


NOT_SHOWN = "Not shown to your agency"


def review_pair(viewer: Viewer, review_id: int) -> PairShown:
    """One pair for somebody who may answer it. Logged as a viewing of both."""
    rows = PairReview.objects.select_related("one__holder", "other__holder")
    found = rows.filter(both_within(viewer), pk=review_id).exclude(state=ReviewState.MOOT).first()
    if found is None or not viewer.may(Permission.REVIEW_IDENTITY):
        raise refuse(viewer, "match", str(review_id), "not a pair that the member may compare")
    shown = pair_shown(viewer, found, "match")
    answered = found.answers.filter(round=found.round, member_id=viewer.member_id).exists()
    return replace(shown, has_answered=answered)


def pair_shown(viewer: Viewer, row: PairReview | SampledPair, kind: str) -> PairShown:
    """Two records for a viewer who may compare them: her caller has seen to that. Logged as a viewing of both."""
    record(
        Entry(
            at=viewer.at, actor=viewer.actor, act=Act.VIEW, subject_kind=kind, subject_id=str(row.pk),
            persons=tuple(dict.fromkeys((row.one.person_id, row.other.person_id))),
            purpose=Purpose.SAFEGUARDING.code, field_groups=codes([FieldGroup.IDENTITY, FieldGroup.CONTACT]),
            reason="whether two records tell of one child",
        )
    )  # fmt: skip
    sides = [_Told(row.one, viewer), _Told(row.other, viewer)]
    return PairShown(row.pk, sides[0].side, sides[1].side, _fields(*sides), has_answered=False)


class _Told:
    """One record as far as this member may see it. Address and telephone only where an agreement covers contact."""

    def __init__(self, row: SourceRecord, viewer: Viewer) -> None:
        self.row = row
        self.side = Side(row.pk, row.holder.name, row.received_at)
        own = row.holder_id == viewer.agency_id
        self.contact = own or row.holder_id in viewer.givers(Purpose.SAFEGUARDING, FieldGroup.CONTACT)
        self.names = [(one.given, one.family) for one in row.names.all()]
        self.numbers = {one.kind: one.value for one in row.numbers.all() if one.value}
        self.addresses = [(one.lines, one.postcode) for one in row.addresses.all() if not one.is_protected]

    @property
    def name(self) -> str:
        return " / ".join(" ".join(filter(None, one)) for one in self.names)

    @property
    def born(self) -> str:
        return f"{self.row.date_of_birth:%-d %B %Y}" if self.row.date_of_birth else ""

    @property
    def address(self) -> str:
        return "; ".join(", ".join(filter(None, one)) for one in self.addresses)

    @property
    def sex(self) -> str:
        return self.row.get_sex_display() if self.row.sex else ""


def _fields(left: _Told, right: _Told) -> tuple[Field, ...]:
    nhs = [one.numbers.get(NumberKind.NHS, "") for one in (left, right)]
    return (
        Field("Name", left.name, right.name, *compare.names(left.names, right.names)),
        Field("Date of birth", left.born, right.born, *compare.births(left.row.date_of_birth, right.row.date_of_birth)),
        Field("Sex", left.sex, right.sex, left.sex == right.sex if left.sex and right.sex else None),
        _contact("Address", left, right, left.address, right.address, compare.addresses(left.addresses, right.addresses)),
        _contact(
            "Telephone", left, right, left.row.telephone, right.row.telephone,
            compare.telephones(left.row.telephone, right.row.telephone),
        ),
        # That two numbers agree is told; the number itself is nobody's to read.
        Field("NHS number", _known(nhs[0]), _known(nhs[1]), nhs[0] == nhs[1] if all(nhs) else None),
        Field("Held by", left.side.agency, right.side.agency, None),
    )  # fmt: skip


def _contact(label: str, left: _Told, right: _Told, one: str, other: str, likeness: Likeness) -> Field:
    if left.contact and right.contact:
        return Field(label, one, other, *likeness)
    return Field(label, one if left.contact else NOT_SHOWN, other if right.contact else NOT_SHOWN, None)


def _known(number: str) -> str:
    return "Known" if number else ""
