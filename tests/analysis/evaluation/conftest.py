"""Published files at ALONGSIDE_DATA or ../shared/data; without them the tests that need them skip, and say so."""

import csv
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

Rows = list[dict[str, str]]


@pytest.fixture
def published() -> Callable[[str], Rows]:
    """Rows of one of the files with known answers."""
    data = Path(os.environ.get("ALONGSIDE_DATA", Path(__file__).parents[4] / "shared" / "data")) / "evaluation"

    def rows(name: str) -> Rows:
        if not (data / name).exists():
            pytest.skip(f"no {name} at {data} (set ALONGSIDE_DATA)")
        with (data / name).open(encoding="utf-8") as lines:
            return list(csv.DictReader(lines))

    return rows


@pytest.fixture
def panel(published):
    """A file of one row an area and period as a data frame of areas × periods."""
    import pandas as pd

    def read(name: str, *, area: str, period: str, value: str) -> pd.DataFrame:
        table = pd.DataFrame(published(name))
        table[period], table[value] = table[period].astype(int), table[value].astype(float)
        return table.pivot(index=area, columns=period, values=value)

    return read


@pytest.fixture
def borough() -> np.ndarray:
    """Counts of 21 invented wards over 36 months before and 6 after, with nothing done anywhere."""
    rng = np.random.default_rng(7)
    return rng.poisson(rng.gamma(11.0, 1.0, (21, 1)) * np.ones(42))
