"""Load boundaries of areas with their official codes, from GeoJSON."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils import timezone

from alongside.areas.actions import load_boundaries
from alongside.areas.drafts import LoadReport
from alongside.cli.loading_official import OPERATOR, add_common_arguments, load_each
from alongside.exchange.boundaries import LONGITUDE_LATITUDE, NATIONAL_GRID, read_boundaries


def add_arguments(parser: ArgumentParser) -> None:
    add_common_arguments(parser)
    parser.add_argument("--vintage", type=int, help="The year of the codes, where the file does not tell it")
    parser.add_argument(
        "--crs", default="", choices=["", LONGITUDE_LATITUDE, NATIONAL_GRID], help="Default: what the file states"
    )


def handle(options: dict[str, Any]) -> None:
    def load(path: Path) -> LoadReport:
        batch = read_boundaries(path, vintage=options["vintage"], licence=options["licence"], crs=options["crs"])
        return load_boundaries(batch=batch, by=OPERATOR, at=timezone.now())

    load_each(options, load)
