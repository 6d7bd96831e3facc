"""Small worlds of sharing for property tests: a few agencies, agreements, involvements, restrictions, records."""

from datetime import UTC, datetime, timedelta
from itertools import product
from uuid import UUID

from hypothesis import strategies as st

from alongside.partners.access import Subject
from alongside.partners.models import Agency, Agreement, AgreementParty, Involvement, Member, Restriction
from alongside.partners.roles import Role
from alongside.partners.states import Capacity, FieldGroup, Purpose
from alongside.people.models import Person, SourceRecord

NOW = datetime(2026, 11, 17, 10, 0, tzinfo=UTC)
TODAY = NOW.date()
GROUPS = (FieldGroup.IDENTITY, FieldGroup.HEALTH, FieldGroup.POLICE)
PURPOSES = (Purpose.SAFEGUARDING, Purpose.EXPLOITATION)
PERSONS = (UUID(int=1), UUID(int=2))
AGENCIES = ("a", "b", "c")

days = st.integers(-3, 3).map(lambda offset: TODAY + timedelta(days=offset))
moments = st.integers(-3, 3).map(lambda offset: NOW + timedelta(hours=offset))
groups = st.frozensets(st.sampled_from(GROUPS))
signatures = st.fixed_dictionaries(
    {
        "agency": st.sampled_from(AGENCIES),
        "capacity": st.sampled_from(Capacity.values),
        "signed_on": st.none() | days,
        "left_on": st.none() | days,
    }
)
agreements = st.fixed_dictionaries(
    {
        "purposes": st.frozensets(st.sampled_from(PURPOSES)),
        "field_groups": groups,
        "valid_from": days,
        "length": st.integers(0, 4),
        "withdrawn_on": st.none() | days,
        "gateway": st.sampled_from(["Children Act 2004 s.11", "   "]),
        "parties": st.lists(signatures, max_size=3, unique_by=lambda party: party["agency"]),
    }
)
involvements = st.fixed_dictionaries(
    {
        "agency": st.sampled_from(AGENCIES),
        "person_id": st.sampled_from(PERSONS),
        "matter": st.sampled_from(["", "CN-OTHER"]),
        "purpose": st.sampled_from([*[purpose.code for purpose in PURPOSES], "no-such-purpose"]),
        "field_groups": groups,
        "opened_at": moments,
        "length": st.integers(1, 4),
        "ended_at": st.none() | moments,
    }
)
worlds = st.fixed_dictionaries(
    {
        "agreements": st.lists(agreements, max_size=3),
        "involvements": st.lists(involvements, max_size=3),
        "restricted": st.lists(st.tuples(st.sampled_from(PERSONS), st.booleans()), max_size=1),
    }
)


def build(world: dict) -> tuple[dict[str, Member], list[SourceRecord]]:
    """Make the world in the database: one member in each agency, one record of each agency about each person."""
    agencies = {code: Agency.objects.create(code=code, name=f"Agency {code}", kind="charity") for code in AGENCIES}
    members = {
        code: Member.objects.create(username=code, name=code, agency=agency, role=Role.PRACTITIONER)
        for code, agency in agencies.items()
    }
    for person in PERSONS:
        Person.objects.create(pk=person, made_at=NOW)
    records = [
        SourceRecord.objects.create(holder=agency, person_id=person, received_at=NOW, source="test")
        for agency, person in product(agencies.values(), PERSONS)
    ]
    for number, one in enumerate(world["agreements"]):
        add_agreement(number, one, agencies)
    for one in world["involvements"]:
        add_involvement(one, agencies)
    for person, cleared in world["restricted"]:
        made = Restriction.objects.create(person_id=person, reason="x", placed_by="x", placed_at=NOW)
        made.cleared.set([members["a"]] if cleared else [])
    return members, records


def add_agreement(number: int, one: dict, agencies: dict[str, Agency]) -> None:
    until = one["valid_from"] + timedelta(days=one["length"])
    made = Agreement.objects.create(
        reference=f"AG-{number}", title="x", gateway=one["gateway"], purposes=one["purposes"],
        field_groups=one["field_groups"], valid_from=one["valid_from"], valid_until=until, review_on=until,
        withdrawn_on=one["withdrawn_on"],
    )  # fmt: skip
    for party in one["parties"]:
        AgreementParty.objects.create(
            agreement=made, agency=agencies[party["agency"]], capacity=party["capacity"],
            signed_on=party["signed_on"], signed_by="A. Signatory" if party["signed_on"] else "",
            left_on=party["left_on"],
        )  # fmt: skip


def add_involvement(one: dict, agencies: dict[str, Agency]) -> None:
    Involvement.objects.create(
        agency=agencies[one["agency"]], person_id=one["person_id"], matter=one["matter"], purpose=one["purpose"],
        field_groups=one["field_groups"], reason="x", opened_by="x", opened_at=one["opened_at"],
        expires_at=one["opened_at"] + timedelta(hours=one["length"]), ended_at=one["ended_at"],
    )  # fmt: skip


def oracle(world: dict, viewer: str, subject: Subject, purpose: Purpose, group: FieldGroup) -> bool:
    """The rule once more, read slowly from the world itself: the product's code is not used."""
    for person, cleared in world["restricted"]:
        if person == subject.person_id and not (cleared and viewer == "a"):
            return False
    if subject.holder_code == viewer:
        return True
    involved = any(
        one["agency"] == viewer
        and one["person_id"] == subject.person_id
        and one["matter"] == ""
        and one["purpose"] == purpose.code
        and group in one["field_groups"]
        and one["opened_at"] <= NOW < one["opened_at"] + timedelta(hours=one["length"])
        and not (one["ended_at"] and one["ended_at"] <= NOW)
        for one in world["involvements"]
    )
    return involved and any(
        one["gateway"].strip()
        and purpose in one["purposes"]
        and group in one["field_groups"]
        and one["valid_from"] <= TODAY <= one["valid_from"] + timedelta(days=one["length"])
        and not (one["withdrawn_on"] and one["withdrawn_on"] <= TODAY)
        and _party(one, viewer, {"both", "receives"})
        and _party(one, subject.holder_code, {"both", "gives"})
        for one in world["agreements"]
    )


def _party(agreement: dict, agency: str, capacities: set[str]) -> bool:
    return any(
        party["agency"] == agency
        and party["capacity"] in capacities
        and party["signed_on"] is not None
        and party["signed_on"] <= TODAY
        and not (party["left_on"] and party["left_on"] <= TODAY)
        for party in agreement["parties"]
    )
