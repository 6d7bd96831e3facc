"""An agreement before it is kept: frozen, its text made safe, each part checked once."""

from dataclasses import dataclass, replace
from datetime import date

from alongside.common.text import TextError, clean_line, clean_text
from alongside.partners import rules
from alongside.partners.errors import Invalid
from alongside.partners.states import Capacity, FieldGroup, Purpose


@dataclass(frozen=True, slots=True)
class AgreementDraft:
    """What an agreement says, before it is kept."""

    reference: str
    title: str
    gateway: str
    purposes: frozenset[Purpose]
    field_groups: frozenset[FieldGroup]
    on_request: frozenset[FieldGroup]
    valid_from: date
    valid_until: date
    review_on: date
    parties: tuple[tuple[str, Capacity], ...]
    privacy_notice: str = ""


def line(text: str, most: int, name: str, field: str) -> str:
    """One safe line that is not empty; raises `Invalid` naming the field."""
    try:
        clean = clean_line(text, most, name)
    except TextError as error:
        raise Invalid(str(error), field) from error
    if not clean:
        raise Invalid(f"{name} is empty. Enter it.", field)
    return clean


def text(value: str, most: int, name: str, field: str) -> str:
    """Safe text of several lines, perhaps empty."""
    try:
        return clean_text(value, most, name)
    except TextError as error:
        raise Invalid(str(error), field) from error


def checked(draft: AgreementDraft) -> AgreementDraft:
    """The draft with safe text; raises `Invalid` naming the first field that cannot stand."""
    good = replace(
        draft,
        reference=line(draft.reference, 40, "The reference", "reference"),
        title=line(draft.title, 160, "The title", "title"),
        gateway=text(draft.gateway, 2_000, "The power or duty in law", "gateway"),
        privacy_notice=text(draft.privacy_notice, 4_000, "The privacy notice", "privacy_notice"),
    )
    if not good.gateway:
        raise Invalid("Name the power or duty in law on which the sharing rests.", "gateway")
    if not good.purposes:
        raise Invalid("Choose at least one purpose.", "purposes")
    if not good.field_groups | good.on_request:
        raise Invalid("Choose at least one field group.", "field_groups")
    if both := good.field_groups & good.on_request:
        named = ", ".join(sorted(group.label for group in both))
        raise Invalid(f"Shared at once, or only on request? Choose one for: {named}.", "field_groups")
    if len({code for code, _ in good.parties}) < 2:
        raise Invalid("An agreement needs two agencies or more.", "parties")
    if reason := rules.why_not_dates(good.valid_from, good.valid_until, good.review_on):
        raise Invalid(reason, "review_on" if "review" in reason else "valid_until")
    return good
