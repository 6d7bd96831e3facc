"""What this database is: empty, a demo, or somebody's own. Only a demo is ever thrown away."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path

from django.db import connection, connections, transaction

from alongside.audit.actions import record
from alongside.audit.entries import Actor, Entry
from alongside.audit.models import Event
from alongside.audit.states import Act
from alongside.partners.models import Agency

SUBJECT = "demo borough"


class Standing(Enum):
    EMPTY = "no tables"
    BARE = "tables without anybody in them"
    DEMO = "a whole demo"
    OTHER = "somebody's own"


@dataclass(frozen=True, slots=True)
class Mark:
    """The row in the log that says: this is a demo, of this size, built then. It is written last, with all the rest."""

    size: str
    seed: int
    built_at: datetime


class NotADemo(Exception):
    """The database holds something that the demo did not make."""

    def __init__(self) -> None:
        name = connection.settings_dict["NAME"]
        super().__init__(
            f"The database “{name}” holds data that the demo did not make, so the demo leaves it alone. "
            "Give the demo a place of its own: ALONGSIDE_VAR=another/folder, or another DATABASE_URL."
        )


def put(mark: Mark, by: Actor) -> None:
    record(
        Entry(
            at=mark.built_at, actor=by, act=Act.CREATE, subject_kind=SUBJECT, subject_id=f"{mark.size} {mark.seed}",
            reason="everything in this database is invented",
        )
    )  # fmt: skip


def found() -> Mark | None:
    row = Event.objects.filter(subject_kind=SUBJECT).order_by("-pk").values_list("subject_id", "at").first()
    if row is None:
        return None
    size, _, seed = row[0].partition(" ")
    return Mark(size, int(seed), row[1])


def standing() -> Standing:
    tables = set(connection.introspection.table_names())
    if not tables:
        return Standing.EMPTY
    if not tables <= _our_tables():
        return Standing.OTHER
    if not {Event._meta.db_table, Agency._meta.db_table} <= tables:
        return Standing.BARE
    if found():
        return Standing.DEMO
    return Standing.OTHER if Event.objects.exists() or Agency.objects.exists() else Standing.BARE


def _our_tables() -> set[str]:
    return {*connection.introspection.django_table_names(), "django_migrations"}


def throw_away() -> None:
    """Empty a demo's database down to the last table. Raises `NotADemo` for any other that holds something."""
    now = standing()
    if now is Standing.OTHER:
        raise NotADemo
    if now is Standing.EMPTY:
        return
    if connection.vendor == "sqlite":
        _remove_file(Path(connection.settings_dict["NAME"]))
        return
    with transaction.atomic(), connection.cursor() as cursor:
        for table in sorted(_our_tables()):
            cursor.execute(f"DROP TABLE IF EXISTS {connection.ops.quote_name(table)} CASCADE")


def _remove_file(database: Path) -> None:
    """The database first: beside an empty one, SQLite itself throws away what a write-ahead log still holds."""
    connections.close_all()
    for path in (database, *(database.with_name(database.name + end) for end in ("-wal", "-shm"))):
        with suppress(FileNotFoundError):
            path.unlink()
