"""`alongside places VERB`: analyses of places, as on the pages, with words on the terminal and files beside them."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from alongside.analysis.events import Unfit
from alongside.cli import place_answers, place_runs
from alongside.cli.asking import operator
from alongside.cli.place_arguments import KINDS, add_question, settings_of
from alongside.places.boundaries import boundaries_held
from alongside.places.errors import PlacesRefused
from alongside.places.published_ward_counts import ward_sources
from alongside.places.queries import RunDetail, run, runs
from alongside.places.sources import sources
from alongside.places.states import RunKind, RunState

REFUSED, STOPPED = 2, 130


class Command(BaseCommand):
    help = "ask for analyses of places and write their answers (docs/how-to/ward-watch.md)"
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        for kind in KINDS:
            add_question(verbs.add_parser(kind, help=f"{RunKind(KINDS[kind]).label}: ask, wait, write"))
        listing = verbs.add_parser("runs", help="the analyses that were asked for, or one of them by its number")
        listing.add_argument("run_id", nargs="?", type=int, metavar="NUMBER")
        listing.add_argument("--out", type=Path, metavar="FILE", help="write that one's answer")
        verbs.add_parser(
            "national", help="a whole archive of street files, in one go: alongside places national --help"
        )
        verbs.add_parser("sources", help="where events and counts can come from")
        found = verbs.add_parser("boundaries", help="areas that can be chosen")
        found.add_argument("words", nargs="*", metavar="NAME", help="only those whose name holds these words")

    def handle(self, *, verb: str, **options: Any) -> None:
        try:
            if verb in KINDS:
                self._ask(RunKind(KINDS[verb]), options)
            else:
                getattr(self, f"_{verb}")(options)
        except (PlacesRefused, Unfit) as refused:
            raise CommandError(str(refused), returncode=REFUSED) from None

    def _ask(self, kind: RunKind, options: dict[str, Any]) -> None:
        settings, out = settings_of(options), options["out"]
        place_runs.check_kind(kind)
        if out is not None:
            place_answers.check_form(kind, out)
        by = operator(f"places {kind.replace('_', '-')}")
        self._end(place_runs.waited_for(place_runs.asked(kind, settings, by), by), out)

    def _end(self, found: RunDetail, out: Path | None) -> None:
        summary = found.summary
        if summary.state == RunState.STOPPED:
            self.stderr.write(f"Stopped. Nothing of run {summary.id} was kept.")
            sys.exit(STOPPED)
        if summary.state == RunState.REFUSED:
            raise CommandError(f"Run {summary.id}: {summary.refusal}", returncode=REFUSED)
        if summary.state == RunState.FAILED:
            raise CommandError(f"Run {summary.id}: {summary.refusal}")
        self.stdout.write(f"Run {summary.id}: {summary.title}.")
        for words in place_answers.said(found):
            self.stdout.write(words)
        for licence in found.licences:
            self.stdout.write(f"Licence: {licence}")
        if out is not None:
            place_answers.write_answer(found, out)
            self.stdout.write(f"Written to {out}.")

    def _runs(self, options: dict[str, Any]) -> None:
        if options["run_id"] is None:
            listed, part = runs()
            for one in listed:
                self.stdout.write(f"{one.id}\t{one.state.label}\t{one.kind.label}\t{one.title}")
            self.stdout.write(f"{part.total} in all." if listed else "No analysis was asked for yet.")
            return
        found = run(options["run_id"])
        if found is None:
            raise PlacesRefused(f"There is no run {options['run_id']}.", "See alongside places runs.")
        if found.summary.is_under_way:
            self.stdout.write(f"Run {found.summary.id}: {found.summary.state.label}, {found.summary.per_cent}% done.")
            return
        if options["out"] is not None:
            place_answers.check_form(found.summary.kind, options["out"])
        self._end(found, options["out"])

    def _national(self, options: dict[str, Any]) -> None:
        raise PlacesRefused(
            "A national archive is counted without this system's database.", "Use: alongside places national --help."
        )

    def _sources(self, options: dict[str, Any]) -> None:
        rows = [
            (one.key, one.name, f"{one.precision.label}, {one.first:%Y-%m-%d} to {one.last:%Y-%m-%d}")
            for one in sources()
        ]
        rows += [
            (one.key, one.name, f"counts by ward, {one.first:%Y-%m} to {one.last:%Y-%m}") for one in ward_sources()
        ]
        for row in rows:
            self.stdout.write("\t".join(row))
        if not rows:
            self.stdout.write("Nothing is held yet. Load it: alongside load police-uk PATH.")

    def _boundaries(self, options: dict[str, Any]) -> None:
        wanted = [word.casefold() for word in options["words"]]
        found = [one for one in boundaries_held() if all(word in one.name.casefold() for word in wanted)]
        for one in found:
            self.stdout.write(f"{one.key}\t{one.name}\t{one.kind.label}")
        if not found:
            self.stdout.write("No area is held by that name. Load boundaries: alongside load boundaries PATH.")
