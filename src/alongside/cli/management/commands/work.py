"""`alongside work`: what the system does by itself, over and over: clocks, held concerns, files, seals."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from alongside.cli.working import Work, every_task


class Command(BaseCommand):
    help = "Do what the system does by itself, until it is stopped; `alongside run` starts it too. Safe to run twice."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do everything once and end")

    def handle(self, *, once: bool, **options: Any) -> None:
        work = Work(every_task())
        if once:
            work.once()
        else:
            work.until_stopped()
