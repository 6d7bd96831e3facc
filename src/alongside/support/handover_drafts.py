"""What a sender says of a child who will move on, made safe, before it becomes a handover."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from alongside.common.text import TextError, clean_line
from alongside.partners.errors import Invalid
from alongside.partners.models import Agency
from alongside.people.drafts import RecordDraft
from alongside.support.definitions.answers import Answers, checked
from alongside.support.definitions.kept import definition_of
from alongside.support.definitions.parts import Definition
from alongside.support.models import PathwayVersion
from alongside.support.phases import of_phases
from alongside.support.states import VersionState


@dataclass(frozen=True, slots=True)
class Destination:
    """Where the child goes: an agency here by its code, one outside by its name, or neither while nobody knows."""

    agency: str = ""
    outside: str = ""


@dataclass(frozen=True, slots=True)
class Naming:
    """A child who will move on. `answers` may be incomplete until the handover is sent."""

    kind: str
    child: RecordDraft
    answers: Mapping[str, object] = field(default_factory=dict)
    to: Destination = field(default_factory=Destination)
    moves_on: date | None = None
    group_name: str = ""
    record_id: int | None = None
    from_matter: str = ""
    sent_key: str = ""


def kind_in_use(code: str) -> PathwayVersion:
    """The published version of a kind of handover."""
    rows = PathwayVersion.objects.select_related("pathway").filter(
        pathway__code=code, pathway__is_open=True, state=VersionState.PUBLISHED
    )
    version = rows.first()
    if version is None or not definition_of(version).handover:
        raise Invalid("There is no such kind of handover, or it takes no new children.", "kind")
    return version


def given_answers(definition: Definition, given: Mapping[str, object]) -> Answers:
    """What was answered so far, made safe; what is still missing is asked for when it is sent."""
    answers, faults = checked(definition.questions, given)
    wrong = [one for one in faults if given.get(one.field) not in (None, "", [])]
    if wrong:
        raise wrong[0]
    return answers


def destination(version: PathwayVersion, to: Destination, holder: Agency) -> tuple[Agency | None, str]:
    """The receiver among those who take this kind, or a name outside."""
    outside = line_of(to.outside, 120, "The name of the agency", "outside")
    if to.agency and outside:
        raise Invalid("Choose an agency from the list, or write a name outside it: one of the two.", "outside")
    if not to.agency:
        return None, outside
    row = version.pathway.receivers.select_related("agency").filter(agency__code=to.agency).first()
    if row is None or row.agency_id == holder.pk or why_not_receiver(version, row.agency):
        raise Invalid("Choose who is to receive it from the list.", "agency")
    return row.agency, ""


def why_not_receiver(version: PathwayVersion, agency: Agency) -> str:
    """Why an agency takes no handover of this kind today; empty when it does. What was so on the day on which a child was
    named need not be so on the day on which the page is sent."""
    if not agency.is_active:
        return f"{agency.name} is not in the partnership any more."
    receives = version.pathway.receivers.filter(agency=agency).exists()
    if not receives or not of_phases([agency], definition_of(version).to_phases):
        return f"{agency.name} does not receive handovers of this kind any more."
    return ""


def line_of(text: str, most: int, name: str = "This", place: str = "group_name") -> str:
    try:
        return clean_line(text, most, name)
    except TextError as error:
        raise Invalid(str(error), place) from error
