"""`alongside load KIND PATH…`: one door for all official files. A new kind is one line in `KINDS`."""

from importlib import import_module
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

KINDS = {
    "boundaries": "alongside.cli.loading_boundaries",
    "population": "alongside.cli.loading_population",
    "schools": "alongside.cli.loading_schools",
    "police-uk": "alongside.cli.loading_police_uk",
}
"""Kind of file → module with `add_arguments(parser)` and `handle(options)`, imported when it is asked for."""


class Command(BaseCommand):
    help = "Load official files. `alongside load KIND --help` tells what a kind of file takes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=sorted(KINDS), metavar="KIND", help=", ".join(sorted(KINDS)))
        parser.add_argument("rest", nargs="...", metavar="PATH…", help="Paths, and what the kind of file takes")

    def handle(self, **options: Any) -> None:
        loading = import_module(KINDS[options["kind"]])
        parser = CommandParser(prog=f"alongside load {options['kind']}", description=loading.__doc__)
        loading.add_arguments(parser)
        given = vars(parser.parse_args(options["rest"]))
        streams = {"stdout": self.stdout, "stderr": self.stderr, "verbosity": options["verbosity"]}
        loading.handle({**streams, **given})
