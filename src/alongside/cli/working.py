"""What the system does by itself: breached clocks, held concerns, waiting files, messages, seals. Each task fails alone."""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

from alongside.audit.actions import seal_all
from alongside.audit.entries import Actor
from alongside.audit.publishing import FILE_NAME, publish
from alongside.cli.posting import put_out_summaries, send_messages
from alongside.community.actions.forgetting import forget_words
from alongside.exchange import encompass_csv, incidents_intake
from alongside.exchange.concerns_csv import work_waiting
from alongside.outcomes.actions.annual import keep_due_years
from alongside.outcomes.actions.directory import bring_in_contracts
from alongside.partners.key_use import forget_answers
from alongside.partners.standing import Viewer
from alongside.people.actions import compare_when_due
from alongside.places.actions import is_run_waiting, keep_ward_watches, work_next_run
from alongside.support.actions.clocks import breach_clocks
from alongside.support.actions.encompass_routing import look_again
from alongside.support.actions.holiday_clocks import reckon_again
from alongside.support.actions.raising import release_held
from alongside.support.measures.waits_keeping import keep_due_statements

OFTEN, SELDOM, MINUTELY, HOURLY = 5.0, 20.0, 60.0, 3_600.0
TICK = 0.5
_log = logging.getLogger(__name__)


@dataclass
class Task:
    """Something that is done again and again. `do` gives how much there was to do."""

    name: str
    every: float
    do: Callable[[datetime], int]
    next_at: float = 0.0


def every_task() -> list[Task]:
    return [
        Task("enter files of domestic abuse incidents", OFTEN, lambda at: int(encompass_csv.work_waiting(at))),
        Task("enter files of concerns", OFTEN, enter_files),
        Task("enter files of incidents at places", OFTEN, enter_place_files),
        Task("send what was held", SELDOM, send_held),
        Task("hold identities against the batch", HOURLY, compare_identities),
        Task("state the waits of the last month", HOURLY, lambda at: keep_due_statements(at=at)),
        Task("let the directory follow the contracts", HOURLY, follow_contracts),
        Task("count what was asked and answered in a year that is over", HOURLY, lambda at: keep_due_years(at=at)),
        Task("forget answers of the interface whose time is up", HOURLY, lambda at: forget_answers(at=at)),
        Task("forget words of residents whose time is up", HOURLY, lambda at: forget_words(at=at)),
        Task("watch the wards when a month was loaded", HOURLY, watch_wards),
        Task(
            "work through analyses of places",
            OFTEN,
            Aside(is_run_waiting, lambda at: work_next_run(clock=timezone.now)),
        ),
        Task("move deadlines for bank holidays", MINUTELY, lambda at: reckon_again(at=at)),
        Task("record clocks that ran out", SELDOM, lambda at: breach_clocks(at=at)),
        Task("put out the daily summaries", MINUTELY, put_out_summaries),
        Task("send messages", SELDOM, send_messages),
        Task("seal the log", settings.SEAL_SECONDS, seal_and_publish),
    ]


class Aside:
    """Work of minutes, in a thread of its own and one at a time: clocks and seals do not wait for it."""

    def __init__(self, is_waiting: Callable[[datetime], bool], do: Callable[[datetime], bool]) -> None:
        self._is_waiting, self._do = is_waiting, do
        self._thread: threading.Thread | None = None

    def __call__(self, at: datetime) -> int:
        is_busy = self._thread is not None and self._thread.is_alive()
        if is_busy or not self._is_waiting(at):
            return 0
        self._thread = threading.Thread(target=self._until_done, args=[at], name="analyses", daemon=True)
        self._thread.start()
        return 1

    def _until_done(self, at: datetime) -> None:
        try:
            while self._do(at):
                pass
        except Exception:
            _log.exception("It was not possible to work through analyses of places; it is tried again")
        finally:
            close_old_connections()


def enter_files(at: datetime) -> int:
    """One file at a turn, so that clocks and seals get theirs between two."""
    return int(work_waiting(at))


def enter_place_files(at: datetime) -> int:
    return int(incidents_intake.work_waiting(at, keep_in=Path(settings.MEDIA_ROOT)))


def send_held(at: datetime) -> int:
    system = Viewer.system("work", at=at)
    return release_held(by=system, at=at) + look_again(by=system, at=at)


def compare_identities(at: datetime) -> int:
    """Once a week; gives how many groups of records stand otherwise than the batch has them."""
    run = compare_when_due(by=Actor.system("work"), at=at)
    if run is not None and run.differing:
        _log.error(
            "%d groups of records stand otherwise than the batch has them: see BatchRun %d", run.differing, run.pk
        )
    return run.differing if run else 0


def follow_contracts(at: datetime) -> int:
    return bring_in_contracts(by=Actor.system("work"), at=at)


def watch_wards(at: datetime) -> int:
    return keep_ward_watches(by=Actor.system("work"), at=at)


def seal_and_publish(at: datetime) -> int:
    """What an interruption left unpublished is published with the next seal."""
    sealed = seal_all(at=at)
    publish(Path(settings.VAR) / FILE_NAME)
    return len(sealed)


@dataclass
class Work:
    """The loop. A task that fails is logged, and tried again when its time comes; the others go on."""

    tasks: Sequence[Task]
    _stop: threading.Event = field(default_factory=threading.Event, init=False)

    def once(self) -> None:
        for task in self.tasks:
            self._do(task)

    def until_stopped(self) -> None:
        for one in (signal.SIGINT, signal.SIGTERM):
            signal.signal(one, lambda *_: self._stop.set())
        parent = os.getppid()
        while not self._stop.is_set():
            now = time.monotonic()
            for task in self.tasks:
                if now >= task.next_at and not self._stop.is_set():
                    self._do(task)
                    task.next_at = time.monotonic() + task.every
            if os.getppid() != parent:
                return  # `alongside run` is gone: nobody would ever stop this
            self._stop.wait(TICK)

    def _do(self, task: Task) -> None:
        close_old_connections()
        try:
            if done := task.do(timezone.now()):
                _log.info("%s: %s", task.name, done)
        except Exception:
            _log.exception("It was not possible to %s; it is tried again in %g s", task.name, task.every)
        finally:
            close_old_connections()
