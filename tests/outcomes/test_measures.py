"""One name, several definitions, each in versions that are added: a figure of last year still leads to its own words."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from alongside.audit.models import Event
from alongside.common.periods import PeriodError
from alongside.outcomes.actions.measures import OwnDefinition, add_definition, add_version
from alongside.outcomes.definitions import LABELS, SeriesBreak, shipped_measures, shipped_versions
from alongside.outcomes.errors import OutcomesRefused
from alongside.outcomes.measure_rules import breaks_from, breaks_typed
from alongside.outcomes.models import MeasureVersion
from alongside.outcomes.queries.measures import definition, is_newer_shipped, measure, measures, referred, versions
from alongside.partners.errors import Refused, Stale
from tests.cast import NOW

CODE = "met-robbery"


def changed(cast, *, code=CODE, by="analyst", based_on="", key=None, reason="The force told us", **words):
    now = definition(code)
    return add_version(
        code=code, text=replace(now.text, **(words or {"mind": "Ask the sergeant first."})), reason=reason,
        based_on=based_on or now.version, sent_key=key or uuid4(), by=cast.viewer(by), at=NOW,
    )  # fmt: skip


def test_every_shipped_definition_says_all_that_a_number_needs():
    told = [version for found in shipped_versions().values() for version in found]
    assert len(told) >= 15 and len({one.code for one in told}) == len(shipped_versions())
    for one in told:
        assert all(getattr(one.text, name).strip() for name in LABELS), one.code
        assert one.measured in {"police", "hospital", "other"}


def test_knife_crime_has_competing_definitions_side_by_side(db):
    codes = {one.code for one in measure("knife-crime").definitions}
    assert {"police-knife-offences", "met-knife-crime", "admissions-sharp-object", "met-knife-injury-under-25"} <= codes


def test_the_change_of_categories_a_month_before_the_launch_is_a_break(db):
    assert date(2019, 3, 1) in {one.month for one in definition("met-robbery").text.breaks}


def test_a_figure_finds_its_definition_by_code_and_version(db):
    assert referred("met-robbery@1").reference == "met-robbery@1"
    assert referred("met-robbery").version == "1"
    assert referred("met-robbery@9") is None and referred("nothing") is None and definition("") is None


def test_a_version_is_added_and_the_old_one_still_says_what_it_said(cast):
    before = definition(CODE)
    assert changed(cast) == "met-robbery@1.1" and changed(cast, mind="Twice.") == "met-robbery@1.2"
    assert referred("met-robbery@1") == before
    assert referred("met-robbery@1.1").text.mind == "Ask the sergeant first."
    assert definition(CODE).version == "1.2" and len(versions(CODE)) == 3
    assert Event.objects.filter(subject_id="met-robbery@1.2", act="create").exists()


def test_a_version_sent_twice_enters_once(cast):
    key = uuid4()
    assert changed(cast, key=key) == changed(cast, key=key, based_on="1") == "met-robbery@1.1"
    assert MeasureVersion.objects.count() == 1


def test_whoever_wrote_on_an_older_version_is_shown_both(cast):
    changed(cast)
    with pytest.raises(Stale) as stale:
        changed(cast, based_on="1", mind="Mine")
    assert stale.value.theirs.version == "1.1"


def test_a_version_needs_a_reason_and_a_difference(cast):
    with pytest.raises(OutcomesRefused, match="why"):
        changed(cast, reason=" ")
    with pytest.raises(OutcomesRefused, match="Nothing differs"):
        changed(cast, mind=definition(CODE).text.mind)
    with pytest.raises(OutcomesRefused, match="leaves out"):
        changed(cast, leaves_out="")
    assert not MeasureVersion.objects.exists()


def test_only_who_keeps_measures_adds_and_the_outsider_is_refused_in_the_log(cast):
    for name in ("outsider", "sergeant", "lead"):
        with pytest.raises(Refused):
            changed(cast, by=name)
    assert Event.objects.filter(agency_code="outside", outcome="refused").count() == 1


def test_a_definition_of_our_own_stands_beside_those_that_were_shipped(cast):
    text = definition(CODE).text
    own = OwnDefinition("robbery", "Robbery of pupils", "other")
    made = add_definition(
        own=own, text=text, reason="Schools asked", sent_key=uuid4(), by=cast.viewer("analyst"), at=NOW
    )
    assert made == "own-robbery-of-pupils@1"
    assert [one.code for one in measure("robbery").definitions][-1] == "own-robbery-of-pupils"
    assert changed(cast, code="own-robbery-of-pupils") == "own-robbery-of-pupils@1.1"
    with pytest.raises(OutcomesRefused, match="another name"):
        add_definition(own=own, text=text, reason="x", sent_key=uuid4(), by=cast.viewer("analyst"), at=NOW)


def test_a_later_release_never_gives_the_same_name_to_another_text(cast, monkeypatch):
    changed(cast)
    first = shipped_versions()[CODE][0]
    second = replace(first, version="2", text=replace(first.text, mind="As released"))
    monkeypatch.setattr(
        "alongside.outcomes.queries.measures.shipped_versions", lambda: {**shipped_versions(), CODE: (first, second)}
    )
    assert definition(CODE).version == "1.1" and is_newer_shipped(definition(CODE))
    assert referred(f"{CODE}@2").text.mind == "As released"


def test_the_database_refuses_to_change_a_version(cast):
    changed(cast)
    for deed in (lambda: MeasureVersion.objects.update(mind="x"), lambda: MeasureVersion.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()


def test_the_list_of_measures_asks_once_however_many_versions_there_are(cast, django_assert_num_queries):
    for word in "abc":
        changed(cast, mind=word)
    with django_assert_num_queries(1):
        assert len(measures()) == len(shipped_measures())


@given(st.lists(st.tuples(st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.text("abc def", min_size=1)), max_size=5))
def test_breaks_are_read_as_they_are_written(found):
    breaks = tuple(SeriesBreak(day.replace(day=1), words.strip() or "x") for day, words in found)
    read = breaks_from(breaks_typed(breaks))
    assert sorted(read, key=str) == sorted(breaks, key=str)


@pytest.mark.parametrize("line", ["soon: it changed", "2019-13: it changed", "2019-03", "2019"])
def test_a_line_that_is_no_break_is_named(line):
    with pytest.raises(PeriodError, match="Write it like"):
        breaks_from(line)
