"""`alongside pathway create`: the front door, its levels of need and its clocks. Without one no concern can be raised.
`alongside pathway install`: the pathways that come with Alongside, for the partnership to make its own."""

import csv
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from alongside.cli.asking import OneVerb, operator
from alongside.common.clocks import Allowance
from alongside.common.timelines import ClockError
from alongside.partners.access import writing
from alongside.partners.errors import Invalid
from alongside.partners.queries import agencies
from alongside.partners.states import FieldGroup, Purpose
from alongside.support.actions.pathway_versions import install
from alongside.support.actions.pathways import Level, PathwayDraft, add_pathway, add_scheme
from alongside.support.shipped import shipped
from alongside.support.states import FRONT_DOOR

COLUMNS = ("code", "name", "meaning", "answer_within")
LEVELS = (
    Level("universal", "Universal", "Needs that school, family doctor and family meet together"),
    Level("vulnerable", "Vulnerable", "Some extra help early, before it grows"),
    Level("complex", "Complex", "Several needs at once; agencies act together", Allowance.parse("8 working hours")),
    Level("acute", "Acute", "Serious harm or a danger of it; social care leads", Allowance.parse("4 working hours")),
)


class Command(OneVerb):
    help = "say which agency receives concerns, by which levels of need it rates them, and its clocks"

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="create | install")
        self.add_create_arguments(verbs.add_parser("create", help=self.help))
        install = verbs.add_parser("install", help="the pathways that come with Alongside, to be made your own")
        install.add_argument(
            "--receiver", action="append", default=[], metavar="PATHWAY=AGENCY",
            help="who receives, by codes, such as camhs=nhs-trust; as often as needed",
        )  # fmt: skip

    def add_create_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--agency", required=True, metavar="CODE", help="the agency that receives concerns")
        parser.add_argument("--scheme", default="Levels of need", metavar="NAME", help="what your levels are called")
        parser.add_argument(
            "--levels", type=Path, metavar="CSV", help=f"your levels from the least need on, as {', '.join(COLUMNS)}"
        )
        parser.add_argument(
            "--second-look-from", default="complex", metavar="LEVEL", help="doing little is looked at twice"
        )
        parser.add_argument("--decision", default="1 working day", metavar="TIME", help="such as “1 working day”")
        parser.add_argument("--feedback", default="3 working days", metavar="TIME")

    def handle(self, *, verb: str, **options: Any) -> None:
        if verb == "install":
            self._install(options["receiver"])
        else:
            self._create(**options)

    def _install(self, receivers: list[str]) -> None:
        by, at = operator("pathway install"), timezone.now()
        documents = {document["code"]: document for document in shipped()}
        pairs = [pair.partition("=")[::2] for pair in receivers]
        known = {agency.code for agency in agencies()}
        for pathway, agency in pairs:
            if pathway not in documents:
                raise CommandError(f"“{pathway}” is none of {', '.join(documents)}. Nothing was installed.")
            if agency not in known:
                raise CommandError(f"There is no agency with the code “{agency}”. Nothing was installed.")
        with writing():
            for code, document in documents.items():
                chosen = [agency for pathway, agency in pairs if pathway == code]
                note = "As it comes with Alongside"
                install(document=document, receivers=chosen, change_note=note, by=by, at=at)
        self.stdout.write(f"{len(documents)} pathways stand there. Make them your own under “Keep pathways”.")

    def _create(self, *, agency: str, scheme: str, levels: Path | None, **options: Any) -> None:
        by, at, code = operator("pathway create"), timezone.now(), f"{FRONT_DOOR}-levels"
        try:
            draft = PathwayDraft(
                code=FRONT_DOOR, name="Front door", receiver=agency, purpose=Purpose.SAFEGUARDING,
                carries=frozenset(FieldGroup), scheme=code, second_look_from=options["second_look_from"],
                decision=Allowance.parse(options["decision"]), feedback=Allowance.parse(options["feedback"]),
            )  # fmt: skip
            with writing():
                add_scheme(code=code, name=scheme, levels=_read(levels) if levels else LEVELS, by=by, at=at)
                made = add_pathway(draft=draft, by=by, at=at)
        except (Invalid, ClockError, OSError, UnicodeDecodeError) as error:
            raise CommandError(f"No front door was made. {error}") from None
        self.stdout.write(f"{made.receiver.name} receives concerns now, once an agreement lets an agency send them.")


def _read(path: Path) -> list[Level]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(lines, restval="")
        if missing := [name for name in COLUMNS if name not in (rows.fieldnames or ())]:
            raise Invalid(f"{path.name} has no column “{missing[0]}”: it needs {', '.join(COLUMNS)}.", "levels")
        return [
            Level(
                row["code"].strip(), row["name"].strip(), row["meaning"].strip(), Allowance.parse(row["answer_within"])
            )
            for row in rows
        ]
