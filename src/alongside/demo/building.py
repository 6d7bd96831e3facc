"""Builds the demo borough: one transaction, so that it is there whole or not at all."""

import re
import shutil
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from random import Random

from django.db import transaction

from alongside.audit.actions import seal_all
from alongside.audit.publishing import FILE_NAME as SEALS
from alongside.audit.publishing import publish
from alongside.demo import (
    agreements,
    borough_stories,
    case_stories,
    cast,
    community_stories,
    concern_file,
    encompass_stories,
    evaluation_stories,
    exploitation_stories,
    handover_stories,
    incident_stories,
    key_stories,
    marac_stories,
    mark,
    measure_stories,
    mentor_stories,
    needs_stories,
    operation_stories,
    others,
    own_view_stories,
    partnership,
    patrol_stories,
    posting_stories,
    programme_stories,
    provider_contracts,
    provider_stories,
    ward_stories,
)
from alongside.demo.bulk import keep_in_bulk
from alongside.demo.families import Families, Household, Invented, SchoolPlace
from alongside.demo.geography import larkmere
from alongside.demo.history import write_history
from alongside.demo.identities import Identities
from alongside.demo.known import Known, Meeting
from alongside.demo.life import Life, World
from alongside.demo.moments import Moments
from alongside.demo.people import keep_records, relate
from alongside.demo.place_stories import place_stories
from alongside.demo.places import build_crimes, build_geography
from alongside.demo.plots import Plots
from alongside.demo.records import Held, Records
from alongside.demo.schools import DemoSchool, schools
from alongside.demo.scoreboard_stories import scoreboard_stories
from alongside.demo.stories import ConcernStory
from alongside.demo.truth import FILE_NAME as TRUTH
from alongside.demo.truth import Truth
from alongside.demo.waiting_history import write_waits
from alongside.demo.waiting_stories import waiting_stories
from alongside.outcomes.actions.annual import keep_due_years
from alongside.places.incident_sources import key_of
from alongside.support.actions.clocks import breach_clocks
from alongside.support.measures.waits_keeping import keep_due_statements
from alongside.support.models import Concern

SEED = 1
PEOPLE = 600


@dataclass(frozen=True)
class Size:
    """How many more people than the small demo's, all of them young; how many concerns that are over, and how
    many referrals for mental health support of two years."""

    young_people: int = 0
    past_concerns: int = 0
    past_waits: int = 260


# What lives on pathways and beside them, in the order in which children are drawn for it.
STORIES = (
    key_stories.key_stories,
    case_stories.case_stories,
    own_view_stories.own_view_stories,
    handover_stories.handover_stories,
    encompass_stories.encompass_stories,
    provider_stories.provider_stories,
    waiting_stories,
    exploitation_stories.exploitation_stories,
    marac_stories.marac_stories,
)
SIZES = {"small": Size(), "borough": Size(young_people=20_500, past_concerns=4_950, past_waits=2_600)}
WEIGHTS = {cast.LEAD_SCHOOL: 6, cast.SECOND_SCHOOL: 3}


@dataclass(frozen=True)
class Plan:
    """What is asked for. `folder` takes the files beside the database, `keep_in` the raw files that were loaded."""

    size: str
    now: datetime
    folder: Path
    keep_in: Path | None = None
    seed: int = SEED


@dataclass(frozen=True)
class Crowd:
    """Everybody who is invented, before any record is kept."""

    known: Known
    households: tuple[Household, ...]
    held: tuple[Held, ...]

    @property
    def people(self) -> dict[str, Invented]:
        return {one.key: one for home in (*self.known.households, *self.households) for one in home.everybody}

    @property
    def children(self) -> list[Invented]:
        return [child for home in self.households for child in home.children]


@dataclass(frozen=True)
class Built:
    """What there is now, in numbers."""

    people: int
    records: int
    concerns: int
    crimes: int

    @property
    def sentence(self) -> str:
        return (
            f"Larkmere is ready: {self.people:,} people in {self.records:,} records of their agencies, "
            f"{self.concerns:,} concerns, {self.crimes:,} recorded crimes."
        )


def clear_files(folder: Path) -> None:
    """Throw away what an earlier demo left beside its database."""
    shutil.rmtree(folder / "demo", ignore_errors=True)
    for name in (TRUTH, SEALS):
        (folder / name).unlink(missing_ok=True)


def build(plan: Plan, say: Callable[[str], None]) -> Built:
    """Everything, through the real actions and loaders; the truth goes into a file beside it."""
    now = plan.now.replace(microsecond=0)
    with transaction.atomic():
        say("Drawing the borough")
        build_geography(plan.folder / "demo", at=now)
        world = _people_and_life(plan, Moments(now), say)
        say("Inventing two years of recorded crime")
        places = build_crimes(plan.folder / "demo", at=now, size=plan.size, keep_in=plan.keep_in)
        sergeant = world.viewer("bryn", now).actor
        calls = incident_stories.incident_stories(
            crimes=places.crimes,
            folder=plan.folder / "demo",
            keep_in=plan.keep_in,
            by=sergeant,
            at=now,
        )
        say("Teaching three years of Life Skills")
        programme_stories.programme_stories(world, at=now)
        say("Asking where violence gathers")
        place_stories(analyst=world.viewer("hal", now).actor, sergeant=world.viewer("bryn", now).actor, at=now)
        patrol_stories.patrol_stories(calls=key_of(calls.set_id), by=sergeant, at=now)
        ward_stories.watch_wards(analyst=world.viewer("hal", now).actor, at=now)
        operation_stories.operation_stories(
            world=world, crimes=places.crimes, folder=plan.folder / "demo", keep_in=plan.keep_in, at=now
        )
        community_stories.let_residents_live(world)
        mentor_stories.let_mentors_live(world)
        measure_stories.measure_stories(
            folder=plan.folder / "demo" / "hospital", analyst=world.viewer("hal", now), at=now
        )
        borough_stories.borough_stories(folder=plan.folder / "demo" / "boroughs", at=now)
        evaluation_stories.evaluation_stories(truth=places.crimes.truth, by=world.viewer("hal", now), at=now)
        mark.put(mark.Mark(plan.size, plan.seed, now), partnership.BUILDER)
        breach_clocks(at=now)
        keep_due_statements(at=now)
        needs_stories.needs_stories(world, at=now)
        scoreboard_stories(world, now)
        keep_due_years(at=now)
        seal_all(at=now)
        world.truth.write(plan.folder)
    publish(plan.folder / SEALS)
    return Built(len(world.truth.people), len(world.truth.records), Concern.objects.count(), places.crimes_loaded)


def _people_and_life(plan: Plan, moments: Moments, say: Callable[[str], None]) -> World:
    say("Bringing agencies and their agreements together")
    rng = Random(f"larkmere people {plan.seed}")  # noqa: S311
    places = [_place(school) for school in schools()]
    partners = partnership.make(places, {_code(one.name): one.urn for one in schools()}, moments)
    agreements.keep(partners, [one.code for one in places], _code(cast.UNSIGNED_SCHOOL), moments)
    say("Inventing families and what each agency holds of them")
    records = Records(rng, moments.today)
    families = Families(rng, moments.today, [one.name for one in larkmere().streets], places)
    crowd = draw_crowd(families, records)
    world = World(partners, moments, Truth(plan.size, plan.seed, moments.today), rng, Life(moments.now))
    keep_records(crowd.held, crowd.people, partners, world.truth)
    relate((*crowd.known.households, *crowd.households), partners, world.truth, moments.on(100, 9))
    more = _whole_borough(SIZES[plan.size], world, families, say)
    say("Letting three months pass at the front door")
    _live(world, crowd, records, more)
    return world


def _whole_borough(size: Size, world: World, families: Families, say: Callable[[str], None]) -> list[Invented]:
    """All the other young people. Draws of their own: what the small demo shows is the same in both sizes."""
    if not size.young_people:
        return []
    say(f"Inventing {size.young_people:,} more young people and a year of concerns that are over")
    rng = Random(f"larkmere borough {world.truth.seed}")  # noqa: S311
    families.rng, families.many = rng, True
    children: list[Invented] = []
    while len(children) < size.young_people:
        children += families.household().children
    records = Records(rng, world.moments.today, first_reference=100_000)
    held = [one for child in children for one in records.of(child)]
    keep_in_bulk(held, {one.key: one for one in children}, world.partnership, world.truth, world.moments.on(95, 3))
    write_history(replace(world, rng=rng), children, families.streets, size.past_concerns)
    return children


def _place(school: DemoSchool) -> SchoolPlace:
    first, last = school.ages
    return SchoolPlace(
        _code(school.name), school.name, school.number + 1, range(first, last + 1), WEIGHTS.get(school.name, 1)
    )


def _code(name: str) -> str:
    """An agency's code from its name: “Foxglove Park School for Girls” is “foxglove-park-school-for-girls”."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40]


def draw_crowd(families: Families, records: Records) -> Crowd:
    lead, second, unsigned = (_code(name) for name in (cast.LEAD_SCHOOL, cast.SECOND_SCHOOL, cast.UNSIGNED_SCHOOL))
    known = Meeting(families, records, lead, second, unsigned).everybody()
    households = tuple(families.households(PEOPLE - sum(len(home.everybody) for home in known.households)))
    held = [one for home in households for person in home.everybody for one in records.of(person)]
    return Crowd(known, households, (*known.records, *held))


def _live(world: World, crowd: Crowd, records: Records, more: Sequence[Invented]) -> None:
    children = crowd.children
    plots = Plots(
        children, crowd.known, world.moments, world.rng, world.lead_of, _code(cast.LEAD_SCHOOL),
        _code(cast.UNSIGNED_SCHOOL),
    )  # fmt: skip
    streets = [one.name for one in larkmere().streets]
    for course in plots.all():
        friend, adult = world.rng.choice(children), world.rng.choice(crowd.households).adults[0]
        story = ConcernStory(
            world, course, records, friend=friend.name, adult=adult.name, street=world.rng.choice(streets),
            place=f"the corner of {world.rng.choice(streets)}",
        )  # fmt: skip
        world.life.add(story.run())
    for begin in (others.nights, others.the_outsider, others.the_curious_colleague, others.the_draft):
        world.life.add(begin(world))
    for one in Identities(world, crowd.known).stories():
        world.life.add(one)
    spare = [plots.spare(concern_file.AGES) for _ in (*concern_file.TOLD, *concern_file.FAULTS)]
    world.life.add(concern_file.file_story(world, spare, world.rng.choice(streets)))
    case_stories.install_pathways(
        world, [code for code, one in world.partnership.agencies.items() if one.kind == "school"]
    )
    marac_stories.keep_conference(world)
    rng = Random(f"larkmere waits {world.truth.seed}")  # noqa: S311
    write_waits(world, more or children, SIZES[world.truth.size].past_waits, rng, unsigned=_code(cast.UNSIGNED_SCHOOL))
    provider_contracts.make_contracts(world)
    for stories in STORIES:
        for begun in stories(world, plots.spare):
            world.life.add(begun)
    posting_stories.give_addresses(world, world.moments.on(95, 8))
    for begun in posting_stories.posting_stories(world):
        world.life.add(begun)
    world.life.run()
