"""Where the real place data are, if they are anywhere; tests skip visibly without them."""

import functools
import json
import os
from pathlib import Path

import pandas as pd
import pytest

FOLDER = Path(os.environ.get("ALONGSIDE_DATA", Path(__file__).parents[4] / "shared" / "data")) / "places"


def places_file(name):
    if not (FOLDER / name).exists():
        pytest.skip(f"no real data at {FOLDER / name} (set ALONGSIDE_DATA)")
    return FOLDER / name


@functools.cache
def known(*keys):
    found = json.loads(places_file("reference/known_answers.json").read_text())
    for key in keys:
        found = found[key]
    return found


def edges(values):
    return [float(value) for value in values]


@functools.cache
def table(name):
    path = places_file(name)
    return pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path)


@functools.cache
def assault_sample(n):
    """The sample that the peers were timed on."""
    whole = table("chicago/aggravated_assault_2010_2018.parquet")
    return whole.sample(n=n, random_state=42).sort_values("datetime", kind="stable")
