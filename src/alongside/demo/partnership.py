"""The demo's agencies, their members, what they have signed, and the front door's pathway."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.hashers import make_password

from alongside.audit.entries import Actor
from alongside.common.clocks import Allowance, Unit
from alongside.demo import cast
from alongside.demo.families import SchoolPlace
from alongside.demo.moments import Moments
from alongside.partners.accounts import add_agency, add_member
from alongside.partners.models import Agency, Member
from alongside.partners.roles import Role
from alongside.partners.states import FieldGroup as G
from alongside.partners.states import Purpose
from alongside.support.actions.pathways import Level, PathwayDraft, add_pathway, add_scheme
from alongside.support.states import FRONT_DOOR

BUILDER = Actor.system("demo")
BEGAN = 420  # days ago

OPEN = frozenset({G.IDENTITY, G.CONTACT, G.KNOWN_TO, G.CONCERN, G.CHILD_VOICE, G.RATING, G.PLAN, G.FEEDBACK, G.REQUEST})
CARRIES = OPEN | {G.EDUCATION, G.POLICE, G.HEALTH, G.SOCIAL_CARE, G.HOUSING, G.YOUTH_JUSTICE, G.SUPPORT}

LEVELS = (
    Level("universal", "Universal", "Needs that school, family doctor and family meet together"),
    Level("vulnerable", "Vulnerable", "Some extra help early, before it grows"),
    Level("complex", "Complex", "Several needs at once; agencies act together", Allowance(8, Unit.WORKING_HOURS)),
    Level("acute", "Acute", "Serious harm or a real danger of it; social care leads", Allowance(4, Unit.WORKING_HOURS)),
)

# Given names and family names of the heads of safeguarding in the schools that have none in the cast.
_GIVEN = ("Rosa", "Idris", "Hanneke", "Tariro", "Moira", "Desmond", "Leila", "Piotr", "Grace", "Anselm", "Farida")
_FAMILY = ("Holloway", "Achebe-Stone", "Lindgrove", "Pascoe", "Ferrant", "Quaye", "Winterbourne", "Sabharwal", "Dray")


@dataclass(frozen=True)
class Partnership:
    """Everybody who works here: agencies by code, members by username, each school's safeguarding lead."""

    agencies: dict[str, Agency]
    members: dict[str, Member]
    leads: dict[str, Member]


def make(schools: Sequence[SchoolPlace], urns: dict[str, str], moments: Moments) -> Partnership:
    """Agencies, members with one shared demo password, and the pathway. `urns` are the schools' by code."""
    at = moments.on(BEGAN, 9)
    agencies = {
        one.code: add_agency(
            code=one.code, name=one.name, kind=one.kind, telephone=one.telephone, by=BUILDER, at=at
        )
        for one in cast.AGENCIES
    }  # fmt: skip
    for number, school in enumerate(schools):
        agencies[school.code] = add_agency(
            code=school.code, name=school.name, kind="school", telephone=f"01632 960 {200 + number}",
            school_urn=urns.get(school.code, ""), by=BUILDER, at=at,
        )  # fmt: skip
    members = {member.username: member for member in _members(schools, agencies, moments)}
    Member.objects.update(password=make_password(cast.PASSWORD))
    leads = {one.agency.code: one for one in members.values() if one.role == Role.SAFEGUARDING_LEAD}
    _front_door(moments)
    return Partnership(agencies, members, leads)


def _members(schools: Iterable[SchoolPlace], agencies: dict[str, Agency], moments: Moments) -> Iterable[Member]:
    at, codes = moments.on(BEGAN, 9, 30), {agency.name: code for code, agency in agencies.items()}
    taken: set[str] = set()
    for one in cast.PEOPLE:
        code = one.agency if one.agency in agencies else codes[one.agency]
        taken.add(code)
        yield add_member(
            username=one.username, name=one.name, agency_code=code, role=one.role, job_title=one.job_title, by=BUILDER,
            at=at,
        )  # fmt: skip
    for number, school in enumerate(school for school in schools if school.code not in taken):
        name = f"{_GIVEN[number % len(_GIVEN)]} {_FAMILY[(number * 7) % len(_FAMILY)]}"
        yield add_member(
            username=f"lead.{school.code}"[:80], name=name, agency_code=school.code, role="safeguarding_lead",
            job_title="Designated safeguarding lead", by=BUILDER, at=at,
        )  # fmt: skip


def _front_door(moments: Moments) -> None:
    at = moments.on(BEGAN - 5, 14)
    add_scheme(code="larkmere-needs", name="Larkmere levels of need", levels=LEVELS, by=BUILDER, at=at)
    draft = PathwayDraft(
        code=FRONT_DOOR, name="Front door", receiver=cast.COUNCIL, purpose=Purpose.SAFEGUARDING, carries=CARRIES,
        scheme="larkmere-needs", second_look_from="complex",
    )  # fmt: skip
    add_pathway(draft=draft, by=BUILDER, at=at + timedelta(minutes=20))
