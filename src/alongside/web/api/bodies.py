"""What the interface takes and gives. Strict: a field that is not here, or of another type, is refused."""

import re
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from alongside.common.timelines import LONDON
from alongside.people.states import CHILD_ROLES, EventRole, Sex
from alongside.support.actions.attendance import Came
from alongside.support.encompass_drafts import LONGEST
from alongside.support.encompass_states import Presence, Standing
from alongside.support.states import Consent, ReferrerRole

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})", re.ASCII)
TEXT, OTHERS, ANSWERS, CHILDREN = 20_000, 20, 100, 30
FIRST_YEAR = 1900


def _iso_day(given: object) -> date:
    if not isinstance(given, str) or not _DAY.fullmatch(given):
        raise ValueError("This must be a date such as “2026-03-27”.")
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise ValueError("There is no such day in the calendar.") from None


def _iso_moment(given: object) -> datetime:
    """In our own time, as the pages have it: so the same moment is the same however its offset was written."""
    if not isinstance(given, str) or not _MOMENT.fullmatch(given):
        raise ValueError("This must be a moment with its offset, such as “2026-11-16T23:40:00+00:00”.")
    try:
        moment = datetime.fromisoformat(given)
        if moment.year < FIRST_YEAR:
            raise ValueError
        return moment.astimezone(LONDON)
    except (ValueError, OverflowError):
        raise ValueError("There is no such moment in the calendar.") from None


Moment = Annotated[datetime, BeforeValidator(_iso_moment), WithJsonSchema({"type": "string", "format": "date-time"})]
Day = Annotated[date, BeforeValidator(_iso_day), WithJsonSchema({"type": "string", "format": "date"})]
Answer = str | bool | int | list[str]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


def words(most: int, meaning: str, **more: Any) -> Any:
    """A text that may be left out."""
    return Field(default="", max_length=most, description=meaning, **more)


class AddressSent(Body):
    lines: str = words(300, "House, street and town")
    postcode: str = words(10, "Postcode")
    is_protected: bool = Field(default=False, description="True where nobody beyond need may learn the address")


class ChildSent(Body):
    """Who it is about, as your agency knows her. No pupil number: nothing here is matched by it."""

    given: str = words(120, "First name; it or the last name is needed", examples=["Amina"])
    family: str = words(120, "Last name")
    preferred: str = words(120, "What she is called, where that is another name")
    date_of_birth: Day | None = Field(default=None, description="Date of birth; leave it out if it is not known")
    sex: Literal[tuple(Sex.values)] = Field(default="", description="Empty: not known")  # type: ignore[valid-type]
    nhs_number: str = words(20, "NHS number")
    own_reference: str = words(60, "Your agency's own number for her: it ties your records of her together")
    telephone: str = words(40, "Telephone number")
    address: AddressSent | None = Field(default=None, description="Where she lives")


class OtherSent(Body):
    """Somebody else in the event."""

    name: str = Field(min_length=1, max_length=120, description="Name, or “not known”")
    role: Literal[tuple(EventRole.values)] = Field(description="What she or he was in it")  # type: ignore[valid-type]
    note: str = words(300, "Anything to know about this person")


class ConcernSent(Body):
    """A concern: what was seen, what you think and what others say stand apart."""

    child: ChildSent
    child_role: Literal[tuple(str(one) for one in CHILD_ROLES)] = Field(  # type: ignore[valid-type]
        description="What the child was in it"
    )
    referrer_role: Literal[tuple(ReferrerRole.values)] = Field(  # type: ignore[valid-type]
        description="What the person is who raises it"
    )
    happened_on: Day = Field(description="The day on which it happened, not in the future")
    in_danger_now: bool = Field(description="Whether the child is in danger at this moment. If so, phone as well")
    fact: str = Field(min_length=1, max_length=TEXT, description="What was seen or heard")
    opinion: str = words(TEXT, "What the referrer makes of it")
    allegation: str = words(TEXT, "What a third party says")
    allegation_by: str = words(200, "Who says so; needed with an allegation")
    child_voice: str = words(TEXT, "What the child says; this or the next is needed")
    child_voice_missing: str = words(300, "Why it is not known what the child says")
    happened_where: str = words(200, "Where it happened")
    call_back: str = words(60, "Telephone number at which the referrer can be reached")
    consent: Literal[tuple(Consent.values)] = Field(  # type: ignore[valid-type]
        description="Whether the child or a parent agreed"
    )
    consent_reason: str = words(500, "Why it is shared without consent; needed unless consent is given")
    others: list[OtherSent] = Field(default=[], max_length=OTHERS, description="Other people in the event")


class ReferralSent(Body):
    """A referral along a pathway. What `answers` holds, the pathway's own form says."""

    pathway: str = Field(pattern="^[a-z0-9-]{1,40}$", description="The code of the pathway", examples=["early-help"])
    child: ChildSent
    answers: dict[str, Answer] = Field(
        max_length=ANSWERS, description="The answers by question: see “schema” of the pathway"
    )
    consent: Literal[tuple(Consent.values)] = Field(  # type: ignore[valid-type]
        description="Whether the child or a parent agreed"
    )
    consent_reason: str = words(500, "Why there is no agreement; needed unless consent is given")
    receiver: str = words(40, "The code of the agency that is to receive it; needed where several do")


class AttendanceSent(Body):
    """Who came to a session."""

    date: Day = Field(description="The day of the session, not in the future")
    came: Literal[tuple(one.value for one in Came)] = Field(  # type: ignore[valid-type]
        description="Attended, came late, was not brought (a child), did not attend (aged 18 or over)"
    )
    kind: str = words(40, "Which kind of session; needed only where the pathway has several")
    answers: dict[str, Answer] = Field(
        default={}, max_length=ANSWERS, description="What else the pathway asks about a session"
    )
    corrects: int | None = Field(default=None, ge=1, le=2**53, description="The number of the entry that this replaces")
    correction_reason: str = words(500, "Why; needed with a correction")


class ChildInIncidentSent(Body):
    """One child of an incident, with what the police know of its school. A setting that nobody names is looked for."""

    key: str = Field(
        min_length=1, max_length=60, description="Yours, for this child in this incident: the answer names it",
        examples=["1"],
    )  # fmt: skip
    child: ChildSent
    presence: Literal[tuple(Presence.values)] = Field(  # type: ignore[valid-type]
        description="Saw or heard it, was in the home, was away, not known"
    )
    where_in_home: str = words(200, "Where in the home the child was")
    voice: str = words(LONGEST, "What the child said, in its own words")
    voice_with: str = words(200, "Who was there when the child spoke")
    school_name: str = words(200, "The school, if the police were told")
    school_urn: str = words(10, "The school's number in the register (URN)")
    home_educated: bool = Field(default=False, description="True where the child learns at home; then name no school")


class IncidentSent(Body):
    """An incident of domestic abuse with its children. Leave out the names of other children in every text."""

    police_reference: str = Field(
        min_length=1,
        max_length=40,
        description="Your own: by it the same incident enters once",
        examples=["P/2026/117"],
    )
    happened_at: Moment = Field(description="When it happened, with its offset, not in the future")
    place: str = words(200, "Where, such as “At home”")
    circumstances: str = Field(
        min_length=1, max_length=LONGEST, description="Facts that help a school to support the child"
    )
    children: list[ChildInIncidentSent] = Field(
        min_length=1, max_length=CHILDREN, description="Every child of the incident"
    )


class Given(BaseModel):
    """What the interface answers with."""

    model_config = ConfigDict(frozen=True, from_attributes=True)


class ConcernTaken(Given):
    reference: str = Field(description="Quote it whenever you talk about the concern", examples=["CN-7KQ-2MD"])
    status: str = Field(description="How far it is")


class ReferralTaken(Given):
    reference: str = Field(examples=["CS-7KQ-2MD"])
    status: str = Field(description="How far it is")
    held_because: str = Field(
        description="Why it was not sent on; empty when it was. It is kept, and sent when it may be"
    )


class AttendanceTaken(Given):
    reference: str = Field(description="The case")
    entry: int = Field(description="The number of the entry, for a correction")


class NoticeTaken(Given):
    """What became of one child."""

    key: str = Field(description="The key that you sent")
    id: UUID = Field(description="Ours, for this child in this incident")
    is_new: bool = Field(description="False: the child had been sent before in this incident")
    standing: Literal[tuple(Standing.values)] = Field(  # type: ignore[valid-type]
        description="How its notice stands; “unmatched”: a person at the council looks who may be told"
    )
    setting: str = Field(description="Who is told; empty while it is unmatched")


class IncidentTaken(Given):
    reference: str = Field(examples=["EN-7KQ-2MD"])
    is_new: bool = Field(description="False: this police reference had been sent before")
    children: list[NoticeTaken]


class NoticeProgress(Given):
    """One child's notice, as the morning board shows it, without the child."""

    id: UUID = Field(description="As the answer to the sending gave it")
    standing: Literal[tuple(Standing.values)]  # type: ignore[valid-type]
    status: str = Field(description="The same in words")
    setting: str
    sent_at: datetime
    due_at: datetime = Field(description="By when it is to be acknowledged")
    opened_at: datetime | None
    done_at: datetime | None = Field(description="When it was acknowledged or settled")
    is_late: bool


class IncidentProgress(Given):
    reference: str
    police_reference: str
    received_at: datetime
    withdrawn_at: datetime | None
    notices: list[NoticeProgress]


class FeedbackGiven(Given):
    at: datetime
    words: str
    is_reason_for_none: bool = Field(description="True: the words say why no more can be told")


class ProgressGiven(Given):
    """How far it is, and what came of it: nothing of the child."""

    reference: str
    status: str
    received_at: datetime
    held_because: str = Field(description="Why it was not sent on; empty when it was")
    has_ended: bool
    feedback: list[FeedbackGiven]


class PathwayNamed(Given):
    code: str
    name: str
    summary: str


class AgencyNamed(Given):
    code: str
    name: str


class PathwayAsks(Given):
    """What a referral along a pathway asks, as the version that is in use says."""

    code: str
    name: str
    summary: str
    version: int
    consent_needed: bool
    refers_from: int | None = Field(description="The youngest age")
    refers_until: int | None = Field(description="The oldest age")
    receivers: list[AgencyNamed]
    answers: dict[str, Any] = Field(description="JSON Schema (2020-12) of “answers” of a referral")


class Fault(Given):
    field: str = Field(description="Where, such as “child.date_of_birth”; empty where it is about the whole")
    reason: str
    what_to_do: str


class Problem(Given):
    """Every error, in the shape of RFC 9457."""

    type: str = Field(description="Address of the explanation")
    title: str
    status: int
    detail: str
    what_to_do: str
    errors: list[Fault]
