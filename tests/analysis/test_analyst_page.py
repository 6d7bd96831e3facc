"""The analyst's page is run: what it shows is what it prints, on its own data and, where they are, on real ones."""

import contextlib
import importlib.util
import io
from pathlib import Path

import pandas as pd
import pytest

from tests.analysis.events.real_places import table

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/how-to/analyst.md").read_text(encoding="utf-8")
REAL_EVENTS = "events = pd.DataFrame"
REAL_WARDS = "wards_by_month = pd.DataFrame"


def script():
    spec = importlib.util.spec_from_file_location("notebook", ROOT / "docs/notebook.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def blocks():
    return [(found[1], found[2] or "") for found in script().BLOCK.finditer(PAGE)]


def run(code, space):
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, "analyst.md", "exec"), space)
    return "\n".join(line.rstrip() for line in printed.getvalue().rstrip("\n").split("\n"))


def test_every_block_prints_what_the_page_shows():
    space = {}
    assert len(blocks()) >= 12
    for code, shown in blocks():
        assert run(code, space) == shown, code


def test_the_page_needs_no_django():
    names = [
        line.split()[1] for code, _ in blocks() for line in code.splitlines() if line.startswith(("from", "import"))
    ]
    assert {name.split(".")[0] for name in names} == {"alongside", "json", "numpy", "pandas", "shapely"}
    assert all(name.startswith("alongside.analysis") for name in names if name.startswith("alongside"))


def test_the_notebook_holds_the_same_code_and_words():
    told = script().notebook(PAGE)
    code = [cell["source"] for cell in told["cells"] if cell["cell_type"] == "code"]
    assert code == [each for each, _ in blocks()] and told["cells"][0]["source"].startswith(
        "# The library in a notebook"
    )
    assert "wards" in told["cells"][-1]["source"] and len({cell["id"] for cell in told["cells"]}) == len(told["cells"])


def real_events():
    """Three by four kilometres of Chicago, moved in time so that the page's dates fit."""
    rows = table("chicago/aggravated_assault_2010_2018.parquet")
    x, y = rows.x_26916.median() // 250 * 250, rows.y_26916.median() // 250 * 250
    t = pd.to_datetime(rows.datetime)
    t = t + (pd.Timestamp("2025-12-31") - t.max().normalize())
    kept = rows.x_26916.between(x, x + 3_000) & rows.y_26916.between(y, y + 4_000) & (t >= "2024-01-01")
    events = pd.DataFrame({"x": rows.x_26916, "y": rows.y_26916, "t": t})[kept].sort_values("t", ignore_index=True)
    import shapely

    return {"events": events, "boundary": shapely.box(x, y, x + 3_000, y + 4_000)}


def real_wards():
    """Five years of Waltham Forest's wards, the first of them under the page's names."""
    rows = table("london/mps/ward_monthly_2010-04_2024-02.parquet")
    rows = rows[(rows.borough == "Waltham Forest") & (rows.minor == "VIOLENCE WITH INJURY")]
    wards = rows.pivot_table(index="month", columns="ward_code_2022", values="count", aggfunc="sum", observed=True)
    wards = wards.fillna(0).iloc[-60:]
    names = [f"Ward {letter}" for letter in "ABCDEFGH"]
    wards.columns = [*names, *wards.columns[len(names) :]]
    wards.index = pd.period_range("2021-01", periods=60, freq="M").astype(str)
    return {"wards_by_month": wards.astype(int)}


@pytest.mark.real_data
def test_every_block_runs_on_real_events_and_wards():
    space = {}
    for code, _ in blocks():
        run(code, space)
        if REAL_EVENTS in code:
            space |= real_events()
        if REAL_WARDS in code:
            space |= real_wards()
    assert space["counted"].events > 300 and len(space["ahead"].areas) >= 20
