"""What every action of programmes does in the same way: words that can be kept, and the row in the log."""

from datetime import date, datetime

from alongside.audit.actions import record
from alongside.audit.entries import Actor, Entry
from alongside.audit.states import Act
from alongside.common.text import TextError, clean_line, clean_text
from alongside.programmes.errors import ProgrammeRefused
from alongside.programmes.models import ClassStep, SchoolClass
from alongside.programmes.rules.codes import reason_not_to_keep_words


def line(text: str, most: int, name: str, field: str, *, required: bool = True) -> str:
    """One line that tells of no pupil. Raises `ProgrammeRefused`."""
    try:
        found = clean_line(text, most, name)
    except TextError as broken:
        raise ProgrammeRefused(str(broken), field) from None
    return _kept(found, name, field, required)


def words(text: str, most: int, name: str, field: str, *, required: bool = True) -> str:
    try:
        found = clean_text(text, most, name)
    except TextError as broken:
        raise ProgrammeRefused(str(broken), field) from None
    return _kept(found, name, field, required)


def _kept(found: str, name: str, field: str, required: bool) -> str:
    if required and not found:
        raise ProgrammeRefused(f"{name} is missing: enter it.", field)
    if (why := reason_not_to_keep_words(found)) is not None:
        raise ProgrammeRefused(why, field)
    return found


def log(act: Act, kind: str, id: object, reason: str, *, by: Actor, at: datetime) -> None:
    record(Entry(at=at, actor=by, act=act, subject_kind=kind, subject_id=str(id), reason=reason))


def step(of: SchoolClass, what: str, *, by: Actor, at: datetime) -> None:
    """One line of the class's own story."""
    ClassStep.objects.create(school_class=of, what=what[:400], agency_code=by.agency_code, by=by.name, at=at)


def day_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
