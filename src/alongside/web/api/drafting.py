"""From what was sent to what a domain takes; and a domain's errors back to their places in what was sent."""

from collections.abc import Callable, Iterable, Mapping
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
from alongside.support.queries.cases import referral_asked
from alongside.web.api.bodies import AttendanceSent, ChildSent, ConcernSent, ReferralSent
from alongside.web.api.problems import Faulty, fault_of

Made = TypeVar("Made")
PLACES = {
    **{name: f"child.{name}" for name in ("given", "family", "date_of_birth", "sex", "telephone")},
    "address": "child.address.lines", "postcode": "child.address.postcode", "agency_ref": "child.own_reference",
    NumberKind.NHS.value: "child.nhs_number",
}  # fmt: skip


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
