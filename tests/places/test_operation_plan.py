"""An operation is planned in the open: a stage needs what it needs, and a protocol is locked before the first day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.partners.errors import Invalid, Refused, Stale
from alongside.places import actions, operating
from alongside.places.models import Operation, OperationProtocol
from alongside.places.operation_drafts import OperationDraft
from alongside.places.operation_rules import ProtocolFacts, wrong_with_protocol
from tests.cast import NOW
from tests.places.counted import keep_counts
from tests.places.operating import (
    BEGUN,
    OVER,
    begin,
    did,
    found,
    make_ground,
    moved,
    planned,
    protocol,
    responding,
    seen,
    sent,
    tasked,
    used,
    ward,
    when,
    written,
)
from tests.places.warded import publish


@pytest.fixture
def source(cast, tmp_path):
    return make_ground(tmp_path)


def test_an_operation_begins_in_scanning_with_the_agencies_that_run_it(cast, source):
    told = seen(cast, begin(cast))
    assert (told.stage, told.area_names) == ("scanning", ("Ward A",))
    assert [code for code, _ in told.agencies] == ["police", "council", "provider"]


def test_a_form_that_is_sent_twice_begins_one_operation(cast, source):
    key = sent()
    draft = OperationDraft("Heron", "Robbery", areas=(ward(0),))
    first, second = (actions.start_operation(draft=draft, **key, **when(cast)) for _ in range(2))
    assert first == second and Operation.objects.count() == 1


@pytest.mark.parametrize(
    "changed",
    [{"areas": ()}, {"areas": ("ward:2024:E05990000",)}, {"corners": ((0, 0), (9, 9), (0, 9))}, {"name": " "}],
)
def test_a_place_that_is_none_or_two_begins_nothing(cast, source, changed):
    with pytest.raises(Invalid):
        begin(cast, **changed)
    assert not Operation.objects.exists()


def test_a_place_can_be_drawn_by_its_corners(cast, source):
    reference = begin(cast, areas=(), corners=((530100, 180100), (530400, 180100), (530400, 180400)))
    assert len(seen(cast, reference).outline[0]) == 4


def test_a_stage_moves_only_when_what_it_needs_is_there_and_says_what_is_missing(cast, source):
    reference = begin(cast)
    with pytest.raises(Invalid, match="scanning"):
        moved(cast, reference, "analysis")
    found(cast, reference)
    moved(cast, reference, "analysis")
    with pytest.raises(Invalid, match="analysis"):
        moved(cast, reference, "response")
    assert [one.why_not for one in seen(cast, reference).moves if one.to == "response"] != [""]


def test_the_response_begins_on_the_first_day_of_the_protocol_and_not_before(cast, source):
    reference = planned(cast, source)
    with pytest.raises(Invalid, match="24 November 2026"):
        moved(cast, reference, "response")
    moved(cast, reference, "response", at=BEGUN)
    assert seen(cast, reference).stage == "response"


def test_it_is_assessed_and_closed_only_when_nothing_is_left_running(cast, source):
    reference = responding(cast, source)
    with pytest.raises(Invalid, match="Nothing is written down"):
        moved(cast, reference, "assessment", at=OVER)
    did(cast, reference)
    tasking_id = tasked(cast, reference)
    with pytest.raises(Invalid, match="1 tasking still open"):
        moved(cast, reference, "assessment", at=OVER)
    actions.answer_tasking(tasking_id=tasking_id, to="withdrawn", text="Not needed", **sent(), **when(cast, at=OVER))
    moved(cast, reference, "assessment", at=OVER)
    found(cast, reference, "Fewer calls; not evaluated yet.", at=OVER)
    moved(cast, reference, "closed", at=OVER)
    with pytest.raises(Invalid, match="Nothing more"):
        found(cast, reference, at=OVER)


def test_a_power_in_force_keeps_an_operation_from_ending(cast, source):
    reference = responding(cast, source)
    used(cast, reference)
    with pytest.raises(Invalid, match="1 power in force"):
        moved(cast, reference, "stopped", at=BEGUN + timedelta(hours=1))


def test_until_it_is_locked_a_protocol_is_written_anew_and_each_version_is_kept(cast, source):
    reference = begin(cast)
    assert written(cast, reference, source) == 1
    assert written(cast, reference, source, version=1) == 1, "the same text makes no version"
    assert written(cast, reference, source, version=1, outcome="Fewer knife robberies") == 2
    assert [one.reason for one in seen(cast, reference).protocols] == ["", ""]


def test_a_save_against_an_older_version_is_told_of_the_newer(cast, source):
    reference = begin(cast)
    written(cast, reference, source)
    with pytest.raises(Stale) as told:
        written(cast, reference, source, outcome="Fewer knife robberies")
    assert told.value.theirs.outcome == "Fewer robberies of young people"


def test_the_lock_is_a_version_of_its_own_and_an_evaluation_goes_by_it(cast, source):
    reference = planned(cast, source)
    written(
        cast, reference, source, version=2, reason="Half-term moved", ends_on=date(2027, 3, 31), at=BEGUN,
    )  # fmt: skip
    told = seen(cast, reference)
    assert (told.first_locked.number, told.in_force.number) == (2, 3)
    assert [(one.number, one.reason) for one in told.changes] == [(3, "Half-term moved")]
    assert operating.protocol_to_judge_by(cast.viewer("sergeant", BEGUN), reference) == told.first_locked


def test_after_the_lock_a_change_needs_a_reason(cast, source):
    reference = planned(cast, source)
    with pytest.raises(Invalid, match="say why"):
        written(cast, reference, source, version=2, ends_on=date(2027, 3, 31))


def test_locking_asks_again_whether_the_source_can_be_counted_in_these_areas(cast, source, monkeypatch):
    reference = begin(cast)
    number = written(cast, reference, source, buffer_areas=(), buffer_metres=400)
    only_wards = type("Counts", (), {"key": source})
    monkeypatch.setattr("alongside.places.actions.operation_protocols.count_sources", lambda: [only_wards])
    with pytest.raises(Invalid, match="As things stand now it cannot be judged: That source has counts of wards alone"):
        actions.lock_protocol(reference=reference, version=number, **sent(), **when(cast))


def test_counts_that_can_judge_no_place_in_the_borough_are_not_offered(cast, source):
    keep_counts("estuary:offences", "Estuary Police", {"Larkmere": [9]}, first="2026-01")
    keep_counts("istv", "The hospital", {"Larkmere": [9]}, first="2026-01", hospital=True)
    publish([[3, 4]])
    offered = [key for key, _, _ in operating.sources_to_judge_by(cast.viewer("sergeant"))]
    assert "mps:ward:2022" in offered and source in offered
    assert not {"estuary:offences", "istv"} & set(offered)


def test_what_is_not_held_any_more_is_not_locked(cast, source, monkeypatch):
    reference = begin(cast)
    number = written(cast, reference, source)
    monkeypatch.setattr("alongside.places.operation_parts.names_held", lambda keys: {})
    with pytest.raises(Invalid, match="not held here"):
        actions.lock_protocol(reference=reference, version=number, **sent(), **when(cast))


def test_a_protocol_asks_the_database_as_often_for_two_areas_as_for_one(cast, source):
    reference = begin(cast)
    with CaptureQueriesContext(connection) as one:
        written(cast, reference, source, comparison_areas=(ward(3),))
    with CaptureQueriesContext(connection) as two:
        written(cast, reference, source, version=1, comparison_areas=(ward(3), ward(4)))
    assert len(two) <= len(one)


def test_a_protocol_is_not_locked_once_its_first_day_has_come(cast, source):
    reference = begin(cast)
    number = written(cast, reference, source)
    with pytest.raises(Invalid, match="before its first day"):
        actions.lock_protocol(reference=reference, version=number, **sent(), **when(cast, at=BEGUN))


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("comparison_areas", {"comparison_areas": (ward(0),), "target_areas": (ward(0),)}),
        ("comparison_areas", {"comparison_areas": (ward(1),)}),
        ("baseline_from", {"baseline_from": date(2026, 3, 1)}),
        ("ends_on", {"ends_on": date(2026, 11, 1)}),
        ("source", {"source": "incidents:999"}),
        ("kinds", {"kinds": ("piracy",)}),
    ],
)
def test_what_cannot_be_evaluated_later_is_refused_at_its_field(cast, source, field, changed):
    reference = begin(cast)
    with pytest.raises(Invalid) as told:
        actions.write_protocol(
            reference=reference, draft=protocol(changed.pop("source", source), **changed), version=0, **sent(),
            **when(cast),
        )  # fmt: skip
    assert told.value.field == field and not OperationProtocol.objects.exists()


FACTS = ProtocolFacts(
    "Robbery", "As published", date(2025, 1, 1), date(2026, 11, 24), date(2027, 2, 28), True,
    ("ward:2022:A",), ("ward:2022:B",),
)  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"sets": {("ward", 2022, "L"), ("lsoa", 2021, "L")}}, "comparison_areas"),
        ({"sets": {("ward", 2022, "L"), ("ward", 2022, "M")}}, "comparison_areas"),
        ({"is_by_ward": True, "target_areas": ()}, "source"),
        ({"is_by_ward": True, "buffer_metres": 300}, "source"),
        ({"is_by_ward": True, "comparison_areas": ("lsoa:2021:B",)}, "source"),
        ({"sets": {("lsoa", 2021, "L")}, "comparison_areas": ("lsoa:2021:B",)}, None),
        ({"is_by_ward": True, "sets": {("ward", 2022, "L")}}, None),
    ],
)
def test_what_is_compared_is_of_one_kind_in_one_borough_and_can_be_counted_by_the_source(changed, field):
    assert (wrong_with_protocol(replace(FACTS, **changed)) or (None,))[0] == field


def test_without_areas_to_compare_with_nothing_is_locked(cast, source):
    reference = begin(cast)
    number = written(cast, reference, source, comparison_areas=())
    with pytest.raises(Invalid, match="fallen anyway"):
        actions.lock_protocol(reference=reference, version=number, **sent(), **when(cast))


def test_a_tactic_is_taken_up_by_an_agency_that_runs_it_and_given_up_with_a_reason(cast, source):
    reference = planned(cast, source)
    with pytest.raises(Invalid, match="does not run"):
        actions.set_tactic(reference=reference, kind="cameras", doer_code="health", text="Two", **sent(), **when(cast))
    actions.set_tactic(
        reference=reference, kind="hot_spot_patrol", doer_code="police", text="No crew", is_used=False, **sent(),
        **when(cast),
    )  # fmt: skip
    assert seen(cast, reference).tactics == ()


def test_nobody_but_who_runs_operations_begins_one(cast, source):
    with pytest.raises(Refused):
        begin(cast, "analyst")
    with pytest.raises(Refused):
        moved(cast, begin(cast), "stopped", name="analyst", at=NOW)
