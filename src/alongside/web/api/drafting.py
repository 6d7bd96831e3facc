"""From what was sent to what a domain takes; and a domain's errors back to their places in what was sent."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from alongside.partners.errors import Invalid
from alongside.partners.key_use import KeyUse
from alongside.people.drafts import AddressDraft, NameDraft, RecordDraft, examined
from alongside.people.states import NameKind, NumberKind
from alongside.support.actions.attendance import Came, Session
from alongside.support.actions.referring import Referral
from alongside.support.definitions.strict import faults_in
from alongside.support.drafts import ConcernDetails, OtherPerson
from alongside.support.drafts import examined as examined_concern
from alongside.support.encompass_drafts import CHILD_WORDS, ChildTold, IncidentDraft
from alongside.support.encompass_drafts import checked as checked_incident
from alongside.support.queries.referral_choices import referral_asked
from alongside.web.api.bodies import (
    AttendanceSent,
    ChildInIncidentSent,
    ChildSent,
    ConcernSent,
    Fault,
    IncidentSent,
    ReferralSent,
)
from alongside.web.api.problems import Faulty, fault_of

Made = TypeVar("Made")
PLACES = {
    **{name: f"child.{name}" for name in ("given", "family", "date_of_birth", "sex", "telephone")},
    "address": "child.address.lines", "postcode": "child.address.postcode", "agency_ref": "child.own_reference",
    NumberKind.NHS.value: "child.nhs_number",
}  # fmt: skip

INCIDENT_PLACES = {"given": "children"}
CHILD_PLACES = {*CHILD_WORDS, "school_name", "school_urn", "home_educated"}


def source(use: KeyUse) -> str:
    """What a record that came in with a key says of where it came from."""
    return f"interface, key “{use.name}”"[:100]


def concern(told: ConcernSent, use: KeyUse) -> ConcernDetails:
    """Raises `Faulty` with everything that cannot stand, so that a sender mends it in one go."""
    shared = told.model_dump(exclude={"child", "others"})
    others = tuple(OtherPerson(one.name, one.role, one.note) for one in told.others)
    details = ConcernDetails(child=child(told.child), others=others, **shared)
    _refuse(examined_concern(details, use.viewer.day)[1], PLACES)
    return details


def referral(told: ReferralSent, use: KeyUse) -> Referral:
    """Raises `Faulty`; for a pathway along which the key's role may not refer, `Refused`."""
    asked = referral_asked(use.viewer, told.pathway)
    draft = child(told.child)
    questions = asked.definition.questions
    _refuse(examined(draft, use.viewer.day)[1], PLACES)
    _refuse(faults_in(questions, told.answers), answer_places([*told.answers, *(one.key for one in questions)]))
    return Referral(
        pathway=told.pathway, child=draft, answers=told.answers, consent=told.consent,
        consent_reason=told.consent_reason, receiver=told.receiver, source=source(use),
    )  # fmt: skip


def session(told: AttendanceSent) -> Session:
    return Session(
        on=told.date, came=Came(told.came), kind=told.kind, answers=told.answers, corrects=told.corrects,
        correction_reason=told.correction_reason,
    )  # fmt: skip


def incident(told: IncidentSent, use: KeyUse) -> IncidentDraft:
    """Raises `Faulty` with what cannot stand of the incident and of each child."""
    whole = IncidentDraft(told.police_reference, told.happened_at, told.place, told.circumstances, ())
    good, faults = [], _same_keys(told)
    for number, one in enumerate(told.children):
        draft = replace(whole, children=(_child_of_incident(one),))
        places = {**PLACES, **{name: name for name in CHILD_PLACES}}
        places = {name: f"children.{number}.{place}" for name, place in places.items()}
        try:
            good.append(checked_incident(draft, use.viewer.day, use.viewer.at))
        except Invalid as error:
            fault = fault_of(error, places)
            faults += [fault] if fault not in faults else []
    if faults:
        raise Faulty(faults)
    return replace(good[0], children=tuple(child for one in good for child in one.children))


def _same_keys(told: IncidentSent) -> list[Fault]:
    keys = [one.key for one in told.children]
    return [
        fault_of(Invalid("Another child has this key. Give each child its own.", f"children.{number}.key"), {})
        for number, key in enumerate(keys)
        if key in keys[:number]
    ]


def _child_of_incident(told: ChildInIncidentSent) -> ChildTold:
    return ChildTold(child(told.child), **told.model_dump(exclude={"key", "child"}))


def child(told: ChildSent) -> RecordDraft:
    preferred = (NameDraft(told.preferred, "", NameKind.PREFERRED),) if told.preferred else ()
    address = told.address
    return RecordDraft(
        names=(NameDraft(told.given, told.family), *preferred), date_of_birth=told.date_of_birth, sex=told.sex,
        numbers=((NumberKind.NHS.value, told.nhs_number),), telephone=told.telephone, agency_ref=told.own_reference,
        addresses=(AddressDraft(address.lines, address.postcode, address.is_protected),) if address else (),
        as_sent=told.model_dump(mode="json"),
    )  # fmt: skip


def answer_places(keys: Iterable[str]) -> dict[str, str]:
    return {key: f"answers.{key}" for key in keys}


def mended(do: Callable[[], Made], places: Mapping[str, str]) -> Made:
    """Do it; what cannot stand is told at its place in what was sent."""
    try:
        return do()
    except Invalid as error:
        raise Faulty([fault_of(error, dict(places))]) from error


def _refuse(faults: Iterable[Invalid], places: Mapping[str, str]) -> None:
    if found := [fault_of(one, dict(places)) for one in faults]:
        raise Faulty(found)
