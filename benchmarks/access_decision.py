"""Our own access decision beside Cedar (cedarpy): the same questions, the same answers, the time of each.

    make bench BENCH=access_decision

Both are asked every question of a small partnership (agencies x holders x purposes x field groups) and must agree on
each one; a single disagreement ends the run with an error. Cedar gets parsed policies and a parsed schema, as its
documentation advises, one policy for each agreement.
"""

import itertools
import json
import time
from uuid import UUID

import cedarpy

from alongside.audit.entries import Actor
from alongside.partners.access import Subject, judge
from alongside.partners.involvements import Involved
from alongside.partners.standing import Term, Viewer
from alongside.partners.states import FieldGroup, Purpose
from benchmarks.harness import NOW, median_microseconds, report

AGENCIES = 12
AGREEMENTS = 20
PERSON = UUID(int=7)
SCHEMA = """
entity Agency;
entity Member { agency: Agency };
entity Record { holder: Agency, restricted: Bool };
action see appliesTo {
  principal: Member, resource: Record,
  context: { purpose: String, group: String, carried: Set<String> }
};
"""
PARSED = cedarpy.Schema.from_str(SCHEMA)
OWN = 'permit(principal, action == Action::"see", resource) when { resource.holder == principal.agency };'
SEALED = 'forbid(principal, action == Action::"see", resource) when { resource.restricted };'


def agreement_of(number: int) -> tuple[set[int], set[Purpose], set[FieldGroup]]:
    """Invented agreements: three to five parties each, one or two purposes, about half of the groups."""
    parties = {(number * 5 + step * (number % 3 + 1)) % AGENCIES for step in range(3 + number % 3)}
    purposes = {list(Purpose)[number % 4], list(Purpose)[(number // 2) % 4]}
    return parties, purposes, {group for group in FieldGroup if (group.bit + number) % 2}


def policy_of(number: int) -> str:
    parties, purposes, groups = agreement_of(number)
    named = ", ".join(f'Agency::"{party}"' for party in sorted(parties))
    return (
        f'@id("AG-{number}") permit(principal, action == Action::"see", resource) when {{ '
        f"[{named}].contains(principal.agency) && [{named}].contains(resource.holder) && "
        f"[{_quoted(purpose.code for purpose in purposes)}].contains(context.purpose) && "
        f"[{_quoted(group.code for group in groups)}].contains(context.group) && "
        "context.carried.contains(context.group) };"
    )


def _quoted(words) -> str:
    return ", ".join(f'"{word}"' for word in sorted(words))


def viewer_of(agency: int) -> Viewer:
    terms: dict = {}
    for number in range(AGREEMENTS):
        parties, purposes, groups = agreement_of(number)
        if agency in parties:
            term = Term(f"AG-{number}", "a power in law", frozenset(groups), frozenset())
            for purpose, giver in itertools.product(purposes, parties - {agency}):
                terms.setdefault((purpose, giver), []).append(term)
    actor = Actor(str(agency), "member:1", "x")
    permissions = frozenset({"any"})
    return Viewer(
        1,
        agency,
        str(agency),
        str(agency),
        actor,
        permissions,
        NOW,
        {key: tuple(value) for key, value in terms.items()},
    )


CARRIED = frozenset(group for group in FieldGroup if group.bit % 3)


def questions() -> list[tuple[int, int, Purpose, FieldGroup, bool]]:
    return list(itertools.product(range(AGENCIES), range(AGENCIES), list(Purpose)[:4], FieldGroup, (False, True)))


def ours(asked, viewers) -> list[bool]:
    involved = [Involved(PERSON, "", purpose, CARRIED) for purpose in Purpose]
    return [
        judge(
            viewers[agency], Subject("record", "1", holder, str(holder), "", PERSON), purpose, frozenset({group}),
            involved, restricted,
        ).allowed
        for agency, holder, purpose, group, restricted in asked
    ]  # fmt: skip


def cedars(asked, policies, entities) -> list[bool]:
    carried = sorted(group.code for group in CARRIED)
    requests = [
        {
            "principal": f'Member::"{agency}"', "action": 'Action::"see"', "resource": f'Record::"{holder}-{restricted}"',
            "context": {"purpose": purpose.code, "group": group.code, "carried": carried},
        }
        for agency, holder, purpose, group, restricted in asked
    ]  # fmt: skip
    answers = cedarpy.is_authorized_batch(requests, policies, entities, schema=PARSED)
    return [answer.allowed and not answer.diagnostics.errors for answer in answers]


def _uid(kind: str, number: int) -> dict[str, str]:
    return {"type": kind, "id": str(number)}


def entities_of() -> list[dict]:
    members = [
        {"uid": _uid("Member", one), "attrs": {"agency": {"__entity": _uid("Agency", one)}}, "parents": []}
        for one in range(AGENCIES)
    ]
    records = [
        {
            "uid": {"type": "Record", "id": f"{holder}-{restricted}"},
            "attrs": {"holder": {"__entity": {"type": "Agency", "id": str(holder)}}, "restricted": restricted},
            "parents": [],
        }
        for holder in range(AGENCIES)
        for restricted in (False, True)
    ]
    return (
        members
        + records
        + [{"uid": {"type": "Agency", "id": str(one)}, "attrs": {}, "parents": []} for one in range(AGENCIES)]
    )


def cedar_world() -> tuple[cedarpy.PolicySet, cedarpy.Entities]:
    """Policies and entities, parsed once."""
    text = "\n".join([OWN, SEALED, *map(policy_of, range(AGREEMENTS))])
    return cedarpy.PolicySet.from_str(text), cedarpy.Entities.from_json_str(json.dumps(entities_of()))


def main() -> None:
    asked = questions()
    viewers = {agency: viewer_of(agency) for agency in range(AGENCIES)}
    policies, entities = cedar_world()
    start = time.perf_counter()
    own = ours(asked, viewers)
    own_each = (time.perf_counter() - start) / len(asked) * 1e6
    start = time.perf_counter()
    cedar = cedars(asked, policies, entities)
    cedar_each = (time.perf_counter() - start) / len(asked) * 1e6
    # Cedar refuses a restricted own record as we do: its forbid wins over every permit.
    different = [question for question, mine, theirs in zip(asked, own, cedar, strict=True) if mine != theirs]
    if different:
        raise SystemExit(f"{len(different)} of {len(asked)} answers differ, first: {different[0]}")
    one = median_microseconds(lambda: ours(asked[:1], viewers))
    report(
        "access decision",
        {
            "questions asked of both, all answered alike": f"{len(asked):,} ({sum(own):,} yes)",
            "ours, in bulk": f"{own_each:.1f} us a decision",
            "ours, one at a time": f"{one:.1f} us",
            "Cedar, in bulk (parsed once)": f"{cedar_each:.1f} us a decision",
            "ratio Cedar / ours": f"{cedar_each / own_each:.1f}",
        },
    )


if __name__ == "__main__":
    main()
