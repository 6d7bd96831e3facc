"""Work in other processes: what is written in Python takes one core, however many there are."""

from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

# With fewer records the processes would start for longer than they work.
WORTH_IT = 250_000


@contextmanager
def workers(processes: int, records: int) -> Iterator[Executor | None]:
    """So many processes beside this one, or None where this one does the work alone.

    They start anew (`spawn`), since a copy of a process that has threads and connections may hang. Raises `ValueError`
    where `processes` is no count.
    """
    if isinstance(processes, bool) or not isinstance(processes, int) or processes < 1:
        raise ValueError(f"processes must be a count, 1 for this process alone, not {processes!r}.")
    if processes < 2 or records < WORTH_IT:
        yield None
        return
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        yield pool
