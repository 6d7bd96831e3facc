"""`alongside load KIND PATH…`: one door for all official files. A new kind is one line in `KINDS`."""

import sys
from importlib import import_module
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

KINDS = {
    "boundaries": "alongside.cli.loading_boundaries",
    "concerns": "alongside.cli.loading_concerns",
    "deprivation": "alongside.cli.loading_deprivation",
    "encompass": "alongside.cli.loading_encompass",
    "groups": "alongside.cli.loading_groups",
    "hospital": "alongside.cli.loading_hospital",
    "incidents": "alongside.cli.loading_incidents",
    "mps": "alongside.cli.loading_mps",
    "police-uk": "alongside.cli.loading_police_uk",
    "population": "alongside.cli.loading_population",
    "schools": "alongside.cli.loading_schools",
    "stops": "alongside.cli.loading_stops",
}
"""Kind of file → module with `add_arguments(parser)` and `run(options, at=, out=) -> exit code`, imported only
when it is asked for: reading boundaries needs libraries that loading crimes does not."""


class Command(BaseCommand):
    help = "Load official files. `alongside load KIND --help` tells what a kind of file takes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=sorted(KINDS), metavar="KIND", help=", ".join(sorted(KINDS)))
        parser.add_argument("rest", nargs="...", metavar="PATH…", help="paths, and what the kind of file takes")

    def handle(self, **options: Any) -> None:
        loading = import_module(KINDS[options["kind"]])
        at_terminal = getattr(self, "_called_from_command_line", False)
        parser = CommandParser(
            prog=f"alongside load {options['kind']}", description=loading.__doc__, called_from_command_line=at_terminal
        )
        loading.add_arguments(parser)
        given = vars(parser.parse_args(options["rest"]))
        # A line that shows progress is overwritten in place: Django must not end every write with a line break.
        self.stdout.ending = ""
        if status := loading.run(given, at=timezone.now(), out=self.stdout):
            sys.exit(status)
