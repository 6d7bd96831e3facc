"""Making rating schemes and pathways: the partnership's own words and clocks, kept as data."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from alongside.audit.actions import record
from alongside.audit.entries import Actor, Entry
from alongside.audit.states import Act
from alongside.common.clocks import Allowance, Unit
from alongside.partners.access import writing
from alongside.partners.errors import Invalid
from alongside.partners.models import Agency
from alongside.partners.states import FieldGroup, Purpose
from alongside.support.models import Pathway, RatingLevel, RatingScheme

ONE_WORKING_DAY, THREE_WORKING_DAYS = Allowance(1, Unit.WORKING_DAYS), Allowance(3, Unit.WORKING_DAYS)


@dataclass(frozen=True, slots=True)
class Level:
    """One level of need, and how long an agency has to answer a request at that level."""

    code: str
    name: str
    meaning: str
    request: Allowance = field(default=Allowance(24, Unit.WORKING_HOURS))


def add_scheme(*, code: str, name: str, levels: Sequence[Level], by: Actor, at: datetime) -> RatingScheme:
    """Keep a scheme of levels, from the least need to the greatest."""
    if len({level.code for level in levels}) < max(2, len(levels)):
        raise Invalid("A scheme has two levels or more, each with a code of its own.", "levels")
    with writing():
        if RatingScheme.objects.filter(code=code).exists():
            raise Invalid(f"There is a scheme with the code “{code}” already.", "code")
        scheme = RatingScheme.objects.create(code=code, name=name)
        RatingLevel.objects.bulk_create(
            RatingLevel(
                scheme=scheme, code=level.code, name=level.name, meaning=level.meaning, order=order,
                request_amount=level.request.amount, request_calendar=level.request.unit.value,
            )
            for order, level in enumerate(levels, start=1)
        )  # fmt: skip
        _log(by, at, "rating scheme", code, f"kept “{name}” with {len(levels)} levels")
    return scheme


@dataclass(frozen=True, slots=True)
class PathwayDraft:
    """What a pathway says. `second_look_from` is the level from which doing little needs a second look."""

    code: str
    name: str
    receiver: str
    purpose: Purpose
    carries: frozenset[FieldGroup]
    scheme: str
    second_look_from: str
    decision: Allowance = ONE_WORKING_DAY
    feedback: Allowance = THREE_WORKING_DAYS
    review_weeks: int = 6


def add_pathway(*, draft: PathwayDraft, by: Actor, at: datetime) -> Pathway:
    """Keep a pathway: who receives, for which purpose, what the receiver then sees, which clocks run."""
    if not draft.carries:
        raise Invalid("A pathway carries at least one field group, or its receiver sees nothing.", "carries")
    with writing():
        receiver = Agency.objects.filter(code=draft.receiver, is_active=True).first()
        if receiver is None:
            raise Invalid(f"There is no agency with the code “{draft.receiver}”.", "receiver")
        level = RatingLevel.objects.filter(scheme__code=draft.scheme, code=draft.second_look_from).first()
        if level is None:
            raise Invalid(f"“{draft.second_look_from}” is no level of the scheme “{draft.scheme}”.", "second_look_from")
        if Pathway.objects.filter(code=draft.code).exists():
            raise Invalid(f"There is a pathway with the code “{draft.code}” already.", "code")
        made = Pathway.objects.create(
            code=draft.code, name=draft.name, receiver=receiver, purpose_code=draft.purpose.code,
            carries=draft.carries, scheme_id=level.scheme_id, second_look_from=level.order,
            decision_amount=draft.decision.amount, decision_calendar=draft.decision.unit.value,
            feedback_amount=draft.feedback.amount, feedback_calendar=draft.feedback.unit.value,
            review_weeks=draft.review_weeks,
        )  # fmt: skip
        _log(by, at, "pathway", draft.code, f"kept “{draft.name}”: {receiver.name} receives")
    return made


def _log(by: Actor, at: datetime, kind: str, id: str, reason: str) -> None:
    record(Entry(at=at, actor=by, act=Act.CREATE, subject_kind=kind, subject_id=id, reason=reason[:400]))
