"""Releases: drawn by one, signed by another, frozen; what was released is repeated, and a correction says so."""

import csv
import hashlib
import io
import json
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from alongside.outcomes.actions.releases import Correction, draw_scoreboard, put_aside, sign_off
from alongside.outcomes.drawing.similar import Similar
from alongside.outcomes.errors import OutcomesRefused
from alongside.outcomes.models import FrozenRelease, ScoreboardDraft
from alongside.outcomes.queries import releases as queries
from alongside.partners.errors import Refused
from tests.cast import NOW
from tests.scoreboards import WHOLE, Q, draw, like_this_one, release, violence

FIRST = violence((40, 120, 12), (60, 150, 20), (50, 110, 3))


def body(number):
    return json.loads(FrozenRelease.objects.get(number=number).text)


def rows_of(number):
    return list(csv.DictReader(io.StringIO(FrozenRelease.objects.get(number=number).table)))


def counts(number, place=-1, code="violence"):
    measure = next(one for one in body(number)["measures"] if one["code"] == code)
    return {", ".join(cell["of"].values()): cell["count"] for cell in measure["slices"][place]["cells"]}


def test_whoever_drew_it_does_not_sign_it_and_whoever_may_not_publish_neither(cast):
    mine = draw(cast, by="lead")
    with pytest.raises(OutcomesRefused, match="second pair of eyes"):
        sign_off(draft_id=mine, by=cast.viewer("lead"), at=NOW)
    with pytest.raises(Refused):
        sign_off(draft_id=draw(cast), by=cast.viewer("analyst"), at=NOW)
    assert not FrozenRelease.objects.exists()


def test_a_release_is_frozen_to_the_byte_and_its_fingerprint_fits(cast):
    assert release(cast) == 1
    row = FrozenRelease.objects.get()
    assert hashlib.sha256(row.text.encode()).hexdigest() == row.sha256
    assert hashlib.sha256(row.table.encode()).hexdigest() == row.table_sha256
    for change in (lambda rows: rows.update(text="{}"), lambda rows: rows._raw_delete("default")):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            change(FrozenRelease.objects.all())


def test_a_small_count_is_held_back_with_another_and_says_not_which(cast):
    release(cast)
    shown = counts(1)
    assert shown["Weapons"] is None and sum(one is None for one in shown.values()) == 2 and shown[""] == 163
    assert "fewer than" not in FrozenRelease.objects.get().text


def test_the_next_release_repeats_what_was_shown_though_late_records_came(cast):
    release(cast)
    late = violence((40, 120, 12), (60, 150, 20), (51, 112, 5))
    release(cast, late, at=NOW + timedelta(days=90))
    assert counts(2) == counts(1)
    assert body(2)["measures"][0]["slices"][-1]["first_shown_in"] == 1


def test_a_new_quarter_joins_and_one_that_overlaps_a_released_one_is_left_out(cast):
    release(cast, FIRST)
    fresh = (date(2026, 10, 1), date(2027, 1, 1))
    rolling = (date(2026, 8, 1), date(2026, 11, 1))
    made = draw(cast, violence((9, 90, 9), (8, 80, 8), slices=[fresh, rolling]))
    told = queries.draft(cast.viewer("lead"), made)
    assert [one["first"] for one in told.body["measures"][0]["slices"]][-1] == "2026-10-01"
    assert "one could be subtracted from the other" in told.left_out[0]


def test_an_older_definition_closes_its_periods_for_the_newer_one(cast):
    release(cast, FIRST)
    told = queries.draft(cast.viewer("lead"), draw(cast, violence((41, 121, 12), version=2)))
    assert (
        told.body["measures"][0]["slices"] == [] and "Counted in another way" in told.body["measures"][0]["breaks"][0]
    )


def test_a_correction_names_what_it_corrects_and_counts_only_that_anew(cast):
    release(cast, FIRST, *WHOLE[1:])
    right = violence((40, 120, 12), (60, 150, 20), (50, 130, 3))
    wrong = Correction(1, "Twenty offences came late.", frozenset({"violence"}))
    assert release(cast, right, *WHOLE[1:], correction=wrong) == 2
    assert counts(2)[""] == 183 and body(2)["corrects"] == {"number": 1, "because": "Twenty offences came late."}
    assert [one.corrected_by for one in queries.releases()] == [(), (2,)]
    assert counts(2, code="feedback") == counts(1, code="feedback")


def test_a_correction_by_one_is_held_back_since_two_releases_could_be_subtracted(cast):
    release(cast, FIRST)
    one_more = violence((40, 120, 12), (60, 151, 20), (50, 110, 3))
    release(cast, one_more, correction=Correction(1, "One more.", frozenset({"violence"})))
    shown = counts(2, place=1)
    assert shown["Violence"] is None and shown[""] is None


@pytest.mark.parametrize("triple", [(65, 145, 20), (60, 150, 19)])
def test_counts_that_rose_and_fell_or_fell_by_few_show_nothing_new(cast, triple):
    release(cast, FIRST)
    again = violence((40, 120, 12), triple, (50, 110, 3))
    release(cast, again, correction=Correction(1, "Recounted.", frozenset({"violence"})))
    shown = counts(2, place=1)
    changed = {name for name, count in shown.items() if count is not None and count != counts(1, place=1)[name]}
    assert not changed


def test_a_draft_that_another_release_overtook_has_to_be_drawn_anew(cast):
    old = draw(cast)
    release(cast)
    with pytest.raises(OutcomesRefused, match="Release 1 was signed off after this draft was drawn"):
        sign_off(draft_id=old, by=cast.viewer("lead"), at=NOW)


def test_a_draft_is_put_aside_with_a_reason_and_never_signed(cast):
    made = draw(cast)
    with pytest.raises(OutcomesRefused, match="Say why"):
        put_aside(draft_id=made, reason=" ", by=cast.viewer("lead").actor, at=NOW)
    put_aside(draft_id=made, reason="A month is missing.", by=cast.viewer("lead").actor, at=NOW)
    with pytest.raises(OutcomesRefused, match="put aside already"):
        sign_off(draft_id=made, by=cast.viewer("lead"), at=NOW)


def test_a_form_that_is_sent_twice_draws_once_and_a_day_to_come_is_refused(cast):
    key = uuid4()
    assert draw(cast, sent_key=key) == draw(cast, sent_key=key) and ScoreboardDraft.objects.count() == 1
    with pytest.raises(OutcomesRefused, match="still to come"):
        draw_scoreboard(
            title="x",
            as_at=date(2027, 1, 1),
            partnership="L",
            sent_key=uuid4(),
            by=cast.viewer("analyst").actor,
            at=NOW,
        )


@pytest.mark.parametrize("name", ["outsider", "young_advisor", "resident", "dsl"])
def test_drafts_are_refused_to_whoever_neither_draws_nor_signs(cast, name):
    made = draw(cast)
    for read in (lambda viewer: queries.drafts(viewer), lambda viewer: queries.draft(viewer, made)):
        with pytest.raises(Refused):
            read(cast.viewer(name))


def test_every_figure_says_what_it_is(cast):
    release(cast)
    for measure in body(1)["measures"]:
        for name in ("definition", "version", "place", "source", "licence", "method", "comparator"):
            assert measure[name]
    violent, _, told, hospital = body(1)["measures"]
    newest = violent["slices"][-1]["cells"][0]
    assert newest["low"] < newest["count"] < newest["high"] and violent["changes"][0]["before"] == 172
    assert told["slices"][0]["share"]["low"] < told["slices"][0]["share"]["share"]
    assert hospital["slices"][0]["beside"][0]["times_low"] < 1.06


def test_the_table_has_a_row_for_each_count_and_no_formula(cast):
    release(cast, violence((40, 120, 12), title="=HYPERLINK(1)"))
    lines = FrozenRelease.objects.get().table.splitlines()
    assert len(lines) == 5 and lines[0].startswith("release,measure,version") and "'=HYPERLINK" in lines[1]


def test_the_table_tells_what_the_page_shows_and_no_long_text_in_every_row(cast):
    release(cast)
    rows = {(one["measure"], one["place"], one["group"], one["first_day"]): one for one in rows_of(1)}
    told = rows["feedback", "Larkmere", "Answer: In time", "2026-07-01"]
    assert float(told["share_low_95"]) < float(told["share"]) < float(told["share_high_95"])
    london = rows["hospital", "London", "Age: 0 to 17", "2026-07-01"]
    assert float(london["here_times_low_95"]) < float(london["here_times_there"]) and london["people"] == "1900000"
    wait = rows["waits-camhs", "Larkmere", "Queue: Assessment", "2026-01-01"]
    assert (wait["median_weeks"], wait["median_low_95"], wait["median_high_95"]) == ("12", "9", "")
    changed = rows["violence", "Larkmere", "Offence: Violence", "2026-07-01"]
    assert (changed["year_before"], changed["count"]) == ("120", "110") and float(changed["change_ratio"]) < 1
    assert "method" not in told and "suppression" not in told and told["definition"]


@pytest.fixture
def neighbours(monkeypatch):
    monkeypatch.setattr("alongside.outcomes.actions.releases.boroughs_beside", lambda place: list("ABCDEFG"))


ALIKE = Similar(("E", "A", "B", "C"), "Alike in age and deprivation.", "Nearest neighbours 2024")


def test_boroughs_that_were_picked_as_similar_are_frozen_with_the_reason_and_drawn_by_name(cast, neighbours):
    release(cast, like_this_one(38, 44, 41, 300, 2, here=160), similar=ALIKE)
    assert body(1)["similar"] == {"places": ["A", "B", "C", "E"], "because": ALIKE.because, "source": ALIKE.source}
    (group,) = body(1)["measures"][0]["funnels"]["groups"]
    # E has two, which are held back: beside three boroughs nothing is drawn.
    assert group["points"] == [] and group["left_out"] == ["E"]


def test_a_borough_far_from_those_like_it_lies_outside_the_limits_and_none_is_ranked(cast, neighbours):
    release(cast, like_this_one(38, 44, 41, 300, 39, 42, here=160), similar=replace(ALIKE, places=tuple("FECBA")))
    (group,) = body(1)["measures"][0]["funnels"]["groups"]
    assert [one["place"] for one in group["points"]] == ["A", "B", "C", "E", "F", "Larkmere"]
    stands = {one["place"]: one["stands"] for one in group["points"]}
    assert stands["Larkmere"] in ("high", "rather high") and stands["A"] != "high"
    assert all({"rate_low", "rate_high"} <= set(one) for one in group["points"])


@pytest.mark.parametrize(
    "changed", [{"because": " "}, {"source": ""}, {"places": ("A", "B", "C")}, {"places": ("A", "B", "C", "Z")}]
)
def test_similar_boroughs_without_a_reason_or_a_list_or_too_few_are_refused(cast, neighbours, changed):
    with pytest.raises(OutcomesRefused):
        draw(cast, similar=replace(ALIKE, **changed))
    assert not ScoreboardDraft.objects.exists()


def test_slices_are_those_of_the_calendar():
    from alongside.common.measured import slices_before

    assert list(slices_before(date(2026, 11, 17), months=3, number=2)) == Q[1:]
    assert list(slices_before(date(2026, 7, 1), months=6, number=1)) == [(date(2026, 1, 1), date(2026, 7, 1))]
