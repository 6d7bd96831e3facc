"""The waiting room for the rows of a file of outcomes: as for crimes (see `staging`), one short transaction at the end."""

# ruff: noqa: S608 (the names put into statements are ours or Django's; every value is a parameter)

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from alongside.places.models import CrimeOutcome, Outcome, RejectedRow
from alongside.places.outcome_drafts import OutcomeChunk
from alongside.places.staging import drop_tables, execute, select, write_rows

_TABLES = {
    "stage_decision": "line integer, identity bigint, month date, outcome_no integer",
    "stage_decision_reject": 'line integer, "column" varchar(40), fault varchar(20), value varchar(200), raw text',
    "stage_decision_outcome": "outcome_no integer primary key, outcome_id bigint",
}
_DECISION = CrimeOutcome._meta.db_table


@dataclass(slots=True)
class OutcomeStage:
    """What waits: the rows in temporary tables, the few words that they share in memory."""

    outcomes: dict[str, int] = field(default_factory=dict)
    months: set[tuple[str, date]] = field(default_factory=set)
    rows: int = 0
    rejected: int = 0

    def put(self, chunk: OutcomeChunk) -> None:
        numbers = self.outcomes
        write_rows(
            "stage_decision",
            [
                (one.line, one.key, one.month, numbers.setdefault(one.outcome, len(numbers) + 1))
                for one in chunk.rows
            ],
        )  # fmt: skip
        write_rows("stage_decision_reject", chunk.rejections)
        self.months.update((one.force, one.month) for one in chunk.rows)
        self.rows += len(chunk.rows)
        self.rejected += len({rejection.line for rejection in chunk.rejections})

    def first_rejections(self, most: int) -> list[tuple[int, str, str, str]]:
        return select(f'SELECT line, "column", fault, value FROM stage_decision_reject ORDER BY line LIMIT {int(most)}')

    def store(self) -> tuple[int, int]:
        """Add every decision that is not held yet; how many that were, and how many different ones the file holds."""
        Outcome.objects.bulk_create((Outcome(name=name) for name in self.outcomes), ignore_conflicts=True)
        known = dict(Outcome.objects.filter(name__in=list(self.outcomes)).values_list("name", "pk"))
        write_rows("stage_decision_outcome", [(number, known[name]) for name, number in self.outcomes.items()])
        ((different,),) = select(
            "SELECT COUNT(*) FROM (SELECT DISTINCT identity, month, outcome_no FROM stage_decision) AS told"
        )
        added = execute(
            f"INSERT INTO {_DECISION} (identity, month, outcome_id) SELECT s.identity, s.month, o.outcome_id "
            "FROM stage_decision s JOIN stage_decision_outcome o ON o.outcome_no = s.outcome_no WHERE s.line > 0 "
            "ON CONFLICT DO NOTHING"
        )
        return added, different

    def store_rejections(self, file_id: int) -> None:
        columns = 'line, "column", fault, value, raw'
        execute(
            f"INSERT INTO {RejectedRow._meta.db_table} (file_id, {columns}) SELECT %s, {columns} "
            "FROM stage_decision_reject WHERE line IS NOT NULL",
            [file_id],
        )


@contextmanager
def outcome_staging() -> Iterator[OutcomeStage]:
    """Open the waiting room; leave nothing behind."""
    drop_tables(_TABLES)
    for name, columns in _TABLES.items():
        execute(f"CREATE TEMPORARY TABLE {name} ({columns})")
    try:
        yield OutcomeStage()
    finally:
        drop_tables(_TABLES)
