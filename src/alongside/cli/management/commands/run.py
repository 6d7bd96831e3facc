"""`alongside run`: the web server and the work behind it, in the foreground, until it is stopped."""

import os
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from alongside.cli import readiness
from alongside.cli.locks import InUse, running
from alongside.cli.supervising import Program, Supervisor

APPLICATION = "alongside.config.wsgi:application"
READY_WITHIN = 90.0


class Command(BaseCommand):
    help = "Run Alongside here: pages, and the clocks, seals and files behind them. Ctrl-C stops it."
    requires_system_checks = []  # readiness asks them, and says what to do

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="default: 8000")
        parser.add_argument("--host", default="127.0.0.1", help="default: 127.0.0.1, this machine only")
        parser.add_argument("--workers", type=int, default=2, help="processes that answer pages; default: 2")

    def handle(self, *, port: int, host: str, workers: int, **options: Any) -> None:
        if not 1 <= port <= 65_535 or workers < 1:
            raise CommandError("A port is a number from 1 to 65535, and there must be one worker at least.")
        try:
            with running(settings.VAR):
                self._run(host, port, workers)
        except InUse as error:
            raise CommandError(str(error)) from None

    def _run(self, host: str, port: int, workers: int) -> None:
        if reasons := readiness.why_not_start(host, port):
            raise CommandError("Alongside does not start.\n" + "\n".join(f"- {reason}" for reason in reasons))
        readiness.gather_static()
        connections.close_all()
        if settings.IS_DEMO:  # links in messages and calendars lead to where this demo answers
            os.environ.setdefault("ALONGSIDE_PUBLIC_URL", readiness.address(host, port).rstrip("/"))
        supervisor = Supervisor([_server(host, port, workers), _work()], self._say)
        started = supervisor.run(
            ready=lambda: readiness.answers(host, port),
            on_ready=lambda: self._say(_welcome(readiness.address(host, port))),
            ready_within=READY_WITHIN,
        )
        if not started:
            raise CommandError("It did not begin to answer, and was stopped. The lines above say why.")
        self._say("Stopped.")

    def _say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()


def _welcome(address: str) -> str:
    demo = " Everybody in it is invented: sign in as whom you like." if settings.IS_DEMO else ""
    return f"Alongside is ready at {address} (Ctrl-C stops it).{demo}"


def _server(host: str, port: int, workers: int) -> Program:
    # SQLite has one writer at a time and gains nothing from threads; a database server does.
    threads = 1 if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3") else 4
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(workers), "--blocking-threads", str(threads), "--respawn-failed-workers", "--no-ws",
        "--workers-kill-timeout", "5", "--log-level", "warning", APPLICATION,
    ]  # fmt: skip
    return Program("The web server", command)


def _work() -> Program:
    return Program("The work behind the pages", [sys.executable, "-m", "alongside.cli.program", "work"])
