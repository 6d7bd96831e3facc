"""Files of concerns on their way in: kept, then entered chunk by chunk, at once or by the loop in the background."""

import math
import time
from collections.abc import Callable, Sequence
from datetime import datetime

from alongside.exchange import intake
from alongside.exchange.concern_rows import look, read_rows
from alongside.partners.standing import Viewer
from alongside.support.actions.files import Received, enter_chunk, receive_file, stop_file
from alongside.support.file_drafts import RowRead
from alongside.support.queries.files import WaitingFile, next_waiting

CHUNK_ROWS = 50
AT_ONCE = 200
"""Up to so many rows are entered while the sender waits; more of them wait in the queue."""
REST_SECONDS = 0.05


def take_in(*, name: str, raw: bytes, by: Viewer, at: datetime, at_once: int = AT_ONCE) -> Received:
    """Keep a file; enter it at once if it is small, and otherwise leave it to `work_waiting`."""
    reading = look(raw)
    received = receive_file(name=name, raw=raw, reading=reading, by=by, at=at)
    if received.is_under_way and reading.rows <= at_once:
        intake.at_once(lambda: work_waiting(at, file_id=received.file_id, rest=0, seconds=math.inf))
    return received


def work_waiting(
    at: datetime,
    *,
    file_id: int | None = None,
    rest: float = REST_SECONDS,
    seconds: float = intake.WORK_SECONDS,
    progress: Callable[[int], None] | None = None,
) -> bool:
    """Enter the file that has waited longest (or the one named), for so many seconds at most; False when none waits.

    The next call goes on after the last whole chunk, whether this one ended, ran out of time or was killed.
    """
    waiting = next_waiting(Viewer.system("files", at=at), file_id=file_id)
    if waiting is None:
        return False
    until = time.monotonic() + seconds
    intake.worked(
        waiting.id,
        lambda: _enter(waiting, at, rest, until, progress or _silent),
        lambda problem: _stop(waiting, problem, at),
    )
    return True


def _stop(waiting: WaitingFile, problem: str, at: datetime) -> None:
    stop_file(file_id=waiting.id, problem=problem, by=waiting.sender, at=at)


def _enter(waiting: WaitingFile, at: datetime, rest: float, until: float, progress: Callable[[int], None]) -> None:
    def enter(rows: Sequence[RowRead], is_last: bool) -> bool:
        done = enter_chunk(file_id=waiting.id, rows=rows, is_last=is_last, by=waiting.sender, at=at)
        progress(len(rows))
        return done.is_under_way

    rows = read_rows(waiting.raw, today=waiting.sender.day, from_row=waiting.next_row)
    intake.in_chunks(rows, CHUNK_ROWS, enter, until=until, rest=rest)


def _silent(_rows: int) -> None:
    pass
