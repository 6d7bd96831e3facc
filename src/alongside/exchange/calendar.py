"""A meeting as a file for anybody's calendar (iCalendar, RFC 5545): when, where, which panel, and nothing about a case.

Written here and not by a library: it is one component with nine properties. A meeting that was moved keeps its UID and
has a higher SEQUENCE, so that a calendar moves the entry that it has.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

from alongside.support.queries.panels import MeetingDate

LASTS = "PT2H"
LONGEST_LINE = 75
"""Bytes in a line; a longer one is folded."""


def invitation(meeting: MeetingDate, *, at: datetime, site: str) -> str:
    """The whole file, with the line ends that the standard asks for. `site` is where one signs in."""
    here = urlsplit(site).hostname or "alongside"
    lines = [
        ("BEGIN", "VCALENDAR"), ("VERSION", "2.0"), ("PRODID", "-//Alongside//Meetings of panels//EN"),
        ("CALSCALE", "GREGORIAN"), ("METHOD", "PUBLISH"),
        ("BEGIN", "VEVENT"), ("UID", f"meeting-{meeting.id}@{here}"), ("SEQUENCE", str(max(0, meeting.changes - 1))),
        ("DTSTAMP", _moment(at)), ("DTSTART", _moment(meeting.starts_at)), ("DURATION", LASTS),
        ("SUMMARY", _text(meeting.panel)), ("LOCATION", _text(meeting.place)),
        ("DESCRIPTION", _text(f"The agenda is in Alongside: {site}/panels/meeting/{meeting.id}/")),
        ("CLASS", "PRIVATE"), ("END", "VEVENT"), ("END", "VCALENDAR"),
    ]  # fmt: skip
    return "".join(f"{part}\r\n" for name, value in lines if value for part in _folded(f"{name}:{value}"))


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(value: str) -> str:
    """With the four characters escaped that have a meaning; other controls have no place in a calendar."""
    plain = value.replace("\r\n", "\n").replace("\r", "\n")
    plain = "".join(one for one in plain if one == "\n" or one.isprintable())
    escaped = plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """In parts of 75 bytes at most, never within a character; each but the first begins with a space."""
    part, size = "", 0
    for one in line:
        bytes_of = len(one.encode())
        if size + bytes_of > LONGEST_LINE:
            yield part
            part, size = " ", 1
        part, size = part + one, size + bytes_of
    yield part
