"""`alongside publish --to DIR`: the files of which the public site is made (docs/how-to/public-site.md)."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from alongside.cli.files_written import written_whole
from alongside.exchange.scoreboard_files import INDEX, scoreboard_files
from alongside.web.design.wording import plural


class Command(BaseCommand):
    help = "write the release files of the scoreboard for the public site"
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, required=True, metavar="DIR", help="folder for the release files")

    def handle(self, *, to: Path, **options: Any) -> None:
        files = scoreboard_files(settings.PARTNERSHIP)
        to.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            if name.startswith("release-") and (to / name).is_file() and (to / name).read_bytes() != content:
                raise CommandError(
                    f"{to / name} is another file than the one that was signed off, and nothing was written. A release "
                    "never changes: find out who changed it, move it away, and run this again."
                )
        # The index last: the site takes up new files when the index changes.
        for name in sorted(files, key=lambda one: one == INDEX):
            if not (to / name).is_file() or (to / name).read_bytes() != files[name]:
                written_whole(to / name, files[name])
        count = sum(name.endswith(".csv") for name in files)
        self.stdout.write(f"{plural(count, 'release')} in {to}.")
