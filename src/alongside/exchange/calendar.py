"""Meetings and patrols as files for anybody's calendar (iCalendar, RFC 5545): when and where, and nothing about a person.

Written here and not by a library: it is one component with nine properties. A meeting that was moved keeps its UID and
has a higher SEQUENCE, so that a calendar moves the entry that it has.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from alongside.support.queries.panels import MeetingDate

LASTS = "PT2H"
LONGEST_LINE = 75
"""Bytes in a line; a longer one is folded."""


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """`key` is the same whenever the same thing is written again; `changes` grows when it is moved. Lasts two hours
    unless it ends.
    """

    key: str
    starts_at: datetime
    summary: str
    place: str
    description: str
    ends_at: datetime | None = None
    changes: int = 0
    is_cancelled: bool = False
    is_public: bool = False


def invitation(meeting: MeetingDate, *, at: datetime, site: str) -> str:
    """One meeting: when, where, which panel, and nothing about a case. `site` is where one signs in."""
    entry = CalendarEntry(
        key=f"meeting-{meeting.id}", starts_at=meeting.starts_at, summary=meeting.panel, place=meeting.place,
        description=f"The agenda is in Alongside: {site}/panels/meeting/{meeting.id}/",
        changes=max(0, meeting.changes - 1),
    )  # fmt: skip
    return calendar([entry], what="Meetings of panels", at=at, site=site)


def calendar(entries: Iterable[CalendarEntry], *, what: str, at: datetime, site: str) -> str:
    """The whole file, with the line ends that the standard asks for. `site` is where one signs in."""
    here = urlsplit(site).hostname or "alongside"
    lines = [
        ("BEGIN", "VCALENDAR"), ("VERSION", "2.0"), ("PRODID", f"-//Alongside//{what}//EN"),
        ("CALSCALE", "GREGORIAN"), ("METHOD", "PUBLISH"),
        *(line for entry in entries for line in _entry(entry, at, here)), ("END", "VCALENDAR"),
    ]  # fmt: skip
    return "".join(f"{part}\r\n" for name, value in lines if value for part in _folded(f"{name}:{value}"))


def _entry(entry: CalendarEntry, at: datetime, here: str) -> list[tuple[str, str]]:
    ends = ("DTEND", _moment(entry.ends_at)) if entry.ends_at else ("DURATION", LASTS)
    return [
        ("BEGIN", "VEVENT"), ("UID", f"{entry.key}@{here}"), ("SEQUENCE", str(entry.changes)),
        ("DTSTAMP", _moment(at)), ("DTSTART", _moment(entry.starts_at)), ends,
        ("SUMMARY", _text(entry.summary)), ("LOCATION", _text(entry.place)),
        ("DESCRIPTION", _text(entry.description)), ("STATUS", "CANCELLED" if entry.is_cancelled else ""),
        ("CLASS", "PUBLIC" if entry.is_public else "PRIVATE"), ("END", "VEVENT"),
    ]  # fmt: skip


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
