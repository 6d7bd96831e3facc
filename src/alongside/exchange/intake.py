"""Entering files that were sent: a small one at once, a long one chunk by chunk between other work. Whatever breaks off
in the middle goes on after the last whole chunk."""

import contextlib
import logging
import time
from collections.abc import Callable, Iterable
from itertools import islice
from typing import TypeVar

from django.db import OperationalError

from alongside.audit.errors import AuditUnavailable
from alongside.exchange.tables import TableRefused

Part = TypeVar("Part")
WORK_SECONDS = 60
"""Then the loop in the background turns to its other work: sealing the log, clocks that run out."""
FAILED = "The system failed at this file. Nothing of it is lost. Tell whoever runs the system; then send it again."
_log = logging.getLogger(__name__)


def at_once(work: Callable[[], bool]) -> None:
    """Enter a small file while its sender waits. Where the database is busy, the file is kept and waits its turn."""
    with contextlib.suppress(OperationalError):
        work()


def worked(file_id: int, enter: Callable[[], None], stop: Callable[[str], None]) -> None:
    """Go on with a file. What cannot be read, and a failure of ours, stop it with the reason; while the log or the
    database cannot be written it waits."""
    try:
        enter()
    except (AuditUnavailable, OperationalError):
        raise
    except TableRefused as refused:
        stop(str(refused))
    except Exception:
        _log.exception("File %s could not be entered", file_id)
        stop(FAILED)


def in_chunks(
    parts: Iterable[Part], size: int, enter: Callable[[tuple[Part, ...], bool], bool], *, until: float, rest: float
) -> None:
    """Enter chunk by chunk; `enter` takes a chunk and whether it is the last, and says whether to go on. A rest between
    two, because SQLite has one writer at a time and people at their pages must get their turn."""
    rows = iter(parts)
    chunk = tuple(islice(rows, size))
    while True:
        following = tuple(islice(rows, size))
        if not enter(chunk, not following) or time.monotonic() > until:
            return
        chunk = following
        time.sleep(rest)
