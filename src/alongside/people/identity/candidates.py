"""Records that may tell of the same child: one question to the database, an index for each rule."""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from django.db import connection

from alongside.analysis.linkage.blocking import Blocking
from alongside.analysis.linkage.model import Model
from alongside.analysis.linkage.standard import Standard
from alongside.people.identity.standards import standards_of
from alongside.people.models import StandardRecord

TIMES_CROWDED = 20
"""A value that so many times more records share than a rule finds crowded is no way to find anybody: as in batch."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """The records to weigh, and the rules that were left out since they found too many."""

    records: dict[int, Standard]
    capped: tuple[str, ...] = ()


def candidates(standard: Standard, model: Model) -> Candidates:
    asked = dict(model.keys(standard))
    if not asked:
        return Candidates({})
    rules = tuple((rule, TIMES_CROWDED * rule.limit(model.settings.crowding)) for rule in model.blocking)
    # A rule that does not apply is asked for nothing, which costs nothing: so every record asks one and the same
    # statement, which a database plans once.
    keys = (asked.get(rule) or (None,) * len(rule.columns) for rule, _ in rules)
    with connection.cursor() as cursor:
        cursor.execute(_union(rules), [value for key in keys for value in key])
        found = cursor.fetchall()
    counts = Counter(place for place, _ in found)
    capped = {place for place, count in counts.items() if count > rules[place][1]}
    records = standards_of({record for place, record in found if place not in capped})
    return Candidates(records, tuple(rules[place][0].name for place in sorted(capped)))


@lru_cache(maxsize=64)
def _union(rules: tuple[tuple[Blocking, int], ...]) -> str:
    """A branch for each rule, read from the rule's own index; written from the library's declaration.

    Django's own union says the same, and takes longer to be put together than to be answered.
    """
    quoted = connection.ops.quote_name
    table = quoted(StandardRecord._meta.db_table)
    branches = [
        f"SELECT * FROM (SELECT {place} AS place, record_id FROM {table} WHERE "  # noqa: S608 (own names only)
        + " AND ".join(f"{quoted(column)} = %s" for column in rule.columns)
        + f" LIMIT {most + 1}) AS rule_{place}"
        for place, (rule, most) in enumerate(rules)
    ]
    return " UNION ALL ".join(branches)
