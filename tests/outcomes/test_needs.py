"""A needs assessment: every figure traced, gaps said, edited by people, frozen when it is signed."""

import json
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from alongside.outcomes.actions.needs import draft_needs, save_section, sign_needs, withdraw_needs
from alongside.outcomes.models import NeedsAssessment, NeedsFigure, NeedsStep, NeedsText
from alongside.outcomes.needs_states import SECTIONS, FigureState
from alongside.outcomes.queries.needs import at_length, needs_list, needs_page, published_needs, published_page
from alongside.partners.errors import Invalid, Refused, Stale
from alongside.places.models import CrimeFile
from alongside.places.published import PART, recorded_violence
from alongside.places.states import ANSWER
from tests.cast import NOW
from tests.outcomes.assessed import MONTHS, PLACE, drafted, make_borough, signed, written
from tests.places.counted import keep_counts
from tests.places.warded import record


@pytest.fixture
def borough(cast, tmp_path):
    make_borough(tmp_path)
    return tmp_path


def figures(reference):
    return {one.key: one for one in NeedsFigure.objects.filter(assessment__reference=reference)}


def texts(reference):
    return {one.section: one.text for one in NeedsText.objects.filter(assessment__reference=reference)}


def save(reference, text, viewer, *, section="kinds", version=1, at=NOW):
    save_section(reference=reference, section=section, text=text, version=version, by=viewer, at=at)


def test_a_draft_counts_kinds_places_times_and_people_from_what_is_held(borough):
    found = figures(drafted())
    assert (found["recorded-14"].value, found["residents"].value, found["residents-0-24"].value) == (132, 24_000, 7_200)
    assert found["ward-1"].shown == "72 (Ward C)" and found["ward-1"].comparator.startswith("the mean of 3 wards is 44")
    assert found["recorded-rate"].shown == "5.5" and "132 crimes over 24,000" in found["recorded-rate"].comparator
    assert "a year earlier: 132; 0% more (95% interval" in found["recorded-14"].comparator


def test_every_figure_says_where_it_comes_from(borough):
    for one in NeedsFigure.objects.filter(assessment__reference=drafted()):
        assert one.definition_code and one.definition_words and one.definition_version >= 1, one.key
        assert one.place and len(one.digest) == 64, one.key
        if one.state == FigureState.SHOWN:
            assert one.period and one.source and len(one.extract_hash) == 64, one.key
            assert one.interval or one.comparator, one.key
        else:
            assert one.value is None and one.why, one.key


def test_a_year_that_would_give_a_quarter_of_the_scoreboard_away_is_held_back_and_so_is_what_it_follows_from(borough):
    record(borough, [[3, 3, 3]] * 9 + [[1, 0, 0]] * 3, first="2025-10", kind="Robbery", name="robberies.csv")
    found = figures(drafted())
    assert found["recorded-10"].state == "held_back" and found["recorded-10"].shown == "held back"
    # The scoreboard holds violence back beside three robberies and no weapon: so its year is not told, nor a rate, a
    # mean or a month from which it follows.
    assert {found[key].shown for key in ("recorded-14", "peak")} == {"held back"} and "recorded-rate" not in found
    assert "mean" not in found["ward-1"].comparator and found["ward-1"].value == 72


def test_every_figure_in_a_text_is_kept_and_no_number_is_typed(borough):
    from alongside.outcomes.needs_rules import faults_in

    reference = drafted()
    held = set(NeedsFigure.objects.filter(assessment__reference=reference).values_list("number", flat=True))
    assert [fault for text in texts(reference).values() for fault in faults_in(text, held)] == []
    assert set(texts(reference)) == {one.key.value for one in SECTIONS}


def test_counting_again_from_the_same_data_gives_the_same_fingerprints(borough):
    first, second = (figures(drafted(at=NOW)) for _ in range(2))
    assert {key: one.digest for key, one in first.items()} == {key: one.digest for key, one in second.items()}


def test_a_month_that_is_missing_is_a_gap_and_never_a_zero(cast, tmp_path):
    table = [[2, 3, 6]] * MONTHS
    table[-4] = None
    make_borough(tmp_path, table)
    reference = drafted()
    one = figures(reference)["recorded-14"]
    assert one.state == FigureState.GAP and "June 2026" in one.why and one.value is None
    assert f"[figure {one.number}]" in texts(reference)["gaps"]


def test_a_month_that_is_held_in_part_is_no_month_of_a_year_or_of_a_quarter(cast, tmp_path):
    table = [[2, 3, 6]] * MONTHS
    table[-4] = None
    make_borough(tmp_path, table)
    record(tmp_path, [[0, 0, 1]], first="2026-06", name="answer.csv")
    CrimeFile.objects.filter(name="answer.csv").update(layout=ANSWER)
    found = figures(drafted())
    assert {found[key].state for key in ("recorded-14", "wards", "peak")} == {FigureState.GAP}
    assert "June 2026" in found["recorded-14"].why
    (counted,) = recorded_violence(NOW.date())
    assert [part.first for part in counted.slices if part.missing == PART] == [date(2026, 4, 1)]


def test_a_small_count_is_held_back(borough):
    record(borough, [[1, 1, 0]], first="2026-09", kind="Robbery", name="few.csv")
    one = figures(drafted())["recorded-10"]
    assert (one.state, one.shown, one.value, one.low, one.comparator) == ("held_back", "fewer than 5", None, None, "")


def test_without_any_data_the_draft_says_what_is_missing(cast, tmp_path):
    from tests.places.warded import draw

    draw(tmp_path / "areas", wards=0)
    reference = drafted(last_month=date(2026, 9, 1))
    found = figures(reference)
    assert {one.state for one in found.values()} == {"gap"} and "No recorded crime" in found["crime-kinds"].why


def test_a_click_that_is_sent_twice_drafts_once(borough):
    key = uuid4()
    assert drafted(key=key) == drafted(key=key) and NeedsAssessment.objects.count() == 1


@pytest.mark.parametrize(
    ("place", "month"), [("borough:2024:E09000000", None), ("nonsense", None), (PLACE, date(2031, 1, 1))]
)
def test_a_place_or_month_that_is_not_held_is_refused_and_nothing_written(borough, place, month):
    from tests.outcomes.assessed import HAL

    with pytest.raises(Invalid):
        draft_needs(place_key=place, last_month=month, sent_key=uuid4(), by=HAL, at=NOW, source=None)
    assert not NeedsAssessment.objects.exists()


def test_a_person_writes_a_section_and_the_text_before_stays(cast, borough):
    reference, hal = drafted(), cast.viewer("analyst")
    save(reference, "Mostly robbery, [figure 5], near the station.", hal)
    page = needs_page(hal, reference)
    kinds = next(one for one in page.sections if one.section.key == "kinds")
    assert kinds.told.number == 2 and kinds.paragraphs[0][1].figure.number == 5
    assert NeedsText.objects.filter(section="kinds").count() == 2


def test_a_number_typed_by_hand_is_refused_with_what_to_do(cast, borough):
    reference = drafted()
    with pytest.raises(Invalid, match="typed by hand"):
        save(reference, "Knife crime fell by 38%.", cast.viewer("analyst"))
    assert "38" not in str(texts(reference))


def test_whoever_saves_second_sees_both_texts_and_the_same_form_twice_is_one(cast, borough):
    reference, hal = drafted(), cast.viewer("analyst")
    save(reference, "Hal’s words.", hal)
    save(reference, "Hal’s words.", hal)
    with pytest.raises(Stale) as stale:
        save(reference, "Noemi’s words.", cast.viewer("lead"))
    assert (stale.value.theirs.text, stale.value.theirs.number) == ("Hal’s words.", 2)
    assert NeedsText.objects.filter(section="kinds").count() == 2


def test_it_is_signed_by_the_partnership_lead_when_every_section_says_something(cast, borough):
    reference, lead = drafted(), cast.viewer("lead")
    with pytest.raises(Invalid, match="Summary and priorities"):
        signed(reference, lead)
    written(reference, cast.viewer("analyst"))
    signed(reference, lead)
    signed(reference, lead)
    page = published_page(reference)
    assert page.fits is True and page.row.signed_by.startswith("Noemi Castellane") and NeedsStep.objects.count() == 2


def test_whoever_wrote_what_stands_in_it_does_not_sign_it(cast, borough):
    reference, lead = written(drafted(), cast.viewer("analyst")), cast.viewer("lead")
    save(reference, "Noemi’s words.", lead)
    with pytest.raises(Invalid, match="You wrote “Kinds"):
        signed(reference, lead)
    save(reference, "Hal’s words.", cast.viewer("analyst"), version=2)
    signed(reference, lead)


def test_whoever_drafted_it_does_not_sign_it(cast, borough):
    lead = cast.viewer("lead")
    reference = written(drafted(by=lead.actor), cast.viewer("analyst"))
    with pytest.raises(Invalid, match="You drafted it"):
        signed(reference, lead)
    assert published_page(reference) is None


def test_words_that_came_after_the_reading_are_not_signed(cast, borough):
    reference, lead = written(drafted(), cast.viewer("analyst")), cast.viewer("lead")
    read = needs_page(lead, reference).content
    save(reference, "Slipped in.", cast.viewer("analyst"))
    for old in (read, ""):
        with pytest.raises(Invalid, match="saved since you read it"):
            sign_needs(reference=reference, read=old, by=lead, at=NOW)
    signed(reference, lead)


def test_what_was_signed_cannot_be_changed_by_anybody(cast, borough):
    reference = written(drafted(), cast.viewer("analyst"))
    signed(reference, cast.viewer("lead"))
    with pytest.raises(Invalid, match="cannot be changed"):
        save(reference, "Later words.", cast.viewer("analyst"))
    for rows in (NeedsText.objects, NeedsFigure.objects, NeedsAssessment.objects, NeedsStep.objects):
        for change in (lambda rows: rows.all().update(id=0), lambda rows: rows.all()._raw_delete("default")):
            with pytest.raises(DatabaseError), transaction.atomic():
                change(rows)


def test_a_text_slipped_in_after_signing_is_seen_by_everybody(cast, borough):
    reference = written(drafted(), cast.viewer("analyst"))
    signed(reference, cast.viewer("lead"))
    row = NeedsAssessment.objects.get()
    NeedsText.objects.create(assessment=row, section="kinds", number=7, text="x", by="x", agency_code="x", at=NOW)
    assert published_page(reference).fits is False


def test_a_later_load_changes_no_figure_of_what_is_kept(cast, borough):
    reference = drafted()
    before = json.dumps(list(figures(reference)["recorded-14"].__dict__.items())[1:], default=str)
    record(borough, [[50, 0, 0]], first="2026-09", name="late.csv")
    assert json.dumps(list(figures(reference)["recorded-14"].__dict__.items())[1:], default=str) == before
    assert figures(drafted(at=NOW + timedelta(days=1)))["recorded-14"].value == 182


def test_a_withdrawn_one_stays_to_be_read_with_its_reason(cast, borough):
    reference = written(drafted(), cast.viewer("analyst"))
    lead = cast.viewer("lead")
    signed(reference, lead)
    withdraw_needs(reference=reference, reason="The wards were mixed up.", by=lead, at=NOW)
    assert published_page(reference).row.withdrawn_because == "The wards were mixed up."


def test_a_draft_is_public_to_nobody(cast, borough):
    reference = drafted()
    assert published_page(reference) is None and published_needs() == ()
    withdraw_needs(reference=reference, reason="Wrong year.", by=cast.viewer("lead"), at=NOW)
    assert published_page(reference) is None


@pytest.mark.parametrize("name", ["outsider", "dsl", "resident", "young_advisor", "sergeant", "teacher"])
def test_the_outsider_learns_nothing_of_a_draft(cast, borough, name):
    reference, viewer = drafted(), cast.viewer(name)
    for act in (
        lambda: needs_list(viewer),
        lambda: needs_page(viewer, reference),
        lambda: needs_page(viewer, "NA-XXX-XXX"),
        lambda: save(reference, "x", viewer),
        lambda: signed(reference, viewer),
        lambda: withdraw_needs(reference=reference, reason="x", by=viewer, at=NOW),
    ):
        with pytest.raises(Refused):
            act()


def test_an_analyst_writes_and_does_not_sign(cast, borough):
    reference = written(drafted(), cast.viewer("analyst"))
    with pytest.raises(Refused):
        signed(reference, cast.viewer("analyst"))


def test_what_is_given_for_study_only_stays_out_of_a_public_document(cast, borough, monkeypatch):
    from types import SimpleNamespace

    from alongside.outcomes.needs_figures import hospital
    from alongside.places.incident_states import Audience, Measured

    closed = SimpleNamespace(measured=Measured.HOSPITAL, audience=Audience.STUDY, name="Ward C hospital")
    monkeypatch.setattr(hospital, "count_sources", lambda: [closed])
    one = figures(drafted())["hospital"]
    assert one.state == "gap" and "closed" in one.why and "Ward C" not in one.why


def test_people_of_small_areas_are_known_under_an_older_vintage_than_the_borough(borough):
    from alongside.areas.models import Area, Population

    assert Population.objects.update(vintage=2021) and Area.objects.filter(kind="ward").update(
        vintage=2021, kind="lsoa"
    )
    assert figures(drafted())["residents"].value == 24_000


@pytest.mark.parametrize(("last", "state", "total"), [(7, "shown", 117), (3, "held_back", None)])
def test_what_a_hospital_opened_is_told_unless_the_sum_would_give_a_small_month_away(borough, last, state, total):
    months = [10] * 11 + [last]
    keep_counts("hospital:general", "General", {"General Street": months}, first="2025-10", hospital=True)
    one = figures(drafted())["hospital-1"]
    assert (one.state, one.value) == (state, total) and one.definition_code == "hospital-attendances"
    assert one.interval if total else "held back" in one.why


def test_a_month_that_a_hospital_did_not_send_is_a_gap(borough):
    keep_counts("hospital:general", "General", {"General Street": [10] * 11}, first="2025-10", hospital=True)
    assert "September 2026 are not held" in figures(drafted())["hospital-1"].why


def test_change_here_stands_against_change_in_the_other_boroughs(borough):
    name = NeedsAssessment.objects.get(reference=drafted()).place
    counts = {name: [20] * 12 + [10] * 12, "Eastmoor": [30] * 24, "Westbrook": [50] * 24}
    keep_counts("mps:borough", "Police", counts, first="2024-10")
    one = figures(drafted())["elsewhere-1"]
    assert one.shown == "0.50 times" and one.low < 0.5 < one.high < 1
    assert one.comparator == "here 240, then 120; in 2 other boroughs 960, then 960"


def test_too_few_are_not_compared(borough):
    name = NeedsAssessment.objects.get(reference=drafted()).place
    keep_counts("mps:borough", "Police", {name: [0] * 23 + [3], "Eastmoor": [30] * 24}, first="2024-10")
    one = figures(drafted())["elsewhere-1"]
    assert one.state == "held_back" and one.value is None and not one.comparator


def test_a_year_is_not_told_where_it_would_give_a_quarter_of_the_scoreboard_away(borough):
    name = NeedsAssessment.objects.get(reference=drafted()).place
    counts = {name: [10] * 21 + [1] * 3, "Eastmoor": [30] * 24}
    keep_counts("mps:borough", "Police", counts, first="2024-10")
    one = figures(drafted())["elsewhere-1"]
    assert one.state == "held_back" and one.value is None and not one.comparator


def test_a_figure_leads_to_what_the_registry_said_when_it_was_drafted(cast, borough):
    page = needs_page(cast.viewer("lead"), drafted())
    by_key = {one.key: at_length(page, one) for one in page.figures.values()}
    assert by_key["recorded-14"].reference == "police-uk-violence@1" == by_key["ward-1"].reference
    assert by_key["residents"] is None and by_key["victims"] is None
