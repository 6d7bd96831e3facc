"""Keeps the programs of `alongside run` alive: starts them, starts one again that died, and stops them all."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

SHORTEST_WAIT, LONGEST_WAIT = 0.5, 30.0
LIVED = 30.0
"""A program that ran so many seconds is well again: its next failure counts as the first."""
GIVE_UP_AT = 3
"""Failures before it was ever ready; later ones are never too many."""
STOPPED_WITHIN = 10.0
TICK = 0.1


@dataclass
class Program:
    """One child process and what became of it so far."""

    name: str
    command: Sequence[str]
    told: Mapping[str, str] = field(default_factory=dict)
    """Settings that it has beside those of its parent."""
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0
    start_again: float = 0.0

    def start(self, now: float) -> None:
        # A session of its own: Ctrl-C in the terminal reaches the parent alone, which then stops all in order.
        self.process = subprocess.Popen(  # noqa: S603
            self.command, env={**os.environ, **self.told}, start_new_session=True, preexec_fn=_dies_with_parent
        )
        self.started = now

    def look(self, now: float, say: Callable[[str], None]) -> None:
        """Start it again if it has died: at once the first time, later and later if it dies again and again."""
        if self.process is None:
            if now >= self.start_again:
                self.start(now)
            return
        # Looked at without clearing it away: until then its number, and its group's, is nobody else's.
        if os.waitid(os.P_PID, self.process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            return
        # Its own children outlive it where it was killed, and would keep the port.
        _end_group(self.process.pid)
        status, self.process = self.process.wait(), None
        self.failures = 1 if now - self.started > LIVED else self.failures + 1
        wait = min(LONGEST_WAIT, SHORTEST_WAIT * 2 ** (self.failures - 1))
        self.start_again = now + wait
        say(f"{self.name} ended unexpectedly ({_ending(status)}): it is started again in {wait:g} s.")


def _end_group(leader: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)


def _ending(status: int) -> str:
    return f"signal {-status}" if status < 0 else f"exit code {status}"


def _dies_with_parent() -> None:
    """On Linux the kernel asks a child to end when its parent is gone, so that no port stays taken."""
    if sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)


@dataclass
class Supervisor:
    """The parent. It does no work of its own, so that nothing can make it fall."""

    programs: Sequence[Program]
    say: Callable[[str], None]
    _stop: bool = field(default=False, init=False)

    def run(self, ready: Callable[[], bool], on_ready: Callable[[], None], ready_within: float) -> bool:
        """Until asked to stop: True. False when it never became ready; all is stopped then as well."""
        before = {one: signal.signal(one, self._asked_to_stop) for one in (signal.SIGINT, signal.SIGTERM)}
        deadline, is_ready = time.monotonic() + ready_within, False
        try:
            while not self._stop:
                now = time.monotonic()
                for program in self.programs:
                    program.look(now, self.say)
                if not is_ready and ready():
                    is_ready = True
                    on_ready()
                if not is_ready and (now > deadline or any(one.failures >= GIVE_UP_AT for one in self.programs)):
                    return False
                time.sleep(TICK)
            return True
        finally:
            self._end_all()
            for one, handler in before.items():
                signal.signal(one, handler)

    def _asked_to_stop(self, *_: object) -> None:
        self._stop = True

    def _end_all(self) -> None:
        alive = [one.process for one in self.programs if one.process is not None and one.process.poll() is None]
        for process in alive:
            process.terminate()
        until = time.monotonic() + STOPPED_WITHIN
        for process in alive:
            try:
                process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                _end_group(process.pid)
                process.wait()
