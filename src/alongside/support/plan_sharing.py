"""Which agencies an agreement in force lets see a plan: of these its lead comes, and with these it is shared."""

from datetime import date

from alongside.partners.standing import terms_from
from alongside.partners.states import FieldGroup, Purpose
from alongside.support.states import VIEW_OF_PLAN


def covered_by_agreement(holder_id: int, purpose: Purpose, day: date) -> frozenset[int]:
    """The agencies, without the holder itself, that may be given what a plan cannot be read without."""
    found: dict[int, set[FieldGroup]] = {}
    for (why, agency), terms in terms_from(holder_id, day).items():
        if why is purpose:
            found[agency] = {group for term in terms for group in term.groups}
    return frozenset(agency for agency, groups in found.items() if groups >= set(VIEW_OF_PLAN))
