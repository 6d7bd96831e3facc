"""Load schools, or the links between them, from CSV of the national register."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils import timezone

from alongside.areas.actions import load_school_links, load_schools
from alongside.areas.drafts import LoadReport
from alongside.cli.loading_official import OPERATOR, add_common_arguments, load_each
from alongside.exchange.schools_register import read_school_links, read_schools, tells_links


def add_arguments(parser: ArgumentParser) -> None:
    add_common_arguments(parser)
    parser.add_argument("--vintage", type=int, help="The year of the extract; default: this year")


def handle(options: dict[str, Any]) -> None:
    at = timezone.now()
    known_by = {"vintage": options["vintage"] or at.year, "licence": options["licence"]}

    def load(path: Path) -> LoadReport:
        if tells_links(path):
            return load_school_links(batch=read_school_links(path, **known_by), by=OPERATOR, at=at)
        return load_schools(batch=read_schools(path, **known_by), by=OPERATOR, at=at)

    load_each(options, load)
