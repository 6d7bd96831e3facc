"""Schools: found by their names, with their own days and hours."""

from dataclasses import replace
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from alongside.areas import actions, queries
from alongside.areas.errors import SchoolUnknown, TermsRefused
from alongside.areas.models import SchoolTerm
from alongside.areas.rules import sector_of, status_of
from alongside.areas.states import SchoolSector, SchoolStatus
from alongside.common.calendars import CalendarError, Opening
from alongside.common.clocks import next_school_start
from tests.areas.invented import AT, keep, school

SCHOOLS = [
    school("100001", "St Wulfstan's C of E School", la_code="399"),
    school("100002", "Saint Wulfstan’s Old School", la_code="399", status=SchoolStatus.CLOSED),
    school("100003", "Mill Lane Academy", la_code="398"),
]


def keep_calendar(terms, urn="100001", log=lambda deed: None):
    actions.set_school_calendar(urn=urn, terms=terms, by="Tester", at=AT, log=log)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("wulfstans", ["100001", "100002"]),
        ("WULFSTAN'S school", ["100001", "100002"]),
        ("mill lane", ["100003"]),
        ("100003", ["100003"]),
        ("lane mill", ["100003"]),
        ("nowhere", []),
        ("  ", []),
    ],
)
def test_a_school_is_found_however_its_name_is_typed_and_closed_ones_come_last(words, found):
    keep(actions.load_schools, SCHOOLS)
    assert [one.urn for one in queries.search_schools(words)] == found


@pytest.mark.django_db
def test_a_search_can_be_kept_to_one_authority_and_to_a_few():
    keep(actions.load_schools, SCHOOLS)
    assert [one.urn for one in queries.search_schools("mill", la_code="399")] == []
    assert len(queries.search_schools("school", limit=1)) == 1


@pytest.mark.django_db
def test_a_schools_calendar_comes_back_as_it_was_given(terms):
    keep(actions.load_schools, [school("100001", "Mill Lane School")])
    deeds = []
    keep_calendar(terms, log=deeds.append)
    assert queries.school_terms("100001") == terms
    assert [(deed.act, deed.subject_id) for deed in deeds] == [("change", "100001")]


@pytest.mark.django_db
def test_a_new_calendar_replaces_the_old_one(terms):
    keep(actions.load_schools, [school("100001", "Mill Lane School")])
    keep_calendar(terms)
    keep_calendar(terms)
    assert SchoolTerm.objects.count() == 4


@pytest.mark.django_db
def test_the_clock_to_the_school_start_runs_on_the_schools_own_terms(terms):
    keep(actions.load_schools, [school("100001", "Mill Lane School")])
    keep_calendar(terms)
    incident = datetime(2026, 2, 14, 23, tzinfo=UTC)
    due = next_school_start(incident, queries.school_terms("100001"))
    assert due == datetime(2026, 2, 21, 8, 50, tzinfo=ZoneInfo("Europe/London"))  # a Saturday: this school has six days


@pytest.mark.django_db
def test_a_school_without_terms_says_so_and_nothing_is_guessed():
    keep(actions.load_schools, SCHOOLS)
    with pytest.raises(CalendarError, match="No terms are held for Mill Lane Academy"):
        queries.school_terms("100003")


@pytest.mark.django_db
@pytest.mark.parametrize("ask", [queries.school, queries.school_now, queries.school_terms])
def test_a_school_that_is_not_held_is_an_error_that_says_what_to_do(ask):
    with pytest.raises(SchoolUnknown, match="Check the number, or load the school register"):
        ask("999999")


@pytest.mark.django_db
def test_a_calendar_for_no_school_is_refused(terms):
    with pytest.raises(SchoolUnknown, match="Load the school register first"):
        keep_calendar(terms, "999999")


@pytest.mark.django_db
def test_a_school_day_that_ends_at_midnight_is_refused_and_nothing_changes(terms):
    keep(actions.load_schools, [school("100001", "Mill Lane School")])
    with pytest.raises(TermsRefused, match="must end before midnight"):
        keep_calendar(replace(terms, hours=Opening(time(9), time(0))))
    assert not SchoolTerm.objects.exists()


@pytest.mark.parametrize(
    ("type_name", "sector"),
    [
        ("Community school", SchoolSector.STATE),
        ("Academy converter", SchoolSector.STATE),
        ("Free schools", SchoolSector.STATE),
        ("Voluntary aided school", SchoolSector.STATE),
        ("Other independent school", SchoolSector.INDEPENDENT),
        ("Other independent special school", SchoolSector.INDEPENDENT),
        ("Community special school", SchoolSector.SPECIAL),
        ("Academy special sponsor led", SchoolSector.SPECIAL),
        ("Pupil referral unit", SchoolSector.ALTERNATIVE),
        ("Academy alternative provision converter", SchoolSector.ALTERNATIVE),
        ("Free schools alternative provision", SchoolSector.ALTERNATIVE),
        ("Further education", SchoolSector.FURTHER),
        ("Academy 16 to 19 sponsor led", SchoolSector.FURTHER),
        ("Online provider", SchoolSector.OTHER),
        ("", SchoolSector.NOT_STATED),
    ],
)
def test_the_registers_types_fall_into_sectors(type_name, sector):
    assert sector_of(type_name) is sector


def test_a_status_that_the_register_does_not_use_is_not_understood():
    assert status_of("Open, but proposed to close") is SchoolStatus.CLOSING
    assert status_of("") is SchoolStatus.NOT_STATED
    assert status_of("Haunted") is None
