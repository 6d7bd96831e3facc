"""`alongside demo`: the invented borough of Larkmere, built once and kept until it is reset."""

import gc
import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone

from alongside.cli.locks import InUse, building
from alongside.demo import mark
from alongside.demo.building import SEED, SIZES, Plan, build, clear_files
from alongside.demo.mark import Mark, NotADemo, Standing

OLD = 7  # days


class Command(BaseCommand):
    help = "Build the demo borough if there is none; what was entered there is kept."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--size", choices=SIZES, default="small", help="small (default) or borough (280,000)")
        parser.add_argument("--reset", action="store_true", help="throw the demo away and build a new one")
        parser.add_argument("--seed", type=int, default=SEED, help="another number invents other people")

    def handle(self, *, size: str, reset: bool, seed: int, **options: Any) -> None:
        if not settings.IS_DEMO:
            raise CommandError(
                f"The demo is for ALONGSIDE_MODE=demo only, and this is {settings.MODE}. Run `make demo`, or set "
                "ALONGSIDE_MODE=demo and a database of its own."
            )
        try:
            self._open(size, reset, seed)
        except (InUse, NotADemo) as error:
            raise CommandError(str(error)) from None
        except DatabaseError as error:
            raise CommandError(f"The database cannot be used: {str(error).strip()}. Check DATABASE_URL.") from error

    def _open(self, size: str, reset: bool, seed: int) -> None:
        standing = mark.standing()
        if standing is Standing.OTHER:
            raise NotADemo
        if standing is Standing.DEMO and not reset:
            call_command("migrate", verbosity=0)
            self._kept(mark.found(), size)
            return
        with building(settings.VAR):
            mark.throw_away()
            clear_files(settings.VAR)
            self._build(size, seed)

    def _build(self, size: str, seed: int) -> None:
        began = time.monotonic()
        gc.disable()  # it would look through everything built so far, again and again, and find next to nothing
        try:
            self._say("Preparing the database")
            call_command("migrate", verbosity=0)
            plan = Plan(size=size, now=timezone.now(), folder=settings.VAR, keep_in=settings.MEDIA_ROOT, seed=seed)
            built = build(plan, self._say)
        finally:
            gc.enable()
        self._say(f"{built.sentence} It took {time.monotonic() - began:.0f} s.")

    def _kept(self, found: Mark | None, size: str) -> None:
        assert found is not None
        age = (timezone.now() - found.built_at).days
        words = f"The demo borough is here already, with all that was entered ({found.size}, {age} days old)."
        if found.size != size:
            words += f" For the size “{size}”: make reset SIZE={size}."
        elif age >= OLD:
            words += " Its clocks have run on since; `make reset` builds a fresh one."
        self._say(words)

    def _say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()
