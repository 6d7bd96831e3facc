"""Asking for an analysis of places at the command line, and waiting for it: the same way as the pages go."""

import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import FrameType
from typing import Any, TextIO

from django.utils import timezone

from alongside.audit.entries import Actor
from alongside.places.actions import ask_for_run, stop_run, work_next_run
from alongside.places.analyses.register import ANALYSES
from alongside.places.errors import PlacesRefused, RunStopped
from alongside.places.queries import RunDetail, run
from alongside.places.states import RunKind

LOOKED_EVERY = 0.5


class Line:
    """Progress on one line of a terminal, or one line for each stage anywhere else."""

    def __init__(self, out: TextIO) -> None:
        self._out, self._told = out, ""

    def show(self, stage: str, share: float) -> None:
        words = f"{stage or 'Waiting'}: {share:.0%}"
        if self._out.isatty():
            self._out.write(f"\r\x1b[2K{words[:100]}")
        elif stage != self._told:
            self._out.write(f"{stage or 'Waiting'}\n")
        self._told = stage
        self._out.flush()

    def clear(self) -> None:
        if self._out.isatty():
            self._out.write("\r\x1b[2K")


def check_kind(kind: RunKind) -> None:
    """Raise `PlacesRefused` for a kind of analysis that this installation does not have."""
    if kind not in ANALYSES:
        offered = ", ".join(str(one.label) for one in ANALYSES)
        raise PlacesRefused(f"{kind.label} cannot be asked for here.", f"What can be: {offered}.")


def asked(kind: RunKind, settings: Mapping[str, Any], by: Actor) -> int:
    """The number of the run; raises `PlacesRefused` or `Unfit`, also for a setting that this kind does not take."""
    check_kind(kind)
    whole = ANALYSES[kind].complete(settings)
    if unknown := sorted(set(settings) - set(whole)):
        taken = ", ".join(sorted(whole))
        raise PlacesRefused(f"{kind.label} has no setting “{unknown[0]}”.", f"It takes: {taken}.")
    return ask_for_run(kind=kind, settings=settings, by=by, at=timezone.now())


def waited_for(run_id: int, by: Actor, err: TextIO | None = None) -> RunDetail:
    """Work the run through here, or watch the worker that has it; Ctrl-C stops it, and nothing of it is kept."""
    line = Line(err or sys.stderr)
    with _listening() as is_stopped:

        def heard(stage: str, share: float) -> None:
            line.show(stage, share)
            if is_stopped():
                raise RunStopped

        while True:
            if is_stopped():
                stop_run(run_id=run_id, by=by, at=timezone.now())
            is_worked = not is_stopped() and work_next_run(clock=timezone.now, run_id=run_id, heard=heard)
            found = run(run_id)
            assert found is not None
            if not found.summary.is_under_way:
                line.clear()
                return found
            line.show(found.summary.stage, found.summary.per_cent / 100)
            if not is_worked:
                time.sleep(LOOKED_EVERY)


@contextmanager
def _listening() -> Iterator[Callable[[], bool]]:
    """The first Ctrl-C is heard and answered at the next word of the analysis; a second one ends the program."""
    heard: list[int] = []

    def hear(number: int, _frame: FrameType | None) -> None:
        if heard:
            raise KeyboardInterrupt
        heard.append(number)

    before = signal.signal(signal.SIGINT, hear)
    try:
        yield lambda: bool(heard)
    finally:
        signal.signal(signal.SIGINT, before)
