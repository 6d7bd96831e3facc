"""A row gives a concern, or every one of its problems under the column's name."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.exchange.concern_columns import COLUMNS, read_day
from alongside.exchange.concern_rows import read_rows
from alongside.support.drafts import LONGEST
from tests.exchange.made_files import csv_file, row, rows

TODAY = date(2026, 11, 17)


def read(*made, **more):
    return list(read_rows(csv_file(made, **more), today=TODAY))


def problems(**changes):
    return {one.column: one.words for one in read(row(**changes))[0].problems}


def test_a_good_row_gives_the_same_details_as_the_form():
    found = read(row(child_date_of_birth="14/05/2012", in_danger_now="Yes", child_sex="Female"))[0]
    assert found.problems == () and found.details.in_danger_now and found.in_danger_now
    child = found.details.child
    assert (child.names[0].given, child.date_of_birth, child.sex) == ("Amina", date(2012, 5, 14), "female")
    assert (found.details.others[0].name, found.details.others[0].role) == ("Not known", "suspected")
    assert child.as_sent["Child first name"] == "Amina" and "What was seen or heard" not in child.as_sent


def test_every_problem_of_a_row_is_told_at_once_in_the_order_of_the_columns():
    told = problems(
        child_first_name="", child_last_name="-", child_date_of_birth="31/02/2026", fact="", consent="maybe"
    )
    assert list(told) == ["Child first name", "Child date of birth", "What was seen or heard", "Consent"]
    assert told["What was seen or heard"] == "Say what you saw or heard yourself."


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("31/02/2026", "There is no such day"),
        ("2026-02-31", "There is no such day"),
        ("41043", "This is a number, not a date"),
        ("14.05.2012", "Write the date alone"),
        ("14/05/12", "Write the date alone"),
        ("May 2012", "Write the date alone"),
        ("2012-05-14 09:30:00", "Write the date alone"),
        ("=TODAY()", "Write the date alone"),
        ("2030-01-01", "The date of birth is in the future"),
        ("1890-01-01", "The date of birth is before 1900"),
        ("2001-01-01", "This person is 18 or older"),
        ("#N/A", "The spreadsheet shows an error"),
    ],
)
def test_a_date_of_birth_that_cannot_be_is_refused_in_words(written, words):
    assert problems(child_date_of_birth=written)["Child date of birth"].startswith(words)


@given(st.dates(date(1990, 1, 1), date(2026, 1, 1)))
def test_both_ways_of_writing_a_day_mean_that_day(day):
    assert (
        read_day(day.isoformat()) == read_day(f"{day:%d/%m/%Y}") == read_day(f"{day.day}/{day.month}/{day.year}") == day
    )


def test_a_column_with_the_month_first_refuses_only_the_dates_that_may_mean_two_days():
    american = [
        row(child_date_of_birth=day) for day in ("05/14/2012", "12/25/2013", "05/04/2012", "06/06/2012", "2012-05-04")
    ]
    told = [[one.words for one in found.problems] for found in read(*american)]
    assert told[0][0].startswith("There is no such day") and told[2][0].startswith("Other dates in this column")
    assert told[3] == told[4] == []


def test_one_date_typed_wrongly_does_not_cast_doubt_on_a_thousand_others():
    made = [row(happened_on="05/14/2026"), *(row(happened_on=f"{day:02}/06/2026") for day in range(1, 31))]
    assert sum(1 for found in read(*made) if found.problems) == 1


@pytest.mark.parametrize(
    ("given_name", "family"),
    [("أمينة", "العلي"), ("X", ""), ("", "O’Brien-D'Arcy"), ("Zoë", "Nuñez"), ("李", "小龙"), ("=Amina", "+1")],
)
def test_names_in_any_script_of_one_letter_and_with_apostrophes_are_kept_as_they_are(given_name, family):
    found = read(row(child_first_name=given_name, child_last_name=family))[0]
    assert found.problems == () and found.details.child.names[0].given == given_name
    assert found.details.child.names[0].family == family


def test_what_looks_like_a_formula_stays_the_text_that_it_is():
    formula = '=HYPERLINK("http://example.test","click")'
    found = read(row(fact=formula, call_back="'+44 1632 960100", opinion="@everyone", child_voice="-no-"))[0].details
    assert (found.fact, found.opinion, found.child_voice) == (formula, "@everyone", "-no-")
    assert found.call_back == "+44 1632 960100"


def test_a_megabyte_in_every_cell_is_a_problem_of_each_cell_and_of_this_row_alone():
    huge = "ß🙂" * 500_000
    bad, good = read(dict.fromkeys(row(), huge), row())
    assert len(bad.problems) > 20 and good.problems == ()
    assert max(len(cell) for cell in bad.kept_cells) <= LONGEST + 1


def test_a_nul_is_a_problem_and_is_kept_in_a_form_that_a_database_can_hold():
    found = read(row(fact="bro\x00ken", reference="a\x00b"))[0]
    assert {one.column for one in found.problems} == {"Your reference", "What was seen or heard"}
    assert "bro\N{REPLACEMENT CHARACTER}ken" in found.kept_cells


def test_a_number_that_fails_its_check_is_advice_and_does_not_hold_the_concern_up():
    found = read(row(child_nhs_number="9991234570", child_postcode="E17"))[0]
    assert found.problems == () and [one.column for one in found.advice] == ["Child NHS number", "Child postcode"]


def test_another_person_needs_a_name_and_a_role():
    told = problems(other_1_name="", other_2_name="Sam", other_2_role="", other_3_name="Jo", other_3_role="friend")
    assert list(told) == ["Other person 1 name", "Other person 2 role", "Other person 3 role"]


def test_no_words_of_a_problem_repeat_what_stood_in_the_cell():
    secret = "Zebulon"
    bad = {column.field: f"{secret}\x00" for column in COLUMNS}
    assert not [one for one in read(bad)[0].problems if secret in one.words]


def test_codes_and_their_words_mean_the_same_whatever_their_capitals():
    found = read(row(consent="No, they refused", child_role="Child at risk", referrer_role="Safeguarding Lead"))[0]
    assert (found.details.consent, found.details.child_role) == ("refused", "at_risk")


def test_reading_goes_on_from_any_row():
    made = csv_file(rows(5))
    assert [one.number for one in read_rows(made, today=TODAY, from_row=4)] == [4, 5, 6]
