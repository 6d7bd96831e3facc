"""`alongside audit verify` and `alongside audit seal`: does the log hold, and fix what it says so far."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from alongside.audit import publishing
from alongside.audit.actions import record_verification, seal_all
from alongside.audit.entries import Actor
from alongside.audit.errors import AuditUnavailable
from alongside.audit.publishing import Published, PublishedError
from alongside.audit.queries import agency_codes
from alongside.audit.verification import Verification, verify
from alongside.common.text import counted

WRONG_USE = 2


class Command(BaseCommand):
    help = "Verify the log of disclosures, or seal what waits. Leaves with 1 if the log does not hold."

    def add_arguments(self, parser: CommandParser) -> None:
        kinds = parser.add_subparsers(dest="kind", required=True, metavar="verify|seal")
        one = kinds.add_parser("verify", help="recompute each agency's chain from its first event")
        one.add_argument("--agency", metavar="CODE", help="only this agency's log")
        one.add_argument("--published", type=Path, metavar="FILE", help="compare with the roots in this file")
        other = kinds.add_parser("seal", help="chain the events that no seal holds yet")
        other.add_argument("--publish", type=Path, metavar="FILE", help="add the roots to this file (JSON lines)")

    def handle(self, **options: Any) -> None:
        try:
            self._verify(**options) if options["kind"] == "verify" else self._seal(options["publish"])
        except (PublishedError, OSError) as error:
            raise CommandError(str(error), returncode=WRONG_USE) from error

    def _verify(self, *, agency: str | None, published: Path | None, **_: Any) -> None:
        roots: Published = publishing.read(published) if published else {}
        codes = sorted({*agency_codes(), *roots})
        if agency is not None:
            if agency not in codes:
                known = ", ".join(codes)
                raise CommandError(f"There is no log of “{agency}”. There are: {known}.", returncode=WRONG_USE)
            codes = [agency]
        if not codes:
            self.stdout.write("No event is in the log yet.")
        results = [verify(code, published=roots.get(code)) for code in codes]
        for one in results:
            self._tell(one)
        try:
            record_verification(results, by=Actor.system("alongside audit verify"), at=timezone.now())
        except AuditUnavailable:
            self.stderr.write("The result itself could not be written into the log.")
        if not all(one.holds for one in results):
            sys.exit(1)

    def _tell(self, one: Verification) -> None:
        self.stdout.write(one.sentence)
        for fault in one.faults:
            self.stdout.write(f"  - {fault}")

    def _seal(self, file: Path | None) -> None:
        made = seal_all(at=timezone.now())
        events = counted(sum(seal.count for seal in made), "event")
        self.stdout.write(f"Sealed {events} in {counted(len(made), 'seal')}.")
        if file is not None:
            self.stdout.write(f"Published {counted(publishing.publish(file), 'root')} in {file}.")
