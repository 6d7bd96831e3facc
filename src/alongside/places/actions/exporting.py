"""Handing out an answer as a file."""

from datetime import datetime

from alongside.audit.actions import record
from alongside.audit.entries import Actor, Entry
from alongside.audit.states import Act


def note_export(*, run_id: int, title: str, form: str, by: Actor, at: datetime) -> None:
    """Write into the log that an answer leaves the system as a file, before it does."""
    record(
        Entry(
            at=at, actor=by, act=Act.EXPORT, subject_kind="analysis of places", subject_id=str(run_id),
            reason=f"{form}: {title}",
        )
    )  # fmt: skip
