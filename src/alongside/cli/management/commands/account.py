"""`alongside account create`: an account for a member of an agency."""

import sys
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from alongside.cli.asking import OneVerb, asked_password, operator
from alongside.partners.accounts import add_member, reset_password
from alongside.partners.errors import Invalid
from alongside.partners.roles import Role


class Command(OneVerb):
    help = "make an account; the password is asked for, or a one-time password is made and shown once"

    def add_create_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--username", required=True)
        parser.add_argument("--name", required=True, help="as colleagues know her or him")
        parser.add_argument("--agency", required=True, metavar="CODE", help="the code of the agency")
        parser.add_argument("--role", required=True, metavar="ROLE", help=", ".join(Role.values))
        parser.add_argument("--job-title", default="")
        parser.add_argument("--one-time", action="store_true", help="do not ask: make a one-time password")

    def handle(self, *, username: str, name: str, agency: str, role: str, **options: Any) -> None:
        asks = sys.stdin.isatty() and not options["one_time"]
        chosen = asked_password(name) if asks else ""
        by, at = operator("account create"), timezone.now()
        try:
            with transaction.atomic():
                made = add_member(
                    username=username, name=name, agency_code=agency, role=role, job_title=options["job_title"],
                    password=chosen or None, by=by, at=at,
                )  # fmt: skip
                given = "" if chosen else reset_password(member_id=made.pk, reason="a new account", by=by, at=at)
        except Invalid as error:
            raise CommandError(f"No account was made. {error}") from None
        self.stdout.write(f"{made.name} can sign in as {made.username} ({made.get_role_display()}).")
        if given:
            self.stdout.write(f"One-time password, shown only now: {given}")
            self.stdout.write("Give it to her or him in person or by telephone, never by e-mail.")
        self.stdout.write("At the first sign-in another password is chosen.")
