"""Who is at the command line, and the password that is asked for there."""

import getpass
from abc import ABC, abstractmethod

from django.core.management.base import BaseCommand, CommandError, CommandParser

from alongside.audit.entries import Actor


def operator(command: str) -> Actor:
    """The log names the account of the machine, since no member has signed in."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = "unknown"
    return Actor.system(f"alongside {command} ({name})")


def asked_password(name: str) -> str:
    """Asked for twice on the terminal, without showing it; empty makes a one-time password."""
    first = getpass.getpass(f"Password for {name} (leave it empty for a one-time password): ")
    if first and getpass.getpass("The same once more: ") != first:
        raise CommandError("The two passwords differ. Nothing was made; try again.")
    return first


class OneVerb(BaseCommand, ABC):
    """`alongside THING create …`: one thing, and for now one verb."""

    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="create")
        self.add_create_arguments(verbs.add_parser("create", help=self.help))

    @abstractmethod
    def add_create_arguments(self, parser: CommandParser) -> None:
        """What this thing needs to be made."""
