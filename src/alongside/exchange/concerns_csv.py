"""Files of concerns on their way in: kept, then entered chunk by chunk, at once or by the loop in the background."""

import contextlib
import logging
import math
import time
from collections.abc import Callable
from datetime import datetime
from itertools import islice

from django.db import OperationalError

from alongside.audit.errors import AuditUnavailable
from alongside.exchange.concern_rows import look, read_rows
from alongside.exchange.tables import TableRefused
from alongside.partners.standing import Viewer
from alongside.support.actions.files import Received, enter_chunk, receive_file, stop_file
from alongside.support.queries.files import WaitingFile, next_waiting

CHUNK_ROWS = 50
AT_ONCE = 200
"""Up to so many rows are entered while the sender waits; more of them wait in the queue."""
REST_SECONDS = 0.05
"""Between two chunks: SQLite has one writer at a time, and people at their pages must get their turn."""
WORK_SECONDS = 60
"""Then the loop in the background turns to its other work: sealing the log, clocks that run out."""
FAILED = "The system failed at this file. Nothing of it is lost. Tell whoever runs the system; then send it again."
_log = logging.getLogger(__name__)


def take_in(*, name: str, raw: bytes, by: Viewer, at: datetime, at_once: int = AT_ONCE) -> Received:
    """Keep a file; enter it at once if it is small, and otherwise leave it to `work_waiting`."""
    reading = look(raw)
    received = receive_file(name=name, raw=raw, reading=reading, by=by, at=at)
    if received.is_under_way and reading.rows <= at_once:
        with contextlib.suppress(OperationalError):  # the database is busy: the file is kept, and waits its turn
            work_waiting(at, file_id=received.file_id, rest=0, seconds=math.inf)
    return received


def work_waiting(
    at: datetime,
    *,
    file_id: int | None = None,
    rest: float = REST_SECONDS,
    seconds: float = WORK_SECONDS,
    progress: Callable[[int], None] | None = None,
) -> bool:
    """Enter the file that has waited longest (or the one named), for so many seconds at most; False when none waits.

    The next call goes on after the last whole chunk, whether this one ended, ran out of time or was killed.
    """
    waiting = next_waiting(Viewer.system("files", at=at), file_id=file_id)
    if waiting is None:
        return False
    try:
        _enter(waiting, at, rest, time.monotonic() + seconds, progress or _silent)
    except (AuditUnavailable, OperationalError):
        raise  # the log or the database cannot be written just now: the file waits
    except TableRefused as refused:
        stop_file(file_id=waiting.id, problem=str(refused), by=waiting.sender, at=at)
    except Exception:
        _log.exception("File of concerns %s could not be entered", waiting.id)
        stop_file(file_id=waiting.id, problem=FAILED, by=waiting.sender, at=at)
    return True


def _enter(waiting: WaitingFile, at: datetime, rest: float, until: float, progress: Callable[[int], None]) -> None:
    rows = read_rows(waiting.raw, today=waiting.sender.day, from_row=waiting.next_row)
    chunk = tuple(islice(rows, CHUNK_ROWS))
    while True:
        following = tuple(islice(rows, CHUNK_ROWS))
        done = enter_chunk(file_id=waiting.id, rows=chunk, is_last=not following, by=waiting.sender, at=at)
        progress(len(chunk))
        if not done.is_under_way or time.monotonic() > until:
            return
        chunk = following
        time.sleep(rest)


def _silent(_rows: int) -> None:
    pass
