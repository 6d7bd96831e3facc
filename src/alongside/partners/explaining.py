"""Who may tell whom: what the agreements of today let one agency give to another, part by part."""

from dataclasses import dataclass
from enum import StrEnum

from alongside.common.text import sentence_list
from alongside.partners.access import refuse
from alongside.partners.errors import Invalid
from alongside.partners.models import Agency
from alongside.partners.roles import Permission
from alongside.partners.standing import Term, Viewer, terms_for
from alongside.partners.states import FieldGroup, Purpose


class Rule(StrEnum):
    OPEN = "Told when involved"
    ON_REQUEST = "Told when asked"
    NOT_TOLD = "Not told"


@dataclass(frozen=True, slots=True)
class GroupRule:
    """One field group: the rule, and the sentence that says under what."""

    group: str
    rule: Rule
    sentence: str


@dataclass(frozen=True, slots=True)
class MayTell:
    """What one agency may tell the receiver today. Gateways are pairs of agreement and power or duty in law."""

    giver_code: str
    giver: str
    rules: tuple[GroupRule, ...]
    gateways: tuple[tuple[str, str], ...]

    def count(self, rule: Rule) -> int:
        return sum(one.rule is rule for one in self.rules)


@dataclass(frozen=True, slots=True)
class Explanation:
    receiver: str
    purpose: str
    givers: tuple[MayTell, ...]


def explain(viewer: Viewer, receiver_code: str, purpose: Purpose, giver_code: str = "") -> Explanation:
    """What `giver` (or every other agency) may tell `receiver` today. Read from the same terms that decide."""
    if not viewer.may(Permission.SEE_AGREEMENTS):
        raise refuse(viewer, "agreement", "", "the role may not see sharing agreements")
    found = {one.code: one for one in Agency.objects.filter(is_active=True)}
    if receiver_code not in found:
        raise Invalid("Choose the agency that would receive.", "receiver")
    if giver_code and giver_code not in found:
        raise Invalid("Choose the agency that would tell.", "giver")
    if viewer.agency_code not in (receiver_code, giver_code) and not viewer.may(Permission.KEEP_AGREEMENTS):
        raise Invalid("Choose your own agency on one of the two sides.", "receiver")
    receiver = found.pop(receiver_code)
    givers = [found[giver_code]] if giver_code in found else [] if giver_code else list(found.values())
    if not givers:
        raise Invalid("An agency always sees its own records. Choose two different agencies.", "giver")
    terms = terms_for(receiver.pk, viewer.day)
    told = tuple(_may_tell(one, receiver, purpose, terms.get((purpose, one.pk), ())) for one in givers)
    return Explanation(receiver.name, purpose.label, told)


def _may_tell(giver: Agency, receiver: Agency, purpose: Purpose, terms: tuple[Term, ...]) -> MayTell:
    gateways = tuple((term.agreement, term.gateway) for term in terms)
    rules = [_rule(group, giver.name, receiver.name, purpose, terms) for group in FieldGroup]
    in_order = sorted(rules, key=lambda one: list(Rule).index(one.rule))
    return MayTell(giver.code, giver.name, tuple(in_order), gateways)


def _rule(group: FieldGroup, giver: str, receiver: str, purpose: Purpose, terms: tuple[Term, ...]) -> GroupRule:
    if under := [term.agreement for term in terms if group in term.groups]:
        words = f"{sentence_list(under)} covers it, once {receiver} has a live involvement that carries it."
        return GroupRule(group.label, Rule.OPEN, words)
    if under := [term.agreement for term in terms if group in term.on_request]:
        words = f"{sentence_list(under)} covers it in answer to a request, case by case."
        return GroupRule(group.label, Rule.ON_REQUEST, words)
    if terms:
        words = f"{sentence_list([term.agreement for term in terms])} does not name it."
    else:
        words = f"No agreement with {giver} is in force for {purpose.label.lower()}."
    return GroupRule(group.label, Rule.NOT_TOLD, words)
