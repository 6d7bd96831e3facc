"""The directory of Larkmere, last year's needs assessment as it was signed, and this year's draft on somebody's desk."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID, uuid5

from alongside.areas.grid import to_lonlat
from alongside.common.periods import add_months
from alongside.demo.life import World
from alongside.demo.partnership import BUILDER
from alongside.outcomes.actions.directory import amend_service, bring_in_contracts, list_service
from alongside.outcomes.actions.needs import draft_needs, save_section, sign_needs
from alongside.outcomes.directory_drafts import ListingDraft, Opening
from alongside.outcomes.models import NeedsFigure
from alongside.outcomes.queries import directory
from alongside.outcomes.queries.directory import Wanted
from alongside.outcomes.queries.needs import months_to_assess, needs_page, places_to_assess
from alongside.partners.standing import Viewer

_KEYS = UUID("0d1c58d5-6a3e-4a7f-8a51-2f6a0a7c9be4")
KEEPER, ANALYST, SIGNER = "saoirse", "hal", "noemi"
AFTER_SCHOOL = tuple(Opening(day, time(15, 30), time(19)) for day in range(5))
OFFICE = tuple(Opening(day, time(9, 30), time(17)) for day in range(5))

# Name, ward, and what it says. Whoever runs them is no partner: they take people who come by themselves.
OTHERS = (
    ("Larkmere Central", ListingDraft(
        "The Boathouse", "Harbour Youth", "A warm place after school, with food and somebody to talk to.", "activities",
        telephone="01632 960 310", address="2 Quay Street", opening=AFTER_SCHOOL, least_age=10, most_age=18,
        self_referral=True, how_to_refer="Walk in. Nobody asks why.", cost="Free", languages="English, Polish, Urdu",
        access="Ramp at the side door; a quiet room.",
    )),
    ("Quayside", ListingDraft(
        "Steady Minds drop-in", "Larkmere Minds", "Talk to a counsellor without an appointment.", "feelings",
        telephone="01632 960 311", address="14 Ropewalk", opening=(Opening(2, time(16), time(19)),), least_age=11,
        most_age=25, self_referral=True, how_to_refer="Come on a Wednesday, or phone.", cost="Free",
    )),
    ("Saltmarsh", ListingDraft(
        "Safe at Home Larkmere", "Harbour Refuge", "Help for anybody who is hurt or controlled at home.", "home",
        telephone="01632 960 312", least_age=0, most_age=120, self_referral=True,
        how_to_refer="Phone, day or night. If somebody listens in, say a wrong number and phone again.", cost="Free",
        opening_note="The telephone is answered day and night.",
    )),
    ("Gannet Row", ListingDraft(
        "After the assault", "Larkmere Victim Help", "Somebody beside you after an attack, a robbery or a threat.", "hurt",
        telephone="01632 960 313", address="Gannet Row Library", opening=OFFICE, least_age=8, most_age=120,
        self_referral=True, how_to_refer="Phone. You need not have told the police.", cost="Free",
    )),
    ("Millrace", ListingDraft(
        "Strong Parents", "Millrace Families", "A group for parents who fear for a child.", "family",
        telephone="01632 960 314", address="Millrace Hall", opening=(Opening(3, time(18), time(20)),), least_age=18,
        most_age=120, for_whom="Parents and carers", self_referral=True, how_to_refer="Come, or phone first.",
        cost="Free, with a creche",
    )),
    ("Larkmere Central", ListingDraft(
        "Clear Water", "Clear Water Trust", "Help with drugs and alcohol for people under 25.", "substances",
        status="temporarily closed", alert="Closed until a new worker starts. Phone: we tell you where to go until then.",
        telephone="01632 960 315", least_age=13, most_age=24, self_referral=True, how_to_refer="Phone.", cost="Free",
    )),
)  # fmt: skip
WRITTEN = {
    "priorities": "First: the walk home from school in [figure {ward-1}]. Second: children who are used to carry and "
    "sell. Third: help that begins before a child is hurt, and not after.",
    "causes": "Young people told us of fear on the way home, of adults who pay for errands, and of weeks without "
    "school. Teachers say that exclusion comes first and the street second. One trusted adult protects.",
    "next": "Police and council work on the footpath by the station together. Schools keep a place for every excluded "
    "child on the next day. The partnership reports on each of these to scrutiny in the spring.",
}


def needs_stories(world: World, *, at: datetime) -> None:
    """Through the same actions as everybody. Last year's was drafted before there were contracts."""
    began = at - timedelta(days=330)
    _list_others(world, began)
    held, place = months_to_assess(), places_to_assess()[0][0]
    last = held[1] if held else None
    drafted = at - timedelta(days=300)
    signed = _draft(world, place, add_months(last, -12) if last else None, "last year", drafted)
    _write(world, signed, tuple(WRITTEN), drafted + timedelta(days=9))
    day = drafted + timedelta(days=20)
    signer = _then(world, SIGNER, day)
    read = needs_page(signer, signed)
    assert read is not None  # it was drafted above
    sign_needs(reference=signed, read=read.content, by=signer, at=day)
    bring_in_contracts(by=BUILDER, at=at)
    _reach_providers(world, at)
    this_year = _draft(world, place, last, "this year", at)
    _write(world, this_year, ("causes",), at)


def _then(world: World, username: str, at: datetime) -> Viewer:
    """What is told of long ago is written by the builder in her name: an agency's own log is in the order of time."""
    viewer = world.viewer(username, at)
    if at >= world.moments.now:
        return viewer
    return replace(Viewer.system(viewer.actor.name, at=at), permissions=viewer.permissions)


def _list_others(world: World, at: datetime) -> None:
    by = _then(world, KEEPER, at)
    points = {name: directory.near_ward(code) for code, name in directory.wards_to_choose()}
    for number, (ward, draft) in enumerate(OTHERS):
        near, position = points.get(ward), None
        if near is not None and draft.address:
            point = to_lonlat(near.easting + 90 * number, near.northing - 60 * number)
            position = (round(point.longitude, 5), round(point.latitude, 5))
        list_service(
            draft=replace(draft, position=position), sent_key=uuid5(_KEYS, draft.name), by=by, at=at
        )  # fmt: skip


def _reach_providers(world: World, at: datetime) -> None:
    """Two of the five have said when they are open; the others still owe it."""
    by = world.viewer(KEEPER, at)
    contracted = [one for one in directory.services(Wanted(topic="gangs")).rows if one.from_contract]
    for one in contracted[:2]:
        amend_service(
            service_id=one.id, draft=replace(one.draft, opening=OFFICE, languages="English"), version=one.changes,
            reason="They told us their hours.", by=by, at=at,
        )  # fmt: skip


def _draft(world: World, place: str, last: date | None, name: str, at: datetime) -> str:
    return draft_needs(
        place_key=place, last_month=last, sent_key=uuid5(_KEYS, name), by=_then(world, ANALYST, at).actor, at=at,
        source=Random(f"larkmere needs {name} {world.truth.seed}"),  # noqa: S311
    )  # fmt: skip


def _write(world: World, reference: str, sections: tuple[str, ...], at: datetime) -> None:
    for number, section in enumerate(sections):
        when = at + timedelta(minutes=20 * number)
        by = _then(world, ANALYST, when)
        save_section(
            reference=reference, section=section, text=_with_numbers(WRITTEN[section], reference), version=1, by=by,
            at=when,
        )  # fmt: skip


def _with_numbers(text: str, reference: str) -> str:
    """`[figure {key}]` with the number that the figure has in this assessment; without the figure, in plain words."""
    number = NeedsFigure.objects.filter(assessment__reference=reference, key="ward-1").values_list("number", flat=True)
    found = number.first()
    return text.replace("[figure {ward-1}]", f"[figure {found}]" if found else "the busiest ward")
