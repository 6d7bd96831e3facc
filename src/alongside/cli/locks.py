"""One lock on the folder of data: many may run on it at once, only one may build or throw away, and then none runs.

The kernel lets go of it when its process dies, however it dies.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FILE_NAME = "in-use.lock"


class InUse(Exception):
    """Somebody else holds the lock."""


@contextmanager
def running(folder: Path) -> Iterator[None]:
    """Held while Alongside runs on this folder."""
    with _held(folder, fcntl.LOCK_SH, "The demo borough is being built in this folder. Wait until it is done."):
        yield


@contextmanager
def building(folder: Path) -> Iterator[None]:
    """Held while the demo is built or thrown away."""
    words = (
        "Alongside runs on this folder, or another build does. Stop it first (Ctrl-C where it runs), then try again."
    )
    with _held(folder, fcntl.LOCK_EX, words):
        yield


@contextmanager
def _held(folder: Path, kind: int, words: str) -> Iterator[None]:
    descriptor = os.open(folder / FILE_NAME, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InUse(words) from None
        yield
    finally:
        os.close(descriptor)
