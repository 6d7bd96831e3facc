"""Load populations by area, sex and age, from CSV."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils import timezone

from alongside.areas.actions import load_population
from alongside.areas.drafts import LoadReport
from alongside.cli.loading_official import OPERATOR, add_common_arguments, load_each
from alongside.exchange.populations import read_populations


def add_arguments(parser: ArgumentParser) -> None:
    add_common_arguments(parser)
    parser.add_argument("--vintage", type=int, help="The year of the area codes, where the heading does not tell it")
    parser.add_argument("--year", type=int, help="The mid-year counted, where neither rows nor file name tell it")


def handle(options: dict[str, Any]) -> None:
    def load(path: Path) -> LoadReport:
        batch = read_populations(path, vintage=options["vintage"], year=options["year"], licence=options["licence"])
        return load_population(batch=batch, by=OPERATOR, at=timezone.now())

    load_each(options, load)
