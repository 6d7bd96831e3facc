"""A ward watch of the counts that a publisher gives as counts, such as the tables of the Metropolitan Police."""

from datetime import date

import pytest

from alongside.places.errors import PlacesRefused
from alongside.places.published_ward_counts import place_in, published_by_ward, ward_source
from alongside.places.states import RunState
from tests.places.warded import even, publish, ward_code, watched

pytestmark = pytest.mark.django_db
SOURCE = {"source": "mps:ward:2022", "boundary": "parent:Marshside"}


def test_published_counts_have_ranges_and_alerts_too():
    table = even()
    table[-1][3] = 30
    publish(table)
    run = watched(**SOURCE)
    assert run.summary.state == RunState.DONE and run.licences == ("OGL",)
    assert [alert["ward"] for alert in run.result["alerts"]] == [ward_code(3, 2022)]


def test_a_ward_whose_code_changed_is_left_out_and_named():
    publish(even(), changed=1)
    run = watched(**SOURCE)
    assert [ward["name"] for ward in run.result["wards"]] == ["Ward B", "Ward C", "Ward D", "Ward E"]
    assert run.result["notes"][0].startswith(
        "Left out, because their codes were not in use from the first month to the last: Ward A, Ward A new."
    )


def test_the_change_of_the_recording_system_and_a_gap_are_told():
    table = even(months=40)
    table[3] = None
    publish(table)
    result = watched(**SOURCE).result
    assert result["breaks"][0].startswith("February 2024: the Metropolitan Police went over to another crime recording")
    assert result["gaps"] == ["2022-04"]


def test_a_break_after_the_last_month_that_is_read_is_not_told():
    publish(even(months=40))
    place = place_in(ward_source("mps:ward:2022"), "parent:Marshside")
    told = published_by_ward(
        "mps:ward:2022", place, ["Violence against the person"], date(2022, 1, 1), date(2023, 12, 1)
    )
    assert told.breaks == () and not any("February 2024" in note for note in told.notes)


def test_newer_counts_are_another_question():
    publish(even())
    first = watched(**SOURCE)
    publish(even())
    assert watched(**SOURCE).summary.id == first.summary.id  # the same bytes change nothing
    publish(even(months=32), name="newer.csv")
    newer = watched(**SOURCE)
    assert newer.summary.id != first.summary.id and newer.result["judged"][-1] == "2024-08"


def test_a_place_or_a_measure_that_is_not_counted_is_refused():
    publish(even())
    with pytest.raises(PlacesRefused, match=r"has no wards of Larkmere\. Choose one, such as Marshside\."):
        watched(source="mps:ward:2022", boundary="parent:Larkmere")
    with pytest.raises(PlacesRefused, match="There is no measure “Gossip”"):
        watched(**SOURCE, kinds=["Gossip"])
    with pytest.raises(PlacesRefused, match="not held here"):
        watched(source="hearsay", boundary="parent:Marshside")
