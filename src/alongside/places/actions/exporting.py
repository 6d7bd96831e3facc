"""Handing out an answer, or what operations hold, as a file."""

from datetime import datetime

from alongside.audit.actions import record
from alongside.audit.entries import Actor, Entry
from alongside.audit.states import Act
from alongside.partners.standing import Viewer


def note_export(*, run_id: int, title: str, form: str, by: Actor, at: datetime) -> None:
    """Write into the log that an answer leaves the system as a file, before it does."""
    record(
        Entry(
            at=at, actor=by, act=Act.EXPORT, subject_kind="analysis of places", subject_id=str(run_id),
            reason=f"{form}: {title}",
        )
    )  # fmt: skip


def note_operations_export(*, reference: str, form: str, by: Viewer, at: datetime) -> None:
    """Write into the log that operations leave the system as a file, before they do: one of them, or the list."""
    what = "the log of the operation" if reference else "the list of operations"
    record(
        Entry(
            at=at, actor=by.actor, act=Act.EXPORT, subject_kind="operation", subject_id=reference or "list",
            holder_code=by.agency_code, reason=f"{form}: {what}",
        )
    )  # fmt: skip
