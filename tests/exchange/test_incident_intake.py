"""A file of incidents on its way in: kept without persons, read by row and column, resumed, entered once."""

import gzip

import pytest

from alongside.exchange import incidents_intake
from alongside.places.actions import choose_columns, resume_incident_file, stop_incident_file, take_out_file
from alongside.places.incident_drafts import ColumnMapping
from alongside.places.incident_states import Coordinates, DateOrder, FileState, RowFault
from alongside.places.models import IncidentFile, IncidentReject, PlaceIncident
from alongside.places.states import Precision
from tests.exchange import incident_files
from tests.places.incidents import ANALYST, AT, new_set

pytestmark = pytest.mark.django_db
HEADER = ("when", "x", "y", "kind")


def take_in(tmp_path, set_id, raw, **changed):
    """Keep a file, choose its columns as guessed but for what is said, and leave it waiting."""
    file_id, _ = incidents_intake.take_in(
        set_id=set_id, name="a.csv", raw=raw, licence="Agreement 7", keep_in=tmp_path, by=ANALYST, at=AT
    )
    file = IncidentFile.objects.get(pk=file_id)
    guess = incidents_intake.guess(tmp_path, file.raw_copy).mapping
    mapping = ColumnMapping.from_json({**guess.as_json(), **changed})
    choose_columns(
        file_id=file_id, mapping=incidents_intake.settled(mapping, tmp_path, file.raw_copy), by=ANALYST, at=AT
    )
    return file_id


def entered(tmp_path, raw, set_id=None, **changed):
    file_id = take_in(tmp_path, set_id or new_set(), raw, **changed)
    incidents_intake.enter_whole(AT, keep_in=tmp_path, file_id=file_id)
    return IncidentFile.objects.get(pk=file_id)


def rows(*some):
    return incident_files.text(HEADER, some)


def faults(file):
    return [(one.row, one.column, one.fault) for one in IncidentReject.objects.filter(file=file)]


def test_no_name_of_a_person_is_kept_anywhere(tmp_path):
    file = entered(tmp_path, incident_files.london())
    assert file.left_out == {"Victim name": "its heading says that it holds names of people"}
    assert "Invented" not in gzip.decompress((tmp_path / file.raw_copy).read_bytes()).decode()
    assert file.rows_added == 60 and "Victim name" not in file.header


def test_a_file_without_persons_is_kept_as_it_was_sent(tmp_path):
    raw = incident_files.portland()
    file = entered(tmp_path, raw)
    assert (
        gzip.decompress((tmp_path / file.raw_copy).read_bytes()) == raw
        and file.raw_copy == f"incidents/{file.sha256}.gz"
    )


def test_every_bad_cell_is_named_by_row_and_column(tmp_path):
    good = ("2026-01-05 21:30", 537_000, 189_000, "Robbery")
    file = entered(
        tmp_path,
        rows(
            good, ("soon", 1, 2, "Robbery"), ("2027-01-05 21:30", 537_000, 189_000, "Robbery"),
            ("2026-01-05 21:30", "heath", 189_000, "Robbery"), ("2026-01-05 21:30", 537_000, "", "Robbery"),
            ("2026-01-05 21:30", 537_000, 1_890_000, "Robbery"), ("2026-01-05 21:30", 537_000, 189_000, "=cmd()"),
            ("2026-01-05 21:30Z", 537_000, 189_000, "Robbery"), ("2026-01-05", 537_000), good,
        ),
        coordinates="grid",
    )  # fmt: skip
    assert faults(file) == [
        (3, "when", RowFault.DATE), (4, "when", RowFault.FUTURE), (5, "x", RowFault.NUMBER), (6, "y", RowFault.HALF_PLACE),
        (7, "x", RowFault.OFF_GRID), (8, "kind", RowFault.FORMULA), (9, "when", RowFault.ZONE), (10, "", RowFault.CELLS),
    ]  # fmt: skip
    assert (file.rows_read, file.rows_added, file.rows_rejected) == (10, 2, 8)


def test_a_coordinate_that_is_no_number_is_named_in_its_own_column(tmp_path):
    good = ("2026-01-05 21:30", 537_000, 189_000, "Robbery")
    file = entered(tmp_path, rows(good, (*good[:2], "NaN", "Robbery"), ("2026-01-05 21:30", "inf", 189_000, "Robbery")))
    told = [(one.row, one.column, one.value) for one in IncidentReject.objects.filter(file=file)]
    assert told == [(3, "y", "NaN"), (4, "x", "inf")] and file.rows_added == 1


def test_swapped_degrees_and_points_off_the_map_say_so(tmp_path):
    good = [("2026-01-05", 0.01 + number / 1_000, 51.55, "Robbery") for number in range(5)]
    file = entered(tmp_path, rows(*good, ("2026-01-05", 51.55, 0.01, "Robbery"), ("2026-01-05", 40.0, 10.0, "Robbery")))
    assert faults(file) == [(7, "x", RowFault.SWAPPED), (8, "x", RowFault.OFF_GRID)]


def test_several_victims_of_one_event_are_said_and_can_be_counted_once(tmp_path):
    three = [("2026-01-05 21:30", 537_000, 189_000, "Robbery")] * 3
    each = entered(tmp_path, rows(*three))
    assert each.rows_added == 3 and any("several victims of one event" in note for note in each.notes)
    once = entered(tmp_path, rows(*three), new_set("Events"), count_once=True)
    assert (once.rows_added, once.rows_repeated) == (1, 2)


def test_a_killed_reading_goes_on_and_ends_as_if_it_had_not_been(tmp_path, monkeypatch):
    monkeypatch.setattr(incidents_intake, "CHUNK", 7)
    file_id = take_in(tmp_path, new_set(), incident_files.london())
    while incidents_intake.work_waiting(AT, keep_in=tmp_path, seconds=0, rest=0):
        assert PlaceIncident.objects.count() == IncidentFile.objects.get().rows_added
    whole = IncidentFile.objects.get(pk=file_id)
    assert (whole.state, whole.rows_added, whole.rows_read) == (FileState.DONE, 60, 60)


def test_a_file_can_be_stopped_and_taken_up_again(tmp_path, monkeypatch):
    monkeypatch.setattr(incidents_intake, "CHUNK", 7)
    file_id = take_in(tmp_path, new_set(), incident_files.london())
    incidents_intake.work_waiting(AT, keep_in=tmp_path, seconds=0, rest=0)
    stop_incident_file(file_id=file_id, by=ANALYST, at=AT)
    incidents_intake.enter_whole(AT, keep_in=tmp_path, file_id=file_id)
    assert IncidentFile.objects.get().state == FileState.STOPPED and 0 < PlaceIncident.objects.count() < 60
    resume_incident_file(file_id=file_id, by=ANALYST, at=AT)
    incidents_intake.enter_whole(AT, keep_in=tmp_path, file_id=file_id)
    assert PlaceIncident.objects.count() == 60


def test_what_a_file_brought_goes_with_it_but_not_what_another_brought_too(tmp_path):
    set_id = new_set()
    first = entered(tmp_path, incident_files.london(40), set_id)
    second = entered(tmp_path, incident_files.london(40, first=21), set_id)
    assert second.rows_held == 20
    take_out_file(file_id=first.pk, by=ANALYST, at=AT)
    incidents_intake.enter_whole(AT, keep_in=tmp_path, file_id=second.pk)
    assert PlaceIncident.objects.count() == 40


def test_a_choice_under_which_nothing_can_be_read_is_refused_and_can_be_mended(tmp_path):
    file = entered(tmp_path, incident_files.chicago(), date_order=DateOrder.YEAR_FIRST)
    assert file.state == FileState.REFUSED and "Choose the columns again" in file.problem
    mapping = incidents_intake.guess(tmp_path, file.raw_copy).mapping
    mapping = incidents_intake.settled(mapping, tmp_path, file.raw_copy)
    choose_columns(file_id=file.pk, mapping=mapping, by=ANALYST, at=AT)
    incidents_intake.enter_whole(AT, keep_in=tmp_path, file_id=file.pk)
    assert IncidentFile.objects.get().rows_added == 61


def test_the_two_odd_hours_of_the_clock_are_said(tmp_path):
    some = [
        (f"2026-{day} 01:30", 537_000 + number, 189_000, "x") for number, day in enumerate(("10-25", "03-29", "05-05"))
    ]
    file = entered(tmp_path, rows(*some), precision=Precision.MINUTE, coordinates=Coordinates.GRID)
    assert any("hour that comes twice" in note for note in file.notes) and any("in UTC" in note for note in file.notes)


def test_another_kind_of_file_is_told_where_it_belongs(tmp_path):
    raw = b"WardCode,WardName,MajorText,MinorText,202301,202302\nE05000001,Quay,Robbery,,1,2\n"
    given = incidents_intake.look("wards.csv", raw, tmp_path)
    assert "alongside load mps PATH" in given.refused and not list(tmp_path.iterdir())
