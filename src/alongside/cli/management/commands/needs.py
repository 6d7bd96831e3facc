"""`alongside needs …`: draft a needs assessment from the data, list them, write one to a file."""

from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path
from secrets import SystemRandom
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from alongside.cli.asking import operator
from alongside.common.periods import PeriodError, parse_month
from alongside.exchange.needs_files import needs_pdf, needs_text
from alongside.outcomes.actions.needs import draft_needs
from alongside.outcomes.queries import needs
from alongside.partners.errors import Invalid

FORMS = {".pdf": needs_pdf, ".odt": needs_text}


class Command(BaseCommand):
    help = "draft needs assessments from the data (docs/how-to/needs-assessment.md)"
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        draft = verbs.add_parser("draft", help="count every figure and write the first text of every section")
        draft.add_argument("--place", metavar="KEY", help="the borough, where boundaries of several are held")
        draft.add_argument("--until", type=_month, metavar="2026-03", help="the last of the twelve months")
        verbs.add_parser("list", help="those that were signed, with their references")
        write = verbs.add_parser("write", help="write one that was signed to a file")
        write.add_argument("reference", metavar="REFERENCE")
        write.add_argument("out", type=Path, metavar="FILE", help="ending in .pdf or .odt")

    def handle(self, *, verb: str, **options: Any) -> None:
        getattr(self, f"_{verb}")(**options)

    def _draft(self, *, place: str | None, until: date | None, **options: Any) -> None:
        key = place or self._only_place()
        try:
            made = draft_needs(
                place_key=key, last_month=until, sent_key=uuid4(), by=operator("needs draft"), at=timezone.now(),
                source=SystemRandom(),
            )  # fmt: skip
        except Invalid as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(f"Drafted {made}. Members who see measures read it under “Needs assessments”.")

    def _only_place(self) -> str:
        held = needs.places_to_assess()
        if len(held) == 1:
            return held[0][0]
        if not held:
            raise CommandError("No borough's boundary is held. Load it first: alongside load boundaries.")
        listed = "\n".join(f"  {key}  {name}" for key, name in held)
        raise CommandError(f"Say which borough with --place KEY:\n{listed}")

    def _list(self, **options: Any) -> None:
        found = needs.published_needs()
        for one in found:
            self.stdout.write(f"{one.reference}\t{one.state.label}\t{one.place}\t{one.period}")
        if not found:
            self.stdout.write("None was signed yet.")

    def _write(self, *, reference: str, out: Path, **options: Any) -> None:
        form = FORMS.get(out.suffix.lower())
        if form is None:
            raise CommandError("The file must end in .pdf or .odt.")
        found = needs.published_page(reference)
        if found is None:
            raise CommandError(
                f"No needs assessment {reference} was signed. `alongside needs list` names those that were."
            )
        try:
            out.write_bytes(form(found, settings.PARTNERSHIP))
        except OSError as error:
            raise CommandError(f"{out} cannot be written: {error.strerror}.") from None
        self.stdout.write(f"Written to {out}.")


def _month(text: str) -> date:
    try:
        return parse_month(text)
    except PeriodError as error:
        raise ArgumentTypeError(str(error)) from None
