"""`alongside agency create`: an agency of the partnership."""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from alongside.cli.asking import OneVerb, operator
from alongside.partners.accounts import add_agency
from alongside.partners.errors import Invalid
from alongside.partners.states import AgencyKind


class Command(OneVerb):
    help = "let an agency in; what it may see, agreements decide"

    def add_create_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--code", required=True, help="short and lasting, such as elmsgate-academy")
        parser.add_argument("--name", required=True)
        parser.add_argument("--kind", required=True, metavar="KIND", help=", ".join(AgencyKind.values))
        parser.add_argument("--telephone", default="")
        parser.add_argument("--school-urn", default="")

    def handle(self, *, code: str, name: str, kind: str, **options: Any) -> None:
        try:
            made = add_agency(
                code=code, name=name, kind=kind, telephone=options["telephone"], school_urn=options["school_urn"],
                by=operator("agency create"), at=timezone.now(),
            )  # fmt: skip
        except Invalid as error:
            raise CommandError(f"No agency was made. {error}") from None
        self.stdout.write(f"{made.name} is in, with the code {made.code}.")
