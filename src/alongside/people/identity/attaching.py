"""The common case: a record joins one person, and nothing else can change by it. Found without grouping anew.

Grouping joins whatever hangs together over automatic edges unless something speaks against it. So where the new
record's edges lead to one person, hers to nobody else, and no rule, number or ruling speaks against any of them, the
answer is known. Everything else is grouped anew.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from alongside.analysis.linkage.standard import Standard
from alongside.people.identity.components import mates_of
from alongside.people.identity.reading import as_stored, ask, table
from alongside.people.models import LinkEdge, Ruling, SourceRecord, StandardRecord
from alongside.people.states import PairOutcome


def plain_match(
    record: int, standard: Standard, edges: Sequence[LinkEdge], own: int | None, model_id: int, hidden: frozenset[UUID]
) -> Mapping[int, UUID] | None:
    """All records of the one person whom this one joins, each with her; None where it is not that plain.

    `own`: the record to which the sender's number leads. `hidden`: everybody who is restricted.
    """
    ends = {one.other_id if one.one_id == record else one.one_id: one for one in edges}
    joined = {end for end, one in ends.items() if one.outcome == PairOutcome.AUTOMATIC}
    if own is not None:
        joined.add(own)
    mates = mates_of(joined) if joined else {}
    persons = set(mates.values())
    if len(persons) != 1 or not persons.isdisjoint(hidden) or any(ends[end].rules for end in ends.keys() & mates):
        return None
    person = persons.pop()
    return mates if _one_number(person, standard) and not _doubtful(person, record, model_id) else None


def _one_number(person: UUID, standard: Standard) -> bool:
    rows = ask(
        f"SELECT nhs, upn FROM {table(StandardRecord)} WHERE record_id IN "  # noqa: S608 (own names only)
        f"(SELECT id FROM {table(SourceRecord)} WHERE person_id = %s)",
        [as_stored(person)],
    )
    held = [(standard.nhs, standard.upn), *rows]
    return all(len({row[place] for row in held} - {None, ""}) <= 1 for place in (0, 1))


def _doubtful(person: UUID, record: int, model_id: int) -> bool:
    """Whether an edge joins her records to somebody else's, or a rule or a ruling stands between two of them."""
    edges, rulings, records = table(LinkEdge), table(Ruling), table(SourceRecord)
    hers = f"(SELECT id FROM {records} WHERE person_id = %s)"  # noqa: S608 (own names only)
    within = f"one_id IN {hers} AND other_id IN {hers}"
    leaving = f"outcome = '{PairOutcome.AUTOMATIC}' AND model_id = %s AND %s NOT IN (one_id, other_id)"
    question = " UNION ALL ".join(
        f"SELECT 1 FROM {name} WHERE {condition}"  # noqa: S608 (own names only)
        for name, condition in (
            (edges, f"model_id = %s AND rules <> '' AND {within}"),
            (edges, f"{leaving} AND one_id IN {hers} AND other_id NOT IN {hers}"),
            (edges, f"{leaving} AND other_id IN {hers} AND one_id NOT IN {hers}"),
            (rulings, f"undone_at IS NULL AND NOT same AND {within}"),
        )
    )
    she = as_stored(person)
    values = [model_id, she, she, model_id, record, she, she, model_id, record, she, she, she, she]
    return bool(ask(f"{question} LIMIT 1", values))
