"""Definitions side by side, a version added with its reason, a series cut at its break; who may see which."""

from datetime import date
from uuid import uuid4

import pytest
from django.test import Client

from alongside.audit.entries import Actor
from alongside.outcomes.definitions import LABELS, SeriesBreak
from alongside.outcomes.models import MeasureVersion
from alongside.outcomes.queries.measure_series import MonthSeries
from alongside.outcomes.queries.measures import definition
from alongside.places.actions import load_counts
from alongside.places.count_drafts import CountBatch, CountRow, CountSourceDraft
from alongside.places.incident_states import Audience
from tests.cast import NOW
from tests.web.reading import errors_in, text_of

pytestmark = pytest.mark.django_db
ONE = "/measures/definitions/met-knife-crime/"
CHANGE = f"{ONE}change/"


def load(months, *, code="E1", kind="Knife Crime", audience=Audience.PLACES):
    draft = CountSourceDraft(
        "mps:knife:borough", "Knife crime by borough", "MPS", "OGL", "borough", "knife crimes",
        force="Metropolitan Police Service", kinds_overlap=True, audience=audience,
    )  # fmt: skip
    rows = [CountRow(0, code, "Larkmere", "", kind, "", "Offences", month, total) for month, total in months]
    batch = CountBatch(draft, "knife.csv", "ab" * 32, 10, "counts", iter(rows))
    return load_counts(batch=batch, by=Actor.system("test"), at=NOW)


def sent(**changes):
    now = definition("met-knife-crime")
    fields = {name: getattr(now.text, name) for name in LABELS}
    return (
        fields
        | {"reason": "The force told us", "based_on": now.version, "sent_key": str(uuid4()), "breaks": ""}
        | changes
    )


def test_a_name_shows_its_definitions_side_by_side(cast, as_member):
    told = text_of(as_member("triage").get("/measures/knife-crime/"))
    assert "only intimated" in told and "cause code X99" in told and "met-knife-crime@1" in told
    assert "Add a definition" not in told


def test_an_analyst_adds_a_version_with_its_reason_and_the_old_one_stays(cast, as_member):
    analyst = as_member("analyst")
    answer = analyst.post(CHANGE, sent(mind="Ask first.", breaks="2019-03: the categories changed"), follow=True)
    assert "Kept as met-knife-crime@1.1" in text_of(answer) and "The force told us" in text_of(answer)
    assert "Ask first." not in text_of(analyst.get(f"{ONE}1/"))
    assert "Version 1.1 is in force" in text_of(analyst.get(f"{ONE}1/"))


def test_two_who_write_at_once_see_both_texts(cast, as_member):
    analyst, mine = as_member("analyst"), sent(mind="Mine")
    analyst.post(CHANGE, sent(mind="Theirs"))
    told = analyst.post(CHANGE, mine)
    assert "Somebody else saved this first" in text_of(told) and "Theirs" in text_of(told) and "Mine" in text_of(told)
    assert (
        'name="based_on" value="1.1"' in told.content.decode() or 'value="1.1" name="based_on"' in told.content.decode()
    )


def test_what_cannot_stand_is_said_at_its_question(cast, as_member):
    analyst = as_member("analyst")
    assert "Write it like" in errors_in(analyst.post(CHANGE, sent(breaks="soon: x", mind="y")))["id_breaks"]
    assert "id_leaves_out" in errors_in(analyst.post(CHANGE, sent(leaves_out="")))
    assert "Nothing differs" in text_of(
        analyst.post(
            CHANGE,
            sent(
                breaks="2019-03: "
                + definition("met-knife-crime").text.breaks[0].words
                + "\n2024-02: "
                + definition("met-knife-crime").text.breaks[1].words
            ),
        )
    )
    assert not MeasureVersion.objects.exists()


def test_a_definition_of_our_own_is_added_beside_the_others(cast, as_member):
    answer = as_member("analyst").post(
        "/measures/knife-crime/add/", sent(name="Knives found in parks", measured="other"), follow=True
    )
    assert "own-knives-found-in-parks@1" in text_of(answer)


@pytest.mark.parametrize("name", ["outsider", "sergeant", "lead", "dsl"])
def test_only_who_keeps_measures_changes_them(cast, as_member, refusals, name):
    member = as_member(name)
    assert member.get(ONE).status_code == 200
    assert member.get(CHANGE).status_code == member.post(CHANGE, sent(mind="x")).status_code == 403
    assert not MeasureVersion.objects.exists()


def test_somebody_not_signed_in_is_sent_to_sign_in():
    assert Client().get("/measures/").status_code == 302


def test_what_is_not_there_is_not_found(cast, as_member):
    analyst = as_member("analyst")
    for path in ("/measures/none/", "/measures/definitions/none/", f"{ONE}9/", "/measures/none/add/"):
        assert analyst.get(path).status_code == 404


def test_a_series_is_never_joined_over_a_break():
    months = tuple(date(2024, month, 1) for month in range(1, 5))
    told = MonthSeries("L", months, (7, 8, None, 9), (SeriesBreak(date(2024, 2, 1), "x"),), (), "")
    assert told.pieces == ((months[0], months[0], 7, 1), (months[1], months[3], 17, 2))


def test_the_page_draws_two_stretches_and_gives_both_sums(cast, as_member):
    load(
        [
            (date(2023, 11, 1), 11),
            (date(2023, 12, 1), 12),
            (date(2024, 1, 1), 13),
            (date(2024, 2, 1), 14),
            (date(2024, 3, 1), 15),
        ]
    )
    answer = as_member("triage").get(ONE)
    told = text_of(answer)
    assert "November 2023 to January 2024 3 months 36" in told and "February 2024 to March 2024 2 months 29" in told
    drawn = answer.content.decode().split('class="al-chart__line')[1:]
    assert len(drawn) == 4 and {one.split('points="')[1].split('"')[0].count(",") for one in drawn} == {3, 2}


def test_the_registry_asks_a_constant_number_of_questions(cast, as_member, queries):
    before = queries(as_member("analyst"), "/measures/")
    for number in range(3):
        as_member("analyst").post(CHANGE, sent(mind=f"Text {number}"))
    assert queries(as_member("analyst"), "/measures/") == before


def test_a_series_from_a_closed_source_stays_closed(cast, as_member):
    load([(date(2026, month, 1), 40 + month) for month in (8, 9)], audience=Audience.STUDY)
    for name in ("triage", "outsider", "lead"):
        told = text_of(as_member(name).get(ONE))
        assert (
            "No monthly counts of it are held that you may see" in told and "97" not in told.split("The series held")[1]
        )
    assert "2 months 97" in text_of(as_member("analyst").get(ONE))
