"""Operations as files: the list, and the log of one. What only the police hold, and who of the staff wrote, stay here."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from operator import itemgetter
from typing import Any

from alongside.places.operating import (
    ActivityTold,
    OperationRow,
    OperationTold,
    Output,
    PowerTold,
    ProtocolTold,
    ResultTold,
    TaskingTold,
)

LISTED = ("reference", "name", "stage", "lead", "agencies", "starts_on", "ends_on", "is_locked")
LOGGED = ("at", "kind", "what", "agency", "where", "words", "minutes", "spoken_to", "found", "tried", "sold", "total")
COUNTS = ("minutes", "spoken_to", "found", "tried", "sold")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class OperationLog:
    """One operation as far as its reader sees it."""

    operation: OperationTold
    taskings: Sequence[TaskingTold]
    powers: Sequence[PowerTold]
    activities: Sequence[ActivityTold]
    outputs: Sequence[Output]
    results: Sequence[ResultTold]


def operations_csv(rows: Sequence[OperationRow]) -> str:
    return _table(LISTED, [{**row, "agencies": "; ".join(row["agencies"])} for row in map(_listed, rows)])


def operations_json(rows: Sequence[OperationRow]) -> str:
    return _json({"operations": [_listed(row) for row in rows]})


def log_csv(log: OperationLog) -> str:
    """A line for each thing that happened, in its order; totals of activity last."""
    return _table(LOGGED, [*_happened(log), *(row | {"kind": "activity in all"} for row in _outputs(log))])


def log_json(log: OperationLog) -> str:
    told = log.operation
    return _json({
        "reference": told.reference, "name": told.name, "why": told.why, "stage": told.stage.value, "lead": told.lead,
        "agencies": [name for _, name in told.agencies], "areas": list(told.area_names), "sight": told.sight.value,
        "protocols": [_protocol(one) for one in told.protocols], "log": list(_happened(log)),
        "activity_in_all": list(_outputs(log)),
        "left_out": "What only the police hold, and the names of staff. A count that is not given is held back.",
    })  # fmt: skip


def _listed(row: OperationRow) -> Row:
    return {
        "reference": row.reference, "name": row.name, "stage": row.stage.value, "lead": row.lead,
        "agencies": list(row.agencies), "starts_on": _day(row.starts_on), "ends_on": _day(row.ends_on),
        "is_locked": row.is_locked,
    }  # fmt: skip


def _happened(log: OperationLog) -> list[Row]:
    return sorted([*_planned(log.operation), *_tasked(log), *_powers(log), *_done(log)], key=itemgetter("at"))


def _planned(told: OperationTold) -> Iterator[Row]:
    for stage in told.stages:
        yield _row(stage.at, "stage", stage.stage.label, words=stage.reason)
    for found in told.findings:
        yield _row(found.at, "finding", found.stage.label, words=found.words)
    for one in told.protocols:
        what = f"version {one.number}{', locked' if one.is_locked else ''}"
        yield _row(one.locked_at or one.at, "protocol", what, words=one.reason or one.outcome)


def _tasked(log: OperationLog) -> Iterator[Row]:
    for one in log.taskings:
        yield _row(one.asked_at, "tasking", one.tactic, one.agency, one.where, f"{one.what} Due {_moment(one.due_at)}.")
        for step in one.steps:
            yield _row(step.at, "tasking", str(step.state.label), one.agency, one.where, step.words)


def _powers(log: OperationLog) -> Iterator[Row]:
    for one in log.powers:
        until = f"until {_moment(one.ends_at)}" if one.ends_at else "until it is ended"
        words = f"{one.basis}, {one.authority}, {until}. {one.grounds} Children: {one.child_welfare} Fairness: {one.equality}"
        yield _row(one.starts_at, "power", str(one.power.label), "", one.where, words)


def _done(log: OperationLog) -> Iterator[Row]:
    for one in log.activities:
        yield _row(one.began_at, "activity", one.kind, one.agency, one.where, one.reason) | dict(one.counts)
    for result in log.results:
        at = f"{result.as_of:%Y-%m-%d}"
        yield _row(None, "result", str(result.rung.label), words=result.definition) | {"at": at, "total": result.total}
        for as_of, total in result.before:
            earlier = _row(None, "result", f"{result.rung.label}, earlier count", words=result.definition)
            yield earlier | {"at": f"{as_of:%Y-%m-%d}", "total": total}


def _outputs(log: OperationLog) -> Iterator[Row]:
    for one in log.outputs:
        counts = {name: getattr(one, name) for name in COUNTS}
        yield {"what": one.kind, "times": one.occasions, "words": f"{one.occasions} times", **counts}


def _protocol(one: ProtocolTold) -> Row:
    return {
        "version": one.number, "locked_at": _moment(one.locked_at) if one.locked_at else None, "reason": one.reason,
        "outcome": one.outcome, "source": one.source, "kinds": list(one.kinds), "definition": one.definition,
        "baseline_from": _day(one.baseline_from), "starts_on": _day(one.starts_on), "ends_on": _day(one.ends_on),
        "target": list(one.target_areas) or one.target_outline, "comparison_areas": list(one.comparison_areas),
        "buffer_metres": one.buffer_metres, "buffer_areas": list(one.buffer_areas),
    }  # fmt: skip


def _row(at: datetime | None, kind: str, what: str, agency: str = "", where: str = "", words: str = "") -> Row:
    moment = _moment(at) if at else ""
    return {"at": moment, "kind": kind, "what": what, "agency": agency, "where": where, "words": words}


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="minutes")


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _json(told: Row) -> str:
    return json.dumps(told, indent=1, ensure_ascii=False)


def _table(columns: Sequence[str], rows: Sequence[Row]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([_cell(row.get(name)) for name in columns] for row in rows)
    return text.getvalue()


def _cell(value: Any) -> Any:
    # What somebody wrote that begins like a formula is told as words.
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t" else value
