"""The demo's handovers: a year's cohort on its way to secondary school, and others who move; late, returned, redirected."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from alongside.demo import cast
from alongside.demo.families import Invented
from alongside.demo.life import Story, World
from alongside.demo.places import DemoBroken
from alongside.partners.errors import Refused
from alongside.people.drafts import NameDraft, RecordDraft
from alongside.people.states import NumberKind
from alongside.support.actions import handovers
from alongside.support.actions.handovers import Step
from alongside.support.actions.handovers_documents import document_received, document_sent, list_document
from alongside.support.actions.handovers_naming import name_child
from alongside.support.handover_drafts import Destination, Naming
from alongside.support.models import Handover
from alongside.support.queries.handovers_page import handover_page

Spare = Callable[..., Invented]
Event = Callable[[World, Handover, datetime], object]
UP = "primary-to-secondary"
SERVICES = (cast.COUNCIL, cast.CAMHS, cast.HOSPITAL, cast.YOUTH_JUSTICE, *cast.PROVIDERS)
RECEIVERS: dict[str, tuple[str, ...]] = {
    "ward-to-community": (cast.COUNCIL, *cast.PROVIDERS), "area-to-area": (cast.COUNCIL,),
    "custody-to-home": (cast.COUNCIL, cast.YOUTH_JUSTICE, cast.STEPPING_STONES), "turning-18": SERVICES,
    "provider-to-provider": cast.PROVIDERS,
}  # fmt: skip
YEAR_SIX, CHANGING, OLDER, NEARLY_GROWN = range(10, 12), range(12, 15), range(14, 17), range(17, 18)
PAGES: tuple[dict[str, object], ...] = (
    {"grade": "most", "criteria": ["worker", "violence"], "says": "I want one teacher who knows. I fear the corridors.",
     "strengths": "I read to the little ones.", "helps": "Ten minutes alone, and a job to do.",
     "worries": "Not saying when something is wrong.", "file": "yes",
     "summer": "Boat club, two weeks", "mentor": "A mentor of Tidewater, from July"},
    {"grade": "more", "criteria": ["attendance", "friends"], "says": "I hope there is football. I fear the bus.",
     "strengths": "I draw maps of everywhere I have been.", "helps": "A quiet place.", "file": "no",
     "summer": "Football week in August"},
    {"grade": "some", "criteria": ["caring"], "says": "Will somebody ring my mum if I am late?",
     "strengths": "I cook for my brothers.", "helps": "To be asked before lunch, not in front of all.", "file": "no"},
)  # fmt: skip
IN_SUMMER, MOVED = 144, 78  # days ago
CHECK = {"attendance": "some", "settled": "partly", "says": "It is loud. I like science.", "next": "Lunch club."}
ABOUT_OLDER: dict[str, object] = {
    "says": "I want somebody who answers when I ring.", "strengths": "I mend bicycles.", "helps": "Walking, not sitting.",
    "safe_contact": "By text to an aunt", "call": "The sender’s duty number", "file": "no",
}  # fmt: skip
ABOUT_CHANGING: dict[str, object] = {
    "says": "I would like to keep my friends. I do not want to stand up in front of everybody.",
    "strengths": "I run. I know every bus.", "helps": "A way out of the room without asking.", "file": "no",
}  # fmt: skip


def handover_stories(world: World, spare: Spare) -> list[Story]:
    """Each about a child of its own; the cohort was named last spring and moved in the autumn."""
    priya, owen = world.member("priya").agency.code, world.member("owen").agency.code
    met = (*_accepted_by("priya", 140), (70, _did("priya", "contact", words="“She showed me the library.”")))
    cohort: list[tuple[Destination, Sequence[tuple[int, Event]]]] = [
        (Destination(priya), (*met, (74, _file_sent), (72, _receipt), (30, _did("priya", "check", **CHECK)))),
        (Destination(owen), (*_accepted_by("owen", 139), (69, _did("owen", "contact")))),
        (Destination(priya), met),
        (Destination(owen), ()),
        (Destination(owen), ((140, _did("owen", "return", reason="On the list of another school now.")),)),
        (Destination(owen), (*_accepted_by("owen", 138), (95, _moved_away), (90, _outside_received))),
    ]  # fmt: skip
    older = [*_in_the_year(world, spare), *_others(world, spare)]
    up = [_going_up(world, _pupil(world, spare), number, *one) for number, one in enumerate(cohort)]
    return [*up, *(_no_school_yet(world, _pupil(world, spare), number) for number in range(3)), *older]


def _pupil(world: World, spare: Spare) -> Invented:
    """A child who is still at a primary school."""
    child = spare(YEAR_SIX)
    while not world.partnership.agencies[child.school].name.endswith("Primary School"):
        child = spare(YEAR_SIX)
    return child


def _going_up(
    world: World, child: Invented, number: int, to: Destination, then: Sequence[tuple[int, Event]]
) -> Story:  # fmt: skip
    lead = world.lead_of(child)
    page = {**PAGES[number % len(PAGES)], "call": f"{world.member(lead).name}, at the primary school"}
    return _story(world, child, UP, page, to, by=lead, begun=IN_SUMMER, moves=MOVED, group=_class(number), then=then)


def _class(number: int) -> str:
    return f"6 {('Heron', 'Kingfisher')[number % 2]}"


def _in_the_year(world: World, spare: Spare) -> list[Story]:
    """Two who are about to change school, since their families move within the borough."""
    priya, unsigned = (world.member(one).agency.code for one in ("priya", "beatriz"))

    def change(begun: int, moves: int, then: Sequence[tuple[int, Event]]) -> Story:
        child = spare(CHANGING, not_at=(priya, unsigned))
        lead = world.lead_of(child)
        page = {**ABOUT_CHANGING, "call": f"{world.member(lead).name}, at the school that she or he leaves"}
        return _story(
            world, child, "in-year-change", page, Destination(priya), by=lead, begun=begun, moves=moves, then=then
        )

    tutor = _did("priya", "accept", who="The form tutor, at the gate on the first morning")
    return [change(6, -5, ((4, tutor),)), change(3, -9, ((2, _did("priya", "receive")),))]


def _no_school_yet(world: World, child: Invented, number: int) -> Story:
    """Named for next year: graded, and nobody knows yet where the child goes."""
    yield (at := world.moments.on_open_day(6, 15, 10 + number))
    page = {"grade": ("some", "more", "most")[number], "criteria": ["moves"]}
    _name(world, child, UP, page, Destination(), at, by=world.lead_of(child), moves=-200, group=_class(number))


def _others(world: World, spare: Spare) -> list[Story]:
    """From the ward, over the border, at eighteen, from provider to provider."""
    council, stones = Destination(cast.COUNCIL), Destination(cast.STEPPING_STONES)
    outside = Destination(outside="Westmere Children’s Services")
    accepts = _did("kez", "accept", who="Kez Marlow, tomorrow at ten")
    contact = _did("kez", "contact", how="person", words="“I did not think that you would come.”")
    tell = partial(_story, world, page=ABOUT_OLDER)
    return [
        tell(spare(OLDER), "ward-to-community", to=stones, by="solveig", begun=12, moves=12,
             then=((12, accepts), (11, contact))),
        tell(spare(OLDER), "ward-to-community", to=Destination("lantern-yard"), by="solveig", begun=2, moves=2, then=()),
        tell(spare(NEARLY_GROWN), "turning-18", to=council, by="mirembe", begun=25, moves=-30,
             then=((21, _did("tomasz", "accept", who="Jo Abara, on Monday")), (1, _the_outsider_tries))),
        tell(spare(OLDER), "area-to-area", to=outside, by="tomasz", begun=16, moves=15, then=((14, _outside_received),)),
        tell(spare(OLDER), "provider-to-provider", to=Destination("lantern-yard"), by="kez", begun=9, moves=-12,
             then=((6, _did("imre", "return", reason="We have no place before spring. Phone us about Tidewater.")),)),
    ]  # fmt: skip


def _story(
    world: World, child: Invented, kind: str, page: Mapping[str, object], to: Destination, *, by: str, begun: int,
    moves: int, then: Sequence[tuple[int, Event]], group: str = "",
) -> Story:  # fmt: skip
    """Named and sent so many days ago; then what happened, by days back."""
    yield (at := world.moments.on_open_day(begun, 9, 40))
    made = _name(world, child, kind, page, to, at, by=by, moves=moves, group=group)
    handovers.send(reference=made.reference, by=world.viewer(by, at), at=at)
    for number, (back, happen) in enumerate(then):
        yield (at := world.moments.on_open_day(back, 13, 5 + number))
        happen(world, made, at)


def _name(
    world: World, child: Invented, kind: str, page: Mapping[str, object], to: Destination, at: datetime, *, by: str,
    moves: int, group: str,
) -> Handover:  # fmt: skip
    """`moves`: how many days before (or, below zero, after) today the child moves."""
    viewer = world.viewer(by, at)
    draft = RecordDraft(
        names=(NameDraft(child.given.usual, child.family.usual),), date_of_birth=child.born, sex=child.sex,
        numbers=((NumberKind.NHS, child.nhs),),
    )  # fmt: skip
    naming = Naming(
        kind=kind, child=draft, answers=page, to=to, moves_on=world.moments.today - timedelta(days=moves),
        group_name=group, record_id=world.truth.record_of(child, viewer.agency_code),
    )  # fmt: skip
    made = name_child(naming=naming, by=viewer, at=at)
    world.truth.note(made.record_id, child, viewer.agency_code)
    return made


def _did(by: str, move: str, *, reason: str = "", **answers: object) -> Event:
    def happen(world: World, made: Handover, at: datetime) -> object:
        step = Step(move, answers, reason)
        return handovers.take_step(reference=made.reference, step=step, by=world.viewer(by, at), at=at)

    return happen


def _accepted_by(lead: str, back: int) -> tuple[tuple[int, Event], ...]:
    return ((back, _did(lead, "accept", who="The form tutor, in the last week of term")),)


def _sender(world: World, made: Handover) -> str:
    return made.named_by.username


def _moved_away(world: World, made: Handover, at: datetime) -> None:
    """In August the family moves: the first school sees the child no more, and the child is not lost."""
    handovers.redirect(
        reference=made.reference, to=Destination(outside="Fernley High, Westmere"), by=world.viewer(_sender(world, made), at),
        reason="The family moved to Westmere in the summer.", at=at,
    )  # fmt: skip


def _outside_received(world: World, made: Handover, at: datetime) -> None:
    """An agency outside has no account here: its receipt is entered by the sender, with a name."""
    step = Step("receive", who="M. Osei, by telephone")
    handovers.take_step(reference=made.reference, step=step, by=world.viewer(_sender(world, made), at), at=at)


def _file_sent(world: World, made: Handover, at: datetime) -> None:
    by = world.viewer(_sender(world, made), at)
    one = list_document(
        reference=made.reference, name="Child-protection file, two parts", is_protection_file=True, by=by, at=at
    )
    document_sent(
        reference=made.reference, document=one.pk, how="By hand, to Priya Nandakumar", sent_at=at, by=by, at=at
    )


def _receipt(world: World, made: Handover, at: datetime) -> None:
    document_received(
        reference=made.reference, document=made.documents.get().pk, who="P. Nandakumar", received_at=at,
        by=world.viewer("priya", at), at=at,
    )  # fmt: skip


def _the_outsider_tries(world: World, made: Handover, at: datetime) -> None:
    """Refused, and logged."""
    try:
        handover_page(world.viewer("corin", at), made.reference)
    except Refused:
        return
    raise DemoBroken("corin was let in at a handover.")
