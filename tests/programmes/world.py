"""Two schools with terms, a programme of three lessons, and classes: for the tests of programmes."""

from datetime import date
from uuid import uuid4

from alongside.programmes.actions import lessons, programmes, register
from alongside.programmes.drafts import (
    ClassDraft,
    ClassRowRead,
    InstrumentDraft,
    LessonWritten,
    ProgrammeDraft,
    VersionDraft,
)
from alongside.programmes.models import SchoolClass, Session
from alongside.programmes.states import LessonState, Need, WhyNot
from tests.cast import NOW
from tests.encompass import ELMSGATE, HARBOUR, SALTMARSH, make_schools

FIRST = date(2026, 11, 3)  # a Tuesday; NOW is the Tuesday two weeks on, and the 18th is an inset day at Elmsgate
DONE, PART, NOT = LessonState.DELIVERED, LessonState.PART, LessonState.NOT_DELIVERED


def begin(cast, lesson_titles=("Feelings", "Friends", "Choices")):
    """A programme that the council runs."""
    make_schools(cast)
    first = VersionDraft(date(2020, 9, 1), (4, 5, 7), tuple(lesson_titles), "First version")
    draft = ProgrammeDraft("life-skills", "Life Skills", "Nine lessons about choices.")
    return programmes.keep_programme(draft=draft, first=first, by=cast.viewer("programme_lead"), at=NOW)


def row(number=2, **changes):
    fields = {
        "school_urn": ELMSGATE, "school_year": 2026, "year_group": 7, "name": "7 Heron", "size": 28,
        "need": Need.HIGH, "offered_on": date(2026, 9, 14),
    }  # fmt: skip
    return ClassRowRead(number, ClassDraft(**{**fields, **changes}))


def enrol(cast, *rows, code="life-skills"):
    raw = uuid4().bytes
    given = rows or (
        row(),
        row(3, school_urn=SALTMARSH, name="7 Plover", size=25),
        row(4, school_urn=HARBOUR, year_group=4),
    )
    return register.take_register(
        code=code, name="register.csv", raw=raw, read_as="CSV", rows=given, by=cast.viewer("programme_lead"), at=NOW
    )


def world(cast):
    """The class of the teacher's own school, planned; two of others."""
    begin(cast)
    enrol(cast)
    own = SchoolClass.objects.get(school_urn=ELMSGATE)
    lessons.plan_class(class_id=own.pk, first_day=FIRST, by=cast.viewer("teacher"), at=NOW)
    return own


def lesson_of(own, number, attempt=1):
    return Session.objects.get(school_class=own, lesson__number=number, attempt=attempt)


def write(cast, own, number, state=DONE, heads=27, why=WhyNot.NONE, by="teacher", attempt=1, **more):
    one = lesson_of(own, number, attempt)
    fields = {"changes": one.changes, "sent_key": uuid4(), **more}
    lessons.write_lesson(
        session_id=one.pk, written=LessonWritten(state, heads, why), by=cast.viewer(by), at=NOW, **fields
    )


def questionnaire(cast, **changes):
    fields = {
        "code": "coping", "name": "Coping questionnaire", "answered_by": "the pupil", "lowest": 0, "highest": 40,
        "higher_is_worse": True, "reliability": 0.72, "spread": 5.8, "source": "Invented for tests",
    }  # fmt: skip
    programmes.keep_instrument(draft=InstrumentDraft(**{**fields, **changes}), by=cast.viewer("programme_lead"), at=NOW)
