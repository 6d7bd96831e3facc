"""Evaluations of an operation: what was locked is what is judged, and what was changed is shown."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from alongside.audit.models import Event
from alongside.partners.errors import Refused
from alongside.places.analyses.evaluation_of_operation import whole_months
from alongside.places.errors import PlacesRefused
from alongside.places.evaluation_sight import evaluation, evaluations, evaluations_of, operations_to_evaluate
from alongside.places.models import (
    Evaluation,
    Operation,
    OperationAgency,
    OperationProtocol,
    OperationStage,
    PlaceRun,
)
from tests.cast import NOW
from tests.places.evaluated import SOURCE, drawn_study, evaluated, found, published
from tests.places.warded import AT, BOROUGH, draw, even, record, take_in, ward_code

KEY = "ward:2024:{}"


@pytest.fixture
def analyst(cast):
    return cast.viewer("analyst")


@pytest.fixture
def world(db, tmp_path):
    draw(tmp_path / "areas", wards=8)
    table = even(months=24, wards=8, mean=12, seed=2)
    for row in table[18:]:
        row[0] = round(row[0] * 0.2)
    record(tmp_path, table, first="2024-01")


def operation(*, locked=True, stage="response", agency="council", reference="SA-TST-001", **more):
    made = Operation.objects.create(
        reference=reference, name="Lapwing", why="Robbery", areas=[KEY.format(ward_code(0, 2024))], sent_key=uuid4(),
        agency_code=agency, made_by="Hal Vey", made_at=NOW,
    )  # fmt: skip
    OperationAgency.objects.create(operation=made, agency_code=agency, by="Hal Vey", at=NOW)
    for one in ("scanning", stage):
        OperationStage.objects.create(operation=made, stage=one, reason="Begun", agency_code=agency, by="x", at=NOW)
    protocol(made, 1, locked=locked, **more)
    return made


def protocol(made, number, *, locked=True, **more):
    values = {
        "outcome": "Violence", "source": "recorded_crime", "kinds": ["violence"], "definition": "As published",
        "baseline_from": datetime(2024, 1, 1, tzinfo=UTC).date(), "starts_on": datetime(2025, 7, 1, tzinfo=UTC).date(),
        "ends_on": datetime(2025, 12, 31, tzinfo=UTC).date(), "target_areas": made.areas, "sent_key": uuid4(),
        "comparison_areas": [KEY.format(ward_code(ward, 2024)) for ward in range(2, 8)],
        "buffer_areas": [KEY.format(ward_code(1, 2024))], "agency_code": made.agency_code, "by": "Hal Vey", "at": NOW,
        "locked_at": NOW if locked else None, **more,
    }  # fmt: skip
    return OperationProtocol.objects.create(operation=made, number=number, **values)


def test_the_locked_protocol_is_the_design(analyst, world):
    made = operation()
    told = evaluated(analyst, operation=made.reference, question="cause")
    assert told.operation == (made.reference, "Lapwing")
    assert found(told)["verdict"]["letter"] == "e"
    assert [area["name"] for area in found(told)["areas"]] == [f"Ward {letter}" for letter in "CDEFGH"]
    assert found(told)["beside"] == ["Ward B"]
    assert told.locked_at == NOW and told.departures == ()
    assert evaluations_of(analyst, made.reference).evaluations[0].letter == "e"


def test_going_off_the_protocol_is_shown_part_by_part(analyst, world):
    made = operation()
    told = evaluated(analyst, operation=made.reference, question="cause", start="2025-09")
    assert [(one.what, one.locked, one.used) for one in told.departures] == [("First month", "2025-07", "2025-09")]


def test_a_version_after_the_lock_is_a_change_and_not_the_design(analyst, world):
    made = operation()
    protocol(made, 2, reason="The school closed early", ends_on=datetime(2025, 11, 30, tzinfo=UTC).date())
    told = evaluated(analyst, operation=made.reference, question="cause")
    assert told.run.settings["last"] == "2025-12"
    assert [(one.number, one.reason) for one in told.protocol_changes] == [(2, "The school closed early")]


def test_without_a_lock_it_cannot_be_evaluated(analyst, world):
    made = operation(locked=False)
    assert operations_to_evaluate(analyst) == []
    with pytest.raises(PlacesRefused, match="not locked yet"):
        evaluated(analyst, operation=made.reference, question="cause")


def test_what_is_planned_by_another_agency_is_closed_until_it_begins(cast, analyst, world):
    made = operation(stage="analysis")
    number = evaluated(analyst, operation=made.reference, question="cause").summary.id
    sergeant = cast.viewer("sergeant")
    assert evaluations(sergeant)[0] == []
    with pytest.raises(Refused):
        evaluation(sergeant, number)
    assert Event.objects.filter(subject_kind="evaluation", outcome="refused").count() == 1
    OperationStage.objects.create(operation=made, stage="response", reason="x", agency_code="council", by="x", at=NOW)
    assert evaluation(sergeant, number).summary.id == number


def test_an_answer_from_a_closed_source_is_closed(cast, analyst, world):
    number = drawn_closed(analyst)
    lead = cast.viewer("lead")
    assert evaluations(lead)[0] == []
    with pytest.raises(Refused):
        evaluation(lead, number)


def drawn_closed(analyst):
    run = PlaceRun.objects.create(
        kind="evaluation", title="Calls", question="q", state="done", agency_code="council", asked_by="x", asked_at=NOW,
        settings={"source": "incidents:77", "start": "2025-07", "last": "2025-12", "kinds": ["x"], "name": "x"},
    )  # fmt: skip
    made = Evaluation.objects.create(
        name="x", question="cause", run=run, sent_key=uuid4(), agency_code="council", asked_by="x", asked_at=NOW
    )
    return made.pk


def test_a_study_asked_before_its_start_locks_itself(analyst):
    published()
    early = datetime(2023, 3, 1, tzinfo=UTC)
    plan = evaluated(analyst, at=early)
    assert plan.is_before_start
    kept = evaluated(analyst, at=AT, plan_id=plan.summary.id, question="cause")
    assert kept.locked_at == early and kept.departures == ()
    went_off = evaluated(analyst, at=AT, plan_id=plan.summary.id, question="smaller")
    assert [one.what for one in went_off.departures] == ["Question"]


def test_an_evaluation_asked_afterwards_locks_nothing(analyst):
    published()
    late = evaluated(analyst)
    with pytest.raises(PlacesRefused, match="asked after the start"):
        evaluated(analyst, at=AT + timedelta(days=1), plan_id=late.summary.id, question="cause")


def test_a_drawn_place_is_compared_with_what_lies_outside_it_and_its_ring(analyst, tmp_path):
    told = found(drawn_study(analyst, tmp_path))
    assert told["verdict"]["letter"] in "de"
    assert len(told["areas"]) == 6  # its own ward too, as far as it lies outside the ring
    assert told["inputs"]["elsewhere"][2] == [0] * 24
    assert told["beside"] == ["The ring of 150 metres round it"]
    assert SOURCE not in told["source"]


def test_a_month_that_it_began_or_ended_within_is_counted_with_neither_side(analyst, world):
    made = operation(starts_on=date(2025, 7, 10), ends_on=date(2025, 12, 20))
    told = evaluated(analyst, operation=made.reference, question="cause")
    assert {key: told.run.settings[key] for key in ("start", "last", "mixed")} == {
        "start": "2025-08", "last": "2025-11", "mixed": ["2025-07", "2025-12"],
    }  # fmt: skip
    result = found(told)
    assert result["mixed"] == ["2025-07", "2025-12"] and "2025-07" not in result["months"]
    assert (result["start"], len(result["months"])) == (18, 22)
    assert "series" not in result["found"] and result["found"]["compare"]["periods_after"] == 4
    assert any("July 2025 and December 2025" in words for words in result["limits"])


def test_of_whole_months_none_is_left_out(analyst, world):
    told = evaluated(analyst, operation=operation().reference, question="cause")
    assert told.run.settings["mixed"] == [] and len(found(told)["months"]) == 24


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "first", "last", "mixed"),
    [
        (date(2026, 3, 1), date(2026, 8, 31), "03", "08", []),
        (date(2026, 3, 2), date(2026, 8, 31), "04", "08", ["03"]),
        (date(2026, 3, 1), date(2026, 8, 30), "03", "07", ["08"]),
        (date(2026, 3, 2), date(2026, 4, 29), "04", "03", ["03", "04"]),
        (date(2026, 3, 2), date(2026, 3, 9), "04", "02", ["03"]),
    ],
)
def test_whole_months_are_those_of_which_every_day_is_in(starts_on, ends_on, first, last, mixed):
    begin, end, left = whole_months(starts_on, ends_on)
    assert (f"{begin:%m}", f"{end:%m}", [f"{month:%m}" for month in left]) == (first, last, mixed)


def test_an_operation_without_a_whole_month_is_refused_in_words(analyst, world):
    made = operation(starts_on=date(2025, 7, 10), ends_on=date(2025, 8, 20))
    with pytest.raises(PlacesRefused, match="no whole month"):
        evaluated(analyst, operation=made.reference, question="cause")


def small_areas(folder, wards=8):
    """Small areas as wide as a ward: each holds what its ward does."""
    codes = [({"LSOA21CD": small(ward), "LSOA21NM": f"Larkmere 00{ward}A", "LAD22CD": BOROUGH}, ward, 1)
             for ward in range(wards)]  # fmt: skip
    take_in(folder / "lsoas.geojson", codes, 2021)


def small(ward):
    return f"E0100{ward:04}"


def test_a_protocol_may_compare_with_small_areas_and_look_beside_in_some_of_them(analyst, world, tmp_path):
    small_areas(tmp_path)
    key = "lsoa:2021:{}"
    made = operation(
        target_areas=[key.format(small(0))], buffer_areas=[key.format(small(1))],
        comparison_areas=[key.format(small(ward)) for ward in range(2, 8)],
    )  # fmt: skip
    told = evaluated(analyst, operation=made.reference, question="cause")
    assert told.run.settings["units"] == "lsoa" and told.run.settings["around"]
    result = found(told)
    assert [area["name"] for area in result["areas"]] == [f"Larkmere 00{ward}A" for ward in range(2, 8)]
    assert result["beside"] == ["The areas beside it, joined"] and sum(result["inputs"]["beside"][0]) > 200
    assert result["verdict"]["letter"] == "e"


def test_comparison_areas_that_are_not_held_are_refused_and_never_left_out(analyst, world, tmp_path):
    small_areas(tmp_path)
    told = drawn_study(analyst, tmp_path / "drawn", units="lsoa", comparisons=[small(2), "E01999999"])
    assert "Not all of the comparison areas are held in Larkmere" in told.run.summary.refusal
