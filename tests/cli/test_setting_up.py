"""`make setup` does again what somebody undid by hand, and nothing that is done."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from alongside.web.design.assets import ASSETS

ROOT = Path(__file__).resolve().parents[2]
VENDOR = "src/alongside/web/design/static/vendor"
GIVEN = (
    "requirements/uv.txt", "requirements/platform.txt", "pyproject.toml", "package.json", "package-lock.json",
    "src/alongside/web/design/assets.py",
)  # fmt: skip
FETCHED = ("node_modules/govuk-frontend/package.json", *(f"{VENDOR}/{one.target}" for one in ASSETS))
STAMPS = (".venv/.uv", ".venv/.platform", ".venv/bin/alongside", ".venv/.assets")

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="There is no make here")


@pytest.fixture
def checkout(tmp_path):
    """As after a set-up: what is given, what was fetched, and the stamps, each later than what it stands for."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    for age, names in ((300, GIVEN), (200, FETCHED), (100, STAMPS)):
        for name in names:
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
            os.utime(path, (1_800_000_000 - age,) * 2)
    return tmp_path


def would_run(checkout):
    asked = subprocess.run(
        ["make", "-n", "setup", f"PYTHON={sys.executable}"], cwd=checkout, capture_output=True, text=True, check=True,
        env={"PATH": os.environ["PATH"]},
    )  # fmt: skip
    return asked.stdout


def test_what_is_set_up_is_not_set_up_again(checkout):
    assert "npm" not in would_run(checkout) and "pip" not in would_run(checkout)


def test_browser_packages_that_were_emptied_by_hand_are_fetched_again(checkout):
    shutil.rmtree(checkout / "node_modules/govuk-frontend")
    assert "npm ci" in would_run(checkout) and "alongside.web.design.assets" in would_run(checkout)


@pytest.mark.parametrize("asset", [one.target for one in ASSETS])
def test_a_served_file_that_was_taken_away_is_made_again(checkout, asset):
    (checkout / VENDOR / asset).unlink()
    assert "alongside.web.design.assets" in would_run(checkout) and "platform.txt" not in would_run(checkout)


def test_a_new_lock_file_is_fetched(checkout):
    os.utime(checkout / "package-lock.json", (1_800_000_000, 1_800_000_000))
    assert "npm ci" in would_run(checkout)
