"""Dates in three boxes and times in one, forgiving in what they read and clear in what they refuse."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from alongside.web.design.dates import DayMonthYear, TimeOfDay


def read(day, month, year, label="Date of birth"):
    field = DayMonthYear(label=label)
    data = {"born-day": day, "born-month": month, "born-year": year}
    return field.clean(field.widget.value_from_datadict(data, {}, "born"))


@pytest.mark.parametrize("month", ["5", "05", "May", "may", "MAY", " may "])
def test_a_month_may_be_a_number_or_a_name(month):
    assert read("14", month, "2012") == date(2012, 5, 14)


@pytest.mark.parametrize("month", ["sep", "Sept", "September", "Sept."])
def test_months_may_be_shortened(month):
    assert read("1", month, "2026") == date(2026, 9, 1)


@pytest.mark.parametrize(
    ("typed", "words", "parts"),
    [
        (("", "5", "2012"), "Date of birth must include a day", ("day",)),
        (("14", "", ""), "Date of birth must include a month and year", ("month", "year")),
        (("31", "2", "2012"), "Date of birth must be a real date", ("day",)),
        (("14", "13", "2012"), "Date of birth must be a real date", ("month",)),
        (("x", "5", "2012"), "Date of birth must be a real date", ("day",)),
        (("14", "5", "12"), "Date of birth must have a year of 4 numbers", ("year",)),
        (("14", "5", "1066"), "Date of birth must be after 1900", ("year",)),
    ],
)
def test_what_is_wrong_is_said_and_marked(typed, words, parts):
    with pytest.raises(ValidationError, match=words) as caught:
        read(*typed)
    assert caught.value.params["parts"] == parts


def test_three_empty_boxes_are_no_date():
    field = DayMonthYear(required=False)
    assert field.clean(field.widget.value_from_datadict({"born-day": " "}, {}, "born")) is None


def test_one_iso_date_under_the_plain_name_is_read_too():
    field = DayMonthYear()
    assert field.clean(field.widget.value_from_datadict({"born": "2012-05-14"}, {}, "born")) == date(2012, 5, 14)


@given(st.dates(min_value=date(1900, 1, 1)))
def test_every_date_survives_its_own_boxes(day):
    assert read(*DayMonthYear.widget.typed(day)) == day


@given(st.text(max_size=6), st.text(max_size=6), st.text(max_size=6))
def test_whatever_is_typed_gives_a_date_or_words(day, month, year):
    try:
        assert isinstance(read(day, month, year), date)
    except ValidationError as error:
        assert error.messages[0]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("9:05am", time(9, 5)), ("9.05 pm", time(21, 5)), ("9pm", time(21)), ("21:05", time(21, 5)), ("2105", time(21, 5)),
     ("midday", time(12)), ("12am", time(0)), ("12:30 pm", time(12, 30)), ("9 P.M.", time(21)), ("midnight", time(0))],
)  # fmt: skip
def test_times_are_read_as_people_write_them(typed, meant):
    assert TimeOfDay().clean(typed) == meant


@pytest.mark.parametrize("typed", ["9", "25:00", "13pm", "0am", "half nine", "9:5"])
def test_a_time_that_could_mean_two_things_is_asked_again(typed):
    with pytest.raises(ValidationError, match="Enter a time such as"):
        TimeOfDay().clean(typed)


@given(st.times().map(lambda at: at.replace(second=0, microsecond=0)))
def test_every_time_survives_being_shown(at):
    assert TimeOfDay().clean(TimeOfDay().prepare_value(at)) == at
