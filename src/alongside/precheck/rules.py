"""Pure rules of asking in code: None, or the reason why not; and whom to talk to."""

from collections.abc import Collection

from alongside.partners.states import AgencyKind
from alongside.precheck.question import MOST_PLACES

# Who takes such a call, by kind of agency; the order in which one is named when several have a match.
CONTACTS: dict[str, str] = {
    AgencyKind.COUNCIL: "duty triage worker",
    AgencyKind.HEALTH: "named professional for safeguarding",
    AgencyKind.SCHOOL: "designated safeguarding lead",
    AgencyKind.POLICE: "police safeguarding officer",
    AgencyKind.PROBATION: "safeguarding lead",
    AgencyKind.CHARITY: "designated safeguarding lead",
    AgencyKind.HOUSING: "safeguarding lead",
    AgencyKind.RESIDENTS: "safeguarding lead",
}
NOTHING_FOUND = "Nothing found."


def why_not_ask(*, switched_on: bool, assessment: str, holders: Collection[str], purpose: str) -> str | None:
    if not switched_on:
        return "Asking in code is switched off here."
    if not assessment.strip():
        return "No data protection impact assessment is named. The governance officer must name it first."
    if not holders:
        return (
            f"No agreement in force between your agency and another names the purpose “{purpose}” and whether an agency "
            "knows the child. Ask your governance officer."
        )
    if len(holders) > MOST_PLACES:
        return f"More than {MOST_PLACES} agencies would be asked at once. Ask your governance officer for a smaller agreement."
    return None


def why_not_again(*, left: int, most: int) -> str | None:
    if left > 0:
        return None
    return f"Your agency has asked {most} times today, the most for one day. Ask again tomorrow, or phone."


def why_not_this(*, question_agency: str, agency: str, question_standard: str, standard: str) -> str | None:
    if question_agency != agency:
        return "The question was encoded for another agency. Encode it with your own agency's code."
    if question_standard != standard:
        return OTHER_VERSION
    return None


OTHER_VERSION = (
    "The question was encoded by another version of the program. Install the hub's version and encode it again."
)


def possible_match(agency: str, kind: str) -> str:
    return f"Possible match: talk to the {CONTACTS[kind]} at {agency}."


def order_of(kind: str) -> int:
    return list(CONTACTS).index(kind)
