"""A concern before it is kept: frozen, its text made safe, each field checked once for form, file and API."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date

from alongside.common.periods import is_child
from alongside.common.text import TextError, clean_line, clean_text, fold_name
from alongside.partners.errors import Invalid
from alongside.people import drafts as people
from alongside.people.drafts import RecordDraft
from alongside.people.states import CHILD_ROLES, EventRole
from alongside.support.states import Consent, ReferrerRole

LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class OtherPerson:
    """Somebody else in the event, and what she or he was in it."""

    name: str
    role: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ConcernDetails:
    """What is told. `fact` is what was seen or heard; `opinion` what the referrer makes of it; `allegation` what
    a third party says, and `allegation_by` who says it."""

    child: RecordDraft
    child_role: str
    referrer_role: str
    happened_on: date
    fact: str
    consent: str
    consent_reason: str = ""
    opinion: str = ""
    allegation: str = ""
    allegation_by: str = ""
    child_voice: str = ""
    child_voice_missing: str = ""
    happened_where: str = ""
    call_back: str = ""
    in_danger_now: bool = False
    others: tuple[OtherPerson, ...] = ()


_LINES = {
    "consent_reason": ("The reason", 500),
    "allegation_by": ("Who says so", 200),
    "child_voice_missing": ("The reason", 300),
    "happened_where": ("The place", 200),
    "call_back": ("The telephone number", 60),
}
_TEXTS = {
    "fact": "What happened",
    "opinion": "What you think",
    "allegation": "What others say",
    "child_voice": "What the child says",
}


def checked(details: ConcernDetails, today: date) -> ConcernDetails:
    """The details with safe text; raises `Invalid` naming the first field that cannot stand."""
    good, faults = examined(details, today)
    if faults:
        raise faults[0]
    return good


def examined(details: ConcernDetails, today: date) -> tuple[ConcernDetails, list[Invalid]]:
    """The details with safe text, and everything in them that cannot stand, at most one fault a field."""
    clean: dict[str, object] = {}
    faults: dict[str, Invalid] = {}
    for name in (field.name for field in fields(details)):
        value = getattr(details, name)
        try:
            if name in _LINES:
                clean[name] = clean_line(value, _LINES[name][1], _LINES[name][0])
            elif name in _TEXTS:
                clean[name] = clean_text(value, LONGEST, _TEXTS[name])
            elif name == "others":
                clean[name] = tuple(_other(other) for other in value)
        except TextError as error:
            faults[name], clean[name] = Invalid(str(error), name), () if name == "others" else ""
        except Invalid as error:
            faults[error.field], clean[name] = error, ()
    clean["child"], of_child = examined_child(details.child, today)
    good = replace(details, **clean)  # type: ignore[arg-type]
    for fault in (*_faults(good, today), *of_child):
        faults.setdefault(fault.field, fault)
    return good, list(faults.values())


def checked_child(child: RecordDraft, today: date) -> RecordDraft:
    """The child as far as it is known: a name of one letter or more, and not grown up. Raises `Invalid`."""
    good, faults = examined_child(child, today)
    if faults:
        raise faults[0]
    return good


def examined_child(child: RecordDraft, today: date) -> tuple[RecordDraft, list[Invalid]]:
    good, faults = people.examined(child, today)
    born = good.date_of_birth
    if born and born <= today and not is_child(born, today):
        adult = "This person is 18 or older. Front door concerns are about children: phone adult social care."
        faults.append(Invalid(adult, "date_of_birth"))
    return good, faults


def keepable(answers: Mapping[str, object]) -> dict[str, object]:
    """What was typed so far, as a database can keep it: without the one character that it refuses."""
    return {key: value.replace("\x00", "") if isinstance(value, str) else value for key, value in answers.items()}


def _other(other: OtherPerson) -> OtherPerson:
    name = clean_line(other.name, 120, "The name of the other person")
    if not fold_name(name):
        raise Invalid("Enter the name of the other person, or “not known”.", "others")
    if other.role not in EventRole.values:
        raise Invalid(f"Choose what {name} was in the event.", "others")
    return OtherPerson(name, other.role, clean_line(other.note, 300, "The note"))


def _faults(one: ConcernDetails, today: date) -> Iterator[Invalid]:
    if not one.fact:
        yield Invalid("Say what you saw or heard yourself.", "fact")
    if one.happened_on > today:
        yield Invalid("The day on which it happened is in the future. Check the date.", "happened_on")
    if one.happened_on.year < 1990:
        yield Invalid("The day on which it happened is before 1990. Check the year.", "happened_on")
    if one.child_role not in CHILD_ROLES:
        yield Invalid("Choose what the child was in the event.", "child_role")
    if one.referrer_role not in ReferrerRole.values:
        yield Invalid("Choose your own role.", "referrer_role")
    if one.consent not in Consent.values:
        yield Invalid("Say whether the child or a parent agreed.", "consent")
    if one.consent != Consent.GIVEN and not one.consent_reason:
        yield Invalid("Say why you share without consent.", "consent_reason")
    if one.allegation and not one.allegation_by:
        yield Invalid("Say who told you this.", "allegation_by")
    if not one.child_voice and not one.child_voice_missing:
        yield Invalid("Write what the child says, or why you do not know it.", "child_voice")
