"""`alongside identity link|compare|adopt|quality|sample|statement`: which records are of one child, over everything at
once, and how well that is known."""

import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from alongside.analysis.linkage.model import ModelError, default_model
from alongside.cli.asking import operator
from alongside.common.text import counted
from alongside.partners.errors import Invalid
from alongside.people.actions import adopt_model, compare_with_batch, link_everything
from alongside.people.measures import changed, decided, last_compared, standing, waiting
from alongside.people.quality.judging import draw_quality_sample
from alongside.people.quality.stating import in_words, make_statement

WRONG_USE = 2
MONTH = timedelta(days=30)


class Command(BaseCommand):
    help = "Link all records anew, hold what lives against the batch, take another model, measure how well it goes."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="link|compare|adopt|quality|sample|statement")
        verbs.add_parser("link", help="link every record, the new ones and the old; what people decided holds")
        verbs.add_parser("compare", help="hold what lives against the batch; leaves with 1 if they differ")
        adopt = verbs.add_parser("adopt", help="take another model into use and weigh all pairs anew")
        adopt.add_argument(
            "file", type=Path, nargs="?", help="the model's JSON file (default: the model that this version brings)"
        )
        verbs.add_parser("quality", help="counts of the last month: pairs, questions, answers, changes")
        sample = verbs.add_parser("sample", help="draw pairs for reviewers to judge blind, from every band of weights")
        sample.add_argument("--size", type=int, default=200, metavar="N", help="how many pairs (default: 200)")
        sample.add_argument("--seed", type=int, metavar="N", help="draw the same pairs again (default: by the day)")
        verbs.add_parser("statement", help="state precision and recall with intervals from what was judged, and alarms")

    def handle(self, *, verb: str, **options: Any) -> None:
        at = timezone.now()
        if verb == "link":
            run = link_everything(by=operator("identity link"), at=at)
            self.stdout.write(
                f"Linked {counted(run.records, 'record')}: {counted(run.persons, 'person', 'persons')}, "
                f"{counted(run.figures['changes'], 'change')}."
            )
        elif verb == "compare":
            self._compare(at)
        elif verb == "adopt":
            self._adopt(options["file"], at)
        elif verb in ("sample", "statement"):
            self._measure(verb, at, options)
        else:
            self._quality(at)

    def _measure(self, verb: str, at: datetime, options: dict[str, Any]) -> None:
        by = operator(f"identity {verb}")
        try:
            if verb == "sample":
                made = draw_quality_sample(size=options["size"], seed=options["seed"], by=by, at=at)
                self.stdout.write(f"{counted(made.pairs.count(), 'pair')} wait to be judged at /identity/measure/.")
                return
            self.stdout.write(in_words(make_statement(by=by, at=at)))
        except Invalid as problem:
            raise CommandError(str(problem), returncode=WRONG_USE) from problem

    def _compare(self, at: datetime) -> None:
        run = compare_with_batch(by=operator("identity compare"), at=at)
        self.stdout.write(f"Compared {counted(run.records, 'record')} with the batch.")
        if not run.differing:
            self.stdout.write("All stand as the batch has them.")
            return
        self.stderr.write(f"{counted(run.differing, 'group')} of records stand otherwise:")
        for one in run.differences:
            self.stderr.write(f"  they stand as {one['live']}, the batch has {one['batch']}")
        sys.exit(1)

    def _adopt(self, file: Path | None, at: datetime) -> None:
        try:
            text = file.read_text(encoding="utf-8") if file else default_model().to_json()
            run = adopt_model(text=text, by=operator("identity adopt"), at=at)
        except OSError as error:
            why = (error.strerror or "it cannot be opened").lower()
            raise CommandError(f"The file {file} cannot be read: {why}.", returncode=WRONG_USE) from error
        except (ModelError, ValueError, KeyError) as error:
            raise CommandError(f"This is not a model that can be used: {error}", returncode=WRONG_USE) from error
        self.stdout.write(
            f"In use now: model {run.model.version}. {counted(run.pairs, 'pair')} kept, "
            f"{counted(run.figures['changes'], 'change')} of identity."
        )

    def _quality(self, at: datetime) -> None:
        now, said, moved = standing(), decided(at - MONTH, at), changed(at - MONTH, at)
        say = self.stdout.write
        say(
            f"{counted(now.records, 'record')} of {counted(now.persons, 'person', 'persons')}; model {now.model or '–'}"
        )
        for outcome, count in sorted(now.pairs.items()):
            say(f"  pairs {outcome}: {count}")
        for rule, count in sorted(now.left_out.items()):
            say(f"  left out, since it found too many: {rule}, {counted(count, 'record')}")
        for one in waiting(at):
            say(f"  waiting, {' and '.join(one.kinds)}: {one.count}, half of them {one.median.days} days or more")
        for verdict, count in sorted(said.verdicts.items()):
            say(f"  decided in 30 days, {verdict}: {count}")
        say(f"  answered twice: {said.answered_twice}, of them differently: {said.disagreed}")
        say(f"  known pairs answered: {said.planted}, rightly: {said.planted_right}")
        for (kind, basis), count in sorted(moved.by_kind.items()):
            say(f"  {kind} by {basis}: {count}")
        say(f"  undone since: {moved.undone}")
        compared = last_compared()
        say(
            f"  last held against the batch: {f'{compared.at:%Y-%m-%d}, {compared.differing} differ' if compared else 'never'}"
        )
