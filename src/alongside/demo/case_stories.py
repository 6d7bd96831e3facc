"""The demo's pathways with life in them: waits, a silence that has run out, sessions, a panel about to meet."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from alongside.demo import cast, handover_stories
from alongside.demo.families import Invented
from alongside.demo.life import Story, World
from alongside.demo.partnership import BUILDER
from alongside.partners.states import FieldGroup as G
from alongside.people.drafts import NameDraft, RecordDraft
from alongside.support.actions import cases, panel_items, panels
from alongside.support.actions.panels import PanelDraft
from alongside.support.actions.pathway_versions import install
from alongside.support.actions.referring import Referral, refer
from alongside.support.models import Case
from alongside.support.shipped import shipped

Spare = Callable[[range], Invented]
RECEIVERS: dict[str, tuple[str, ...]] = {
    "camhs": (cast.CAMHS,), "early-help": (cast.COUNCIL,), "exploitation": (cast.COUNCIL,),
    "hospital-navigator": (cast.STEPPING_STONES,), "leaving-gangs": cast.PROVIDERS, "marac": (cast.COUNCIL,),
    "community-marac": (cast.COUNCIL,), **handover_stories.RECEIVERS,
}  # fmt: skip
TOLD_ON_PANEL = frozenset({G.IDENTITY, G.CONCERN, G.CHILD_VOICE, G.EDUCATION, G.SUPPORT, G.PLAN})
PATHWAYS_SINCE = 760  # days ago
YOUNG, OLDER = range(6, 13), range(14, 18)


def install_pathways(world: World, schools: list[str]) -> None:
    """Every pathway that comes with Alongside, with who receives it here, and the panel on exploitation."""
    at = world.moments.on(PATHWAYS_SINCE, 10)
    for document in shipped():
        receivers = RECEIVERS.get(document["code"], tuple(schools))
        note = "As it comes with Alongside; the clocks are the partnership’s own to set."
        install(document=document, receivers=list(receivers), change_note=note, by=BUILDER, at=at)
    seats = (cast.COUNCIL, cast.POLICE, cast.CAMHS, cast.YOUTH_JUSTICE, cast.STEPPING_STONES)
    draft = PanelDraft(
        "exploitation-panel", "Exploitation panel",
        "Children whose plan is stuck, and patterns of places, people and times. A child who only needs a worker "
        "belongs with the front door.",
        cast.COUNCIL, ("exploitation",), dict.fromkeys(seats, TOLD_ON_PANEL),
    )  # fmt: skip
    panels.keep_panel(draft=draft, by=BUILDER, at=at + timedelta(hours=1))


def case_stories(world: World, spare: Spare) -> list[Story]:
    """Each about a child of its own."""
    return [
        _early_help(world, spare(YOUNG)), _silence(world, spare(YOUNG)), _waits(world, spare(OLDER)),
        _closed_before_help(world, spare(OLDER)), _before_the_panel(world, spare(OLDER)), _bedside(world, spare(OLDER)),
    ]  # fmt: skip


def _referred(
    world: World, child: Invented, pathway: str, answers: Mapping[str, object], at: datetime, *, by: str = "",
    consent: str = "given", receiver: str = "",
) -> Case:  # fmt: skip
    """By the child's school, from its own record of her, unless somebody else refers."""
    teller = by or world.lead_of(child)
    viewer = world.viewer(teller, at)
    draft = RecordDraft(names=(NameDraft(child.given.usual, child.family.usual),), date_of_birth=child.born)
    reason = "" if consent == "given" else "Asking at home could put the child in danger."
    made = refer(
        referral=Referral(
            pathway, draft, answers, consent, reason, receiver,
            record_id=world.truth.record_of(child, viewer.agency_code),
        ),
        by=viewer, at=at,
    )  # fmt: skip
    world.truth.note(made.record_id, child, viewer.agency_code)
    return made


def _move(
    world: World, case: Case, by: str, move: str, reason: str, at: datetime, answers: Mapping[str, object] | None = None
) -> None:
    cases.move_case(
        reference=case.reference, move=move, answers=answers or {}, reason=reason, by=world.viewer(by, at), at=at
    )


def _write(world: World, case: Case, by: str, kind: str, at: datetime, **answers: object) -> None:
    cases.write_entry(
        reference=case.reference, kind=kind, happened_at=at, answers=answers, by=world.viewer(by, at), at=at
    )


def _tell(world: World, case: Case, by: str, text: str, at: datetime) -> None:
    cases.tell_referrer(reference=case.reference, text=text, reason_for_none=False, by=world.viewer(by, at), at=at)


def _early_help(world: World, child: Invented) -> Story:
    days = world.moments.worked
    at = days(40, 9, 15)
    yield at
    case = _referred(
        world, child, "early-help",
        {"worry": "Late most days since the family moved. Falls asleep in the afternoon.",
         "strengths": "Mum comes to every meeting.", "child_says": "I want my own bed and to be on time.",
         "needs": ["school", "money"], "level": "vulnerable"}, at,
    )  # fmt: skip
    yield (at := days(38, 11, 0))
    _move(world, case, "tomasz", "accept", "Fits early help; the family asked for it.", at)
    _tell(world, case, "tomasz", "Accepted. Somebody will speak to the family this week.", at)
    yield (at := days(37, 16, 30))
    _write(world, case, "tomasz", "first-contact", at, how="home")
    yield (at := days(25, 10, 0))
    _write(
        world, case, "tomasz", "assessment", at, strengths="Close family, a keen reader.",
        needs="Overcrowding; a bus journey of an hour; debts.", child_says="I do my homework on the stairs.",
    )  # fmt: skip
    yield (at := days(24, 10, 0))
    _move(world, case, "tomasz", "start-team", "Several agencies are needed together.", at, {"lead": "Jo Abara"})


def _silence(world: World, child: Invented) -> Story:
    """Nobody has spoken to the family: the clock has run out, and everybody can see it."""
    at = world.moments.worked(7, 14, 10)
    yield at
    _referred(
        world,
        child,
        "early-help",
        {"worry": "Comes without a coat or lunch.", "child_says": "Nobody is home when I get in.", "level": "complex"},
        at,
    )


def _waits(world: World, child: Invented) -> Story:
    days = world.moments.worked
    yield (at := days(45, 10, 20))
    case = _referred(
        world, child, "camhs",
        {"worry": "Panic on the bus since the stabbing outside school.", "child_says": "I want to sleep.",
         "event": "street", "need": "trauma", "meanwhile": "Head of year, every Monday"}, at,
    )  # fmt: skip
    yield (at := days(41, 12, 0))
    _move(world, case, "ruth", "accept", "Clear need after trauma.", at)
    _tell(world, case, "ruth", "On the list for assessment. Ring us if it gets worse.", at)
    yield (at := days(30, 12, 0))
    _write(world, case, "ruth", "offer", at, what=["school", "crisis_line"], taken="yes")
    yield (at := days(28, 9, 30))
    _write(world, case, "ruth", "welfare", at, how="phone", words="“Some nights are all right.”")


def _closed_before_help(world: World, child: Invented) -> Story:
    """Closed without help is an outcome with its reason, and waits for a second clinician."""
    yield (at := world.moments.worked(20, 15, 0))
    case = _referred(
        world, child, "camhs",
        {"worry": "Angry at school, calm at home.", "child_says": "I do not need a doctor.", "event": "no",
         "need": "behaviour", "meanwhile": "Form tutor"}, at,
    )  # fmt: skip
    yield (at := world.moments.worked(2, 11, 0))
    _move(
        world, case, "ruth", "close-before", "School nurse and mentor fit better.", at,
        {"why": "elsewhere", "instead": "Mentor at school from Monday; parents’ group offered."},
    )  # fmt: skip


def _before_the_panel(world: World, child: Invented) -> Story:
    days = world.moments.worked
    yield (at := days(12, 9, 5))
    case = _referred(
        world, child, "exploitation",
        {"seen": "Missing three nights, back with new trainers and a train ticket to the coast.",
         "child_says": "“I owe them. It is fine.”", "kinds": ["cce", "lines"], "missing": "yes", "away": "yes",
         "screening_by": "Safeguarding lead of the school", "screening_tool": "Borough screening tool",
         "screening_level": "significant", "judgement": "Higher: afraid, and alone with it."},
        at, consent="not_sought_unsafe",
    )  # fmt: skip
    yield (at := days(12, 15, 0))
    _move(world, case, "tomasz", "strategy", "Significant, and found outside the borough.", at)
    _tell(world, case, "tomasz", "A strategy discussion is called. Thank you for ringing at once.", at)
    yield (at := days(9, 11, 0))
    stuck = {"stuck": "Three agencies see the child, and none of them together."}
    _move(world, case, "tomasz", "to-panel", "Stuck.", at, stuck)
    at += timedelta(minutes=20)
    yield at
    chair, worker = world.viewer("odette", at), world.viewer("tomasz", at)
    starts = world.moments.on_open_day(-5, 10)
    meeting = panels.plan_meeting(
        panel="exploitation-panel", starts_at=starts, place="Town hall, room 3", chair="odette", by=chair, at=at
    )
    item = panel_items.put_on_agenda(
        meeting_id=meeting.pk, case_reference=case.reference, why=stuck["stuck"], by=worker, at=at
    )
    panel_items.filter_item(item_id=item.pk, state="accepted", reason="", by=chair, at=at)
    panel_items.invite(item_id=item.pk, agencies=[cast.POLICE, cast.STEPPING_STONES], by=chair, at=at)
    yield (at := days(4, 14, 0))
    panel_items.contribute(
        item_id=item.pk, group="support", text="Seen twice at the station with an adult we know.", release="invited",
        by=world.viewer("dev", at), at=at,
    )  # fmt: skip


def _bedside(world: World, child: Invented) -> Story:
    """From the hospital this morning: a reachable moment with a clock of a day."""
    yield (at := world.moments.ago(hours=3))
    _referred(
        world, child, "hospital-navigator",
        {"attended_on": world.moments.today.isoformat(), "mechanism": "knife", "place": "street",
         "says": "“I am not going back there.”", "safe_contact": "On the ward until tomorrow"},
        at, by="solveig",
    )  # fmt: skip
