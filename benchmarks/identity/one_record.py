"""One record arriving at a register of a million or more, through the product's own store.

Two times: the look-up (candidates by the database's indexes, each scored), which is what a search costs; and the whole
action `add_record` (kept, standardised, weighed, edges written, the component clustered anew, audited, committed). The
register is filled past the product, as a bulk load would: records, standard forms, edges and persons of a batch.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from benchmarks.harness import percentile
from benchmarks.identity.printing import note

if TYPE_CHECKING:
    import pandas as pd

SEED = 20261122
ARRIVALS = 400
# Beyond this the register is filled without edges, and only the look-up is timed.
MOST_LINKED = 1_500_000
CHUNK = 50_000
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
KINDS = {"school": "school", "health": "health", "council": "council", "police": "police", "charity": "charity"}


def run(sizes: list[int], database: str) -> None:
    note("")
    note(
        "One record against a register (anchor: Splink 591 ms at 1,000,000; asked: 5 ms and 15 ms at p95, SQLite 20 ms)"
    )
    for size in sizes:
        for name, url in (("SQLite", ""), ("PostgreSQL", database)):
            if name == "SQLite" and size > MOST_LINKED:
                continue
            if name == "PostgreSQL" and not url:
                note(f"  {size:>10,} PostgreSQL SKIPPED: give an empty database in DATABASE_URL")
                continue
            note(f"  {size:>10,} {name:<10} " + _in_a_process(size, url))


def _in_a_process(size: int, url: str) -> str:
    own = _new_database(url) if url else ""
    try:
        found = subprocess.run(
            [sys.executable, "-m", "benchmarks.identity.one_record", str(size)],
            capture_output=True, text=True, env={**os.environ, "DATABASE_URL": own},
        )  # fmt: skip
    finally:
        if url:
            _drop_database(url, own)
    if found.returncode:
        return "FAILED: " + (found.stderr.strip().splitlines() or ["killed"])[-1]
    line = json.loads(found.stdout.strip().splitlines()[-1])
    told = (
        f"look-up p50 {line['look_up'][0]:.1f} ms, p95 {line['look_up'][1]:.1f} ms, {line['candidates']:.1f} candidates"
    )
    if line["whole"]:
        told += f"; add_record p50 {line['whole'][0]:.1f} ms, p95 {line['whole'][1]:.1f} ms"
    return f"{told}; right {line['right']:.1%}; filled in {line['filling']:.0f} s"


def _new_database(url: str) -> str:
    import psycopg

    name = f"bench_{os.getpid()}_{time.monotonic_ns() % 1_000_000}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[call-overload]
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"/{name}"))


def _drop_database(url: str, own: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{urlsplit(own).path[1:]}" WITH (FORCE)')  # type: ignore[call-overload]


def measure(size: int) -> dict[str, Any]:
    from django.core.management import call_command

    from alongside.demo.young_people import make_young_people

    call_command("migrate", verbosity=0)
    made = make_young_people(size + ARRIVALS, seed=SEED)
    newest = made.records["agency"].isin(["police", "council", "charity"]).to_numpy().nonzero()[0][-ARRIVALS:]
    arrivals, child = made.records.iloc[newest], made.truth["child"].to_numpy()
    base = made.records.drop(index=newest).reset_index(drop=True)
    of_base = made.truth["child"].drop(index=newest).to_numpy()
    linked = size <= MOST_LINKED
    started = time.perf_counter()
    with _indexed_afterwards("people_person", "people_sourcerecord", "people_standardrecord", "people_linkedge"):
        holders = _fill(base, linked=linked)
    filling = time.perf_counter() - started
    look_up, found, right = _look_ups(arrivals, child[newest], of_base)
    whole = _additions(arrivals, holders) if linked else []
    return {
        "filling": filling, "candidates": sum(found) / len(found), "right": right,
        "look_up": [percentile(look_up, 0.5), percentile(look_up, 0.95)],
        "whole": [percentile(whole, 0.5), percentile(whole, 0.95)] if whole else None,
    }  # fmt: skip


@contextmanager
def _indexed_afterwards(*tables: str) -> Iterator[None]:
    """Fill these tables without their indexes and make those afterwards, as any bulk load does: rows that come in no
    order of an index cost the more the larger it grows."""
    from django.db import connection

    asked = {
        "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexname NOT IN "
        "(SELECT conname FROM pg_constraint)",
        "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = %s",
    }[connection.vendor]
    with connection.cursor() as cursor:
        found = []
        for table in tables:
            cursor.execute(asked, [table])
            found += cursor.fetchall()
        for name, _ in found:
            cursor.execute(f'DROP INDEX "{name}"')
        yield
        for _, statement in found:
            cursor.execute(statement)
        cursor.execute("ANALYZE")


def _fill(base: "pd.DataFrame", *, linked: bool) -> dict[str, Any]:
    """Record number n is row n - 1 of the base. Returns the agencies."""
    import uuid

    import pandas as pd
    from django.db import transaction

    from alongside.analysis.linkage import default_model, link, standardise
    from alongside.partners.models import Agency
    from alongside.people.identity.pinned import pinned

    stamp = NOW.isoformat(sep=" ")
    model = pinned(NOW)
    if linked:
        linkage = link(base.assign(record_id=range(1, len(base) + 1)), model=default_model())
        person = pd.factorize(linkage.clusters.to_frame()["person_id"])[0].tolist()
    else:
        person = list(range(len(base)))
    identity = [uuid.UUID(int=(one * 0x9E3779B97F4A7C15F39CC0605CEDC834) % 2**128) for one in range(max(person) + 1)]
    with transaction.atomic():
        holders = {
            key: Agency.objects.create(name=f"Bench {key}", code=f"bench-{key}", kind=kind)
            for key, kind in KINDS.items()
        }
        _insert("people_person", ("id", "made_at"), ((one, stamp) for one in identity))
        keys = [holders[agency].pk for agency in base["agency"]]
        _insert(
            "people_sourcerecord",
            ("id", "holder_id", "person_id", "agency_ref", "received_at", "source", "as_sent", "sex", "telephone", "digest"),
            (
                (at + 1, keys[at], identity[person[at]], "", stamp, "benchmark", "{}", "", "", "")
                for at in range(len(base))
            ),
        )  # fmt: skip
        _fill_standard(standardise(base))
        if linked:
            _fill_edges(linkage.edges, model.pk, stamp)
    return holders


def _fill_standard(standard: "pd.DataFrame") -> None:
    from alongside.analysis.linkage import COLUMNS, STANDARD_VERSION

    names = tuple(column.name for column in COLUMNS)

    def rows() -> Iterator[tuple[Any, ...]]:
        for start in range(0, len(standard), CHUNK):
            part = standard.iloc[start : start + CHUNK]
            lists = [part[name].tolist() for name in names]
            for at, values in enumerate(zip(*lists, strict=True)):
                yield (start + at + 1, STANDARD_VERSION, "", *(None if value == "" else value for value in values))

    _insert("people_standardrecord", ("record_id", "version", "capped", *names), rows())


def _fill_edges(edges: "pd.DataFrame", model: int, stamp: str) -> None:
    lists = (edges[name].tolist() for name in ("one", "other", "weight", "rules", "outcome"))
    rows = (
        (at + 1, min(one, other), max(one, other), model, weight, "{}", ",".join(rules.split()), outcome, stamp)
        for at, (one, other, weight, rules, outcome) in enumerate(zip(*lists, strict=True))
    )
    columns = ("id", "one_id", "other_id", "model_id", "weight", "levels", "rules", "outcome", "made_at")
    _insert("people_linkedge", columns, rows)


def _insert(table: str, columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
    """Rows straight into a table: COPY on PostgreSQL, executemany on SQLite."""
    from django.db import connection

    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
            if columns[0] == "id" and "person" not in table:
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
        else:
            places = ", ".join("?" * len(columns))
            plain = ([_plain(value) for value in row] for row in rows)
            cursor.cursor.connection.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({places})', plain)


def _plain(value: Any) -> Any:
    """As Django writes it into SQLite."""
    return getattr(value, "hex", str(value)) if type(value).__name__ in ("UUID", "date") else value


def _look_ups(arrivals: "pd.DataFrame", children: Any, of_base: Any) -> tuple[list[float], list[int], float]:
    """Milliseconds and candidates of each look-up; the share of those that have a record there and found one first."""
    from alongside.analysis.linkage import score_pair, standardise_record
    from alongside.people.identity.candidates import candidates
    from alongside.people.identity.pinned import pinned

    model = pinned(NOW).model
    known = set(of_base.tolist())
    taken, found, right = [], [], []
    for row, child in zip(_as_dicts(arrivals), children.tolist(), strict=True):
        start = time.perf_counter_ns()
        standard = standardise_record(row, model.settings)
        near = candidates(standard, model).records
        scores = {record: score_pair(standard, other, model).weight for record, other in near.items()}
        taken.append((time.perf_counter_ns() - start) / 1e6)
        found.append(len(near))
        if child in known:
            best = max(scores, key=scores.__getitem__, default=None)
            right.append(best is not None and of_base[best - 1] == child)
    return taken, found, sum(right) / max(len(right), 1)


def _additions(arrivals: "pd.DataFrame", holders: dict[str, Any]) -> list[float]:
    """Milliseconds of each `add_record`."""
    from alongside.audit.entries import Actor
    from alongside.people.actions import add_record

    by = Actor.system("benchmark")
    taken = []
    for row in _as_dicts(arrivals):
        draft = _draft(row)
        start = time.perf_counter_ns()
        add_record(draft=draft, holder=holders[row["agency"]], source="benchmark", by=by, at=NOW, today=NOW.date())
        taken.append((time.perf_counter_ns() - start) / 1e6)
    return taken


def _as_dicts(frame: "pd.DataFrame") -> list[dict[str, Any]]:
    return frame.astype(object).where(frame.notna(), None).to_dict("records")


def _draft(row: dict[str, Any]) -> Any:
    from alongside.analysis.linkage import standardise_record
    from alongside.people.drafts import AddressDraft, NameDraft, RecordDraft
    from alongside.people.states import NumberKind

    standard = standardise_record(row)
    lines = ", ".join(row[name] for name in ("house", "street") if row[name])
    return RecordDraft(
        names=(NameDraft(row["first_name"] or "", row["surname"] or ""),),
        date_of_birth=standard.dob if standard.dob else None,
        numbers=((NumberKind.NHS, row["nhs_number"]),) if row["nhs_number"] else (),
        addresses=(AddressDraft(lines, row["postcode"] or ""),) if lines or row["postcode"] else (),
        telephone=row["phone"] or "",
    )


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
