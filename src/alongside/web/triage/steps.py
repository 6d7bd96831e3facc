"""What the duty worker may do next with a concern, and how the agencies' parts are laid out on its page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import NoReverseMatch, reverse

from alongside.common.clock_status import ClockState
from alongside.common.periods import age_on
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.people.queries import CANNOT_SAY, KNOWN, NOT_KNOWN, AgencyPart
from alongside.support.queries.shown import Child
from alongside.support.queries.triaging import TriagePage
from alongside.support.states import DECIDED_STATUSES, ConcernStatus
from alongside.web.design.wording import day, plural


@dataclass(frozen=True, slots=True)
class NextStep:
    """`why` says in a few words what it is for. A step that is `posted` needs no page of its own."""

    text: str
    url: str
    why: str = ""
    posted: bool = False
    first: bool = False


def is_open(shown: TriagePage) -> bool:
    return shown.status_code in (ConcernStatus.RECEIVED, ConcernStatus.IN_TRIAGE)


def born_words(child: Child, today: date) -> str:
    """The date of birth with the age, which nobody should have to work out."""
    born = child.date_of_birth
    if born is None:
        return "Not known"
    return f"{day(born)} ({plural(age_on(born, today), 'year')})" if born <= today else day(born)


def steps_for(shown: TriagePage, viewer: Viewer) -> list[NextStep]:
    """The steps that the concern's status and the member's role allow, the likeliest first."""
    if is_open(shown):
        return sorted([*_in_triage(shown, viewer), *_refer_on(shown, viewer)], key=lambda step: not step.first)
    found: list[NextStep] = []
    if shown.status_code == ConcernStatus.SECOND_LOOK:
        found += _second_look(shown, viewer)
    if shown.status_code == ConcernStatus.AWAITING_FEEDBACK:
        found.append(
            NextStep("Tell the referrer", _to("feedback", shown), "Until then it awaits feedback.", first=True)
        )
    found += [*plan_steps(shown, viewer), *_refer_on(shown, viewer)]
    if shown.status_code in DECIDED_STATUSES:
        found.append(NextStep("Take back into triage", _to("reopen", shown), "New facts, or a wrong decision."))
    return found


def _in_triage(shown: TriagePage, viewer: Viewer) -> list[NextStep]:
    mine = shown.assigned_id == viewer.member_id
    rated = bool(shown.ratings)
    take = NextStep("Take it", _to("take", shown), "So that colleagues see who works on it.", posted=True, first=True)
    over = NextStep("Take it over", _to("take", shown), f"From {shown.assigned_to}.", posted=True)
    found = [] if mine else [over if shown.assigned_to else take]
    found += [
        NextStep("Rate the need", _to("rate", shown), "Scheme and level, with the reason.", first=mine and not rated),
        NextStep("Ask an agency", _to("ask", shown), "For what it may tell when asked."),
        NextStep("Who else knows this child?", _to("candidates", shown), "Look in other agencies' records."),
        NextStep("Decide", _to("decide", shown), "The next step, with the reason.", first=mine and rated),
    ]
    return [*found, _clock_step(shown)]


def _clock_step(shown: TriagePage) -> NextStep:
    if shown.decision_clock and shown.decision_clock.state is ClockState.PAUSED:
        return NextStep("Let the clock run on", _to("resume", shown), "When the reason above is gone.", posted=True)
    return NextStep("Pause the clock", _to("pause", shown), "If the family cannot be reached, say.")


def _second_look(shown: TriagePage, viewer: Viewer) -> list[NextStep]:
    own = bool(shown.decisions) and shown.decisions[0].decided_by_viewer
    if not viewer.may(Permission.SECOND_LOOK) or own:
        return []
    return [NextStep("Look at the decision", _to("second_look", shown), "Agree, or send it back.", first=True)]


def _refer_on(shown: TriagePage, viewer: Viewer) -> list[NextStep]:
    url = _elsewhere("pathways") if viewer.may(Permission.REFER) else ""
    return [NextStep("Refer along a pathway", f"{url}?from={shown.reference}", "Support beside it.")] if url else []


def plan_steps(shown: TriagePage, viewer: Viewer) -> list[NextStep]:
    """Into the plan that there is, or to its start where the decision starts one."""
    if shown.plan_reference:
        url = _elsewhere("plan", shown.plan_reference)
        return [NextStep(f"Open the plan {shown.plan_reference}", url)] if url else []
    starts = bool(shown.decisions) and shown.decisions[0].starts_plan
    if not starts or not viewer.may(Permission.LEAD_PLANS) or shown.status_code == ConcernStatus.SECOND_LOOK:
        return []
    url = _elsewhere("plan_start", shown.reference)
    return [NextStep("Start the plan", url, "Lead professional, first review.", first=True)] if url else []


def _to(step: str, shown: TriagePage) -> str:
    return reverse(f"triage_{step}", args=[shown.reference])


def _elsewhere(name: str, *reference: str) -> str:
    """A page of another journey, or nothing where that journey is not installed."""
    try:
        return reverse(name, args=reference)
    except NoReverseMatch:
        return ""


@dataclass(frozen=True, slots=True)
class AgencyParts:
    """The agencies, by what they say of the child. The silent ones stand in a line, with what they may be asked."""

    known: tuple[AgencyPart, ...]
    not_known: tuple[AgencyPart, ...]
    cannot_say: tuple[AgencyPart, ...]


def agency_parts(story: Sequence[AgencyPart]) -> AgencyParts:
    return AgencyParts(*(tuple(one for one in story if one.knows == says) for says in (KNOWN, NOT_KNOWN, CANNOT_SAY)))


@dataclass(frozen=True, slots=True)
class Linked:
    """One decision that records tell of the same child."""

    joined: UUID
    at: datetime
    by: str
    reason: str
    agencies: tuple[str, ...]


def linked(links: Sequence[Any], story: Sequence[AgencyPart]) -> list[Linked]:
    """The rows of each decision (one a record) as one. Names only agencies that may still be known to know the child."""
    known = {part.agency_id for part in story if part.knows == KNOWN}
    made: dict[UUID, Linked] = {}
    for one in links:
        before = made.get(one.joined)
        names = dict.fromkeys([*(before.agencies if before else ()), _holder(one.record.holder, known)])
        made[one.joined] = Linked(one.joined, one.at, one.by, one.reason, tuple(names))
    return list(made.values())


def _holder(agency: Any, known: set[int]) -> str:
    return agency.name if agency.pk in known else "Another agency"
