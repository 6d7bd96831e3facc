"""From a sender to a receiver: what may be told under which agreement, and whether a child is of the age."""

from dataclasses import dataclass

from alongside.common.periods import age_on
from alongside.common.text import sentence_list
from alongside.partners.errors import Invalid
from alongside.partners.models import Agency
from alongside.partners.standing import Term, Viewer, terms_for
from alongside.partners.states import FieldGroup
from alongside.people.models import SourceRecord
from alongside.support.case_parts import carried_by, purpose_of
from alongside.support.definitions.parts import Definition
from alongside.support.models import DefinedPathway

HELD = "No agreement in force lets {sender} refer to {receiver} for this purpose. Phone {receiver}."


def age_fault(definition: Definition, child: SourceRecord, by: Viewer) -> str:
    born, least, most = child.date_of_birth, definition.refers_from, definition.refers_until
    if born is None or (least is None and most is None):
        return ""
    age = age_on(born, by.day)
    if (least is not None and age < least) or (most is not None and age > most):
        ages = (
            f"from {least} to {most}"
            if None not in (least, most)
            else f"from {least}"
            if most is None
            else f"up to {most}"
        )
        return f"This pathway is for people aged {ages}; she or he is {age}. Raise a concern if you are worried."
    return ""


@dataclass(frozen=True, slots=True)
class Way:
    """From a referrer to a receiver: what of a case may be told under which agreement, or why nothing may."""

    held: str = ""
    told: frozenset[FieldGroup] = frozenset()
    agreement: str = ""


def receiver_of(pathway: DefinedPathway, code: str) -> Agency:
    receivers = [one.agency for one in pathway.receivers.select_related("agency") if one.agency.is_active]
    if code:
        receivers = [one for one in receivers if one.code == code]
    if len(receivers) != 1:
        raise Invalid("Choose who is to receive it from the list.", "receiver")
    return receivers[0]


def way_between(holder: Agency, receiver: Agency, definition: Definition, by: Viewer) -> Way:
    purpose, carried = purpose_of(definition), carried_by(definition)
    if holder.pk == receiver.pk:
        return Way(told=carried)
    terms: tuple[Term, ...] = terms_for(receiver.pk, by.day).get((purpose, holder.pk), ())
    covered = frozenset(group for term in terms for group in term.groups) & carried
    if FieldGroup.IDENTITY not in covered:
        return Way(held=HELD.format(sender=holder.name, receiver=receiver.name))
    return Way(told=covered, agreement=sentence_list(term.agreement for term in terms if term.groups & carried))
