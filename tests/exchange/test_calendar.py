"""The date of a meeting for anybody's calendar: by the standard, and without a word about a case."""

from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from alongside.exchange.calendar import _folded, _text, invitation
from alongside.support.queries.panels import MeetingDate

SITE = "https://alongside.example"
# Ten in the morning in London in summer: nine in universal time.
MEETING = MeetingDate(
    UUID(int=7), "Exploitation panel", datetime(2026, 7, 1, 9, 0, tzinfo=UTC), "Room 3; Civic Centre, floor 2", 3
)


def written(**changes):
    values = {name: getattr(MEETING, name) for name in ("id", "panel", "starts_at", "place", "changes")}
    return invitation(MeetingDate(**{**values, **changes}), at=datetime(2026, 6, 1, tzinfo=UTC), site=SITE)


def unfolded(text):
    return text.replace("\r\n ", "").split("\r\n")


def test_it_has_what_a_calendar_needs_in_the_order_of_the_standard():
    lines = unfolded(written())
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-2:] == ["END:VCALENDAR", ""]
    found = dict(line.split(":", 1) for line in lines if line)
    assert found["DTSTART"] == "20260701T090000Z"
    assert found["UID"] == f"meeting-{UUID(int=7)}@alongside.example"
    assert found["LOCATION"] == r"Room 3\; Civic Centre\, floor 2"
    assert set(found) >= {"VERSION", "PRODID", "METHOD", "DTSTAMP", "SUMMARY", "DURATION"}


def test_a_meeting_that_was_moved_is_the_same_entry_with_a_higher_number():
    first, moved = unfolded(written(changes=1)), unfolded(written(changes=2))
    assert "SEQUENCE:0" in first and "SEQUENCE:1" in moved
    assert [line for line in first if line.startswith("UID")] == [line for line in moved if line.startswith("UID")]


def test_a_meeting_without_a_place_has_no_empty_property():
    assert "LOCATION" not in written(place="")


def test_nobody_slips_a_property_of_her_own_into_it():
    lines = unfolded(written(place="Room 3\r\nATTENDEE:mailto:a@b.example"))
    assert not [line for line in lines if line.startswith("ATTENDEE")]


@given(st.text(max_size=300))
def test_folding_loses_nothing_and_no_line_is_too_long(text):
    line = f"SUMMARY:{_text(text)}"
    parts = list(_folded(line))
    assert all(len(part.encode()) <= 75 for part in parts)
    assert parts[0] + "".join(part[1:] for part in parts[1:]) == line
    assert "\n" not in line and "\r" not in line
