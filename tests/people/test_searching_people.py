"""Search finds a child by whatever is known of her; two things have to agree, and access cuts what is shown."""

from datetime import date

import pytest

from alongside.audit.models import Event
from alongside.partners.errors import Invalid
from alongside.partners.states import FieldGroup, Purpose
from alongside.people import queries
from alongside.people.drafts import AddressDraft
from alongside.people.matching import Terms
from tests.cast import OPEN
from tests.people.sending import HOME, send

BORN = date(2012, 5, 4)


@pytest.fixture
def amina(cast):
    return send(
        cast, "school", "Amina", "Okafor-Lindqvist", date_of_birth=BORN, addresses=(HOME,), agency_ref="P-77",
        numbers=(("nhs", "999 123 4578"),),
    )  # fmt: skip


def found(cast, name="dsl", **terms):
    return [one.record_id for one in queries.search(cast.viewer(name), Terms(**terms))]


@pytest.mark.parametrize(
    "terms",
    [
        {"given": "amina", "family": "okafor lindqvist"},
        {"given": "Okafor-Lindqvist", "family": "Amina"},
        {"given": "Ameena", "family": "Okaffor-Lindkvist"},
        {"given": "Amina", "date_of_birth": date(2012, 4, 5)},
        {"given": "Ameena", "date_of_birth": BORN},
        {"family": "Okaphor Lindqvist", "date_of_birth": BORN},
        {"number": "999 123 4578"},
        {"number": "P-77"},
        {"given": "Ameena", "house": "12", "postcode": "zl11aa"},
        {"house": "12", "postcode": "ZL1 1AA", "date_of_birth": BORN},
    ],
)
def test_she_is_found_by_name_in_any_order_sound_spelling_swapped_date_number_and_address(cast, amina, terms):
    assert found(cast, **terms) == [amina.pk]


@pytest.mark.parametrize(
    "terms",
    [
        {"given": "Amina"},
        {"family": "Okafor-Lindqvist"},
        {"date_of_birth": BORN},
        {"house": "12", "postcode": "ZL1 1AA"},
        {"postcode": "ZL1 1AA", "given": "Amina"},
        {},
    ],
)
def test_one_thing_alone_is_refused_so_that_nobody_fishes(cast, amina, terms):
    with pytest.raises(Invalid):
        found(cast, **terms)


@pytest.mark.parametrize(
    "terms",
    [
        {"given": "Zahra", "family": "Marsh"},
        {"given": "Zahra", "date_of_birth": BORN},
        {"given": "Amina", "date_of_birth": date(2013, 5, 4)},
        {"given": "Zahra", "house": "12", "postcode": "ZL1 1AA"},
        {"number": "999 123 4570"},
    ],
)
def test_what_does_not_agree_finds_nobody(cast, amina, terms):
    assert found(cast, **terms) == []


def test_another_agency_finds_neither_her_nor_her_school_s_reference(cast, amina):
    for name in ("other_dsl", "officer", "outsider", "clinician"):
        assert found(cast, name, given="Amina", family="Okafor-Lindqvist") == []
        assert found(cast, name, number="P-77") == []


def test_an_address_finds_only_for_whom_an_agreement_covers_the_address(cast, amina):
    here = {"given": "Ameena", "house": "12", "postcode": "ZL1 1AA"}
    looked = lambda: queries.findable(cast.viewer("triage"), Terms(**here), None, Purpose.SAFEGUARDING)  # noqa: E731
    assert [one.record_id for one in looked()] == [amina.pk]
    cast.agencies["school"].agreements.get().agreement.parties.all()
    agreement = cast.agencies["school"].agreements.get().agreement
    agreement.field_groups = frozenset(OPEN - {FieldGroup.CONTACT})
    agreement.save()
    assert looked() == []


def test_a_protected_address_finds_nobody(cast):
    refuge = AddressDraft("4 Hidden Lane", "ZL9 9ZZ", is_protected=True)
    send(cast, "school", "Milena", "Brzozarska", addresses=(refuge,))
    assert found(cast, given="Mileena", house="4", postcode="ZL9 9ZZ") == []


def test_no_more_than_twenty_are_shown_the_exact_ones_first_and_the_search_is_logged(cast):
    for number in range(25):
        send(cast, "school", "Ameena", "Okafor", date_of_birth=date(1990 + number, 1, 1), sex="")
    exact = send(cast, "school", "Amina", "Okafor", date_of_birth=None, sex="")
    shown = found(cast, given="Amina", family="Okafor")
    assert len(shown) == 20 and shown[0] == exact.pk
    row = Event.objects.latest("pk")
    assert (row.act, row.reason) == ("search", "search before create: 20 shown") and "Amina" not in row.reason
