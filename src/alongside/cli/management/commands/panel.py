"""`alongside panel keep FILE.toml`: a panel as its partnership describes it (docs/how-to/keep-pathways-and-panels.md)."""

import tomllib
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from alongside.cli.asking import operator
from alongside.partners.errors import Invalid
from alongside.partners.states import FieldGroup
from alongside.support.actions.panels import PanelDraft, keep_panel

NEEDED = {"code": str, "name": str, "belongs": str, "holder": str, "pathways": list, "seats": dict}


class Command(BaseCommand):
    help = "keep a panel: what belongs there, who sits there, what each seat is told"
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="keep")
        verbs.add_parser("keep", help=self.help).add_argument("file", type=Path)

    def handle(self, *, file: Path, **options: Any) -> None:
        try:
            made = keep_panel(draft=_read(file), by=operator("panel keep"), at=timezone.now())
        except (Invalid, OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise CommandError(f"The panel was not kept. {error}") from None
        self.stdout.write(f"{made.name} is kept, with {made.seats.count()} seats.")


def _read(path: Path) -> PanelDraft:
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    for name, kind in NEEDED.items():
        if not isinstance(told.get(name), kind):
            raise Invalid(f"“{name}” is missing in {path.name}, or is no {kind.__name__}.", name)
    known = {group.code: group for group in FieldGroup}
    for agency, groups in told["seats"].items():
        if unknown := [group for group in groups if group not in known]:
            raise Invalid(f"The seat of “{agency}” names “{unknown[0]}”, which is no field group.", "seats")
    return PanelDraft(
        code=told["code"], name=told["name"], belongs=told["belongs"], holder=told["holder"],
        pathways=tuple(told["pathways"]), quorum=int(told.get("quorum", 3)),
        seats={agency: frozenset(known[group] for group in groups) for agency, groups in told["seats"].items()},
    )  # fmt: skip
