"""What the reader of an own view sees: what a worker let it show, decided and logged each time."""

from dataclasses import dataclass
from datetime import date, datetime

from alongside.partners.access import refuse
from alongside.partners.own_access import OwnLink, require_own_view
from alongside.partners.standing import Viewer
from alongside.partners.states import FieldGroup, Purpose
from alongside.support import rules
from alongside.support.models import OwnCorrection, OwnView, OwnViewRule
from alongside.support.own_links import digest
from alongside.support.queries.own_matters import Knowing, Matter, matter_of, still_has_it, who_knows
from alongside.support.states import ActionState, OwnAbout, OwnReader


@dataclass(frozen=True, slots=True)
class OwnGoal:
    words: str
    is_own_words: bool


@dataclass(frozen=True, slots=True)
class OwnAction:
    what: str
    who: str
    due_on: date
    is_done: bool


@dataclass(frozen=True, slots=True)
class OwnPlan:
    """Nothing here names another person, and nothing says that something is missing."""

    words: str
    goals: tuple[OwnGoal, ...]
    actions: tuple[OwnAction, ...]


@dataclass(frozen=True, slots=True)
class OwnKnowing:
    purpose: Purpose
    agencies: tuple[Knowing, ...]


@dataclass(frozen=True, slots=True)
class CorrectionShown:
    about: str
    words: str
    at: datetime
    answer: str
    answer_words: str
    answered_at: datetime | None


def own_plan(viewer: Viewer, link: OwnLink) -> OwnPlan:
    """My plan and my goals."""
    matter = decided(viewer, link, FieldGroup.PLAN)
    rule = rule_of(viewer, matter.reference)
    if rule is None:
        return OwnPlan("", (), ())
    return OwnPlan(
        rule.words,
        tuple(OwnGoal(one.words, one.is_childs_words) for one in matter.goals() if one.pk in rule.goals),
        tuple(
            OwnAction(one.what, one.owner_agency.name, one.due_on, one.state == ActionState.DONE)
            for one in matter.actions()
            if one.pk in rule.actions
        ),
    )


def own_knowing(viewer: Viewer, link: OwnLink) -> OwnKnowing:
    """Who knows what about me, and why. A link that does not carry it shows the same page, with nobody on it."""
    if FieldGroup.KNOWN_TO not in link.groups:
        decided(viewer, link, FieldGroup.IDENTITY)
        return OwnKnowing(link.purpose, ())
    matter = decided(viewer, link, FieldGroup.KNOWN_TO)
    rule = rule_of(viewer, matter.reference)
    shown = set(rule.agencies) if rule else set()
    return OwnKnowing(matter.purpose, tuple(one for one in who_knows(viewer, matter) if one.code in shown))


def own_corrections(viewer: Viewer, link: OwnLink) -> tuple[CorrectionShown, ...]:
    """What this reader asked to be put right, with the answers. A child finds what she asked by an earlier link; a
    parent does not: the earlier one may have been the other parent's."""
    decided(viewer, link, FieldGroup.CHILD_VOICE)
    rows = OwnCorrection.objects.filter(matter=link.matter).select_related("answer")
    if _reader_of(link) == OwnReader.CHILD:
        rows = rows.filter(view__reader=OwnReader.CHILD)
    else:
        rows = rows.filter(view_id=link.id)
    return tuple(shown_correction(viewer, one) for one in rows[:50])


def _reader_of(link: OwnLink) -> str:
    return OwnView.objects.values_list("reader", flat=True).get(pk=link.id)


def shown_correction(viewer: Viewer, one: OwnCorrection) -> CorrectionShown:
    """For callers that have decided on the matter."""
    answer = getattr(one, "answer", None)
    return CorrectionShown(
        OwnAbout(one.about).label, one.words, one.at, answer.get_outcome_display() if answer else "",
        answer.words if answer else "", answer.at if answer else None,
    )  # fmt: skip


def rule_of(viewer: Viewer, matter: str) -> OwnViewRule | None:
    """The rule that holds now. For callers that have decided on the matter."""
    return OwnViewRule.objects.filter(matter=matter).order_by("-number").first()


def decided(viewer: Viewer, link: OwnLink, group: FieldGroup) -> Matter:
    """The matter of the link, after the decision on this group was made and logged."""
    matter = matter_of(viewer, link.matter)
    if matter is None:
        raise refuse(viewer, "own view", link.matter, "no such matter")
    require_own_view(viewer, link, matter.subject, frozenset({group}))
    return matter


def can_open(viewer: Viewer, address: str) -> bool:
    """Whether a code may be given at this address. Shows nothing, and tells nothing of why not."""
    row = OwnView.objects.select_related("made_by__agency").filter(address_digest=digest(address)).first()
    return row is not None and is_live(viewer, row)


def is_live(viewer: Viewer, row: OwnView) -> bool:
    """Neither ended nor locked nor run out, the matter goes on, whoever gave the link still has it, and the age still
    fits: on her thirteenth birthday a parent's link closes. Asked at each page, so that nothing outlives its ground."""
    matter = matter_of(viewer, row.matter)
    if row.ended_at is not None or row.locked_at is not None or row.until <= viewer.at:
        return False
    if matter is None or not matter.is_open or not still_has_it(viewer, row.made_by, matter):
        return False
    age = rules.age_on(viewer.day, matter.record.date_of_birth)
    return rules.why_not_reader(row.reader, age, row.reader_because, False) is None
