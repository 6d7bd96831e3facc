"""Import contracts: kept by the product, and each broken by a violation planted in a copy."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from tests.architecture.laws import foreign_key_faults

ROOT = Path(__file__).resolve().parents[2]
PLANTS = {
    "Domains below, doors above": ("common/planted.py", "import alongside.partners.access\n"),
    "The privacy wall": ("places/planted.py", "import alongside.people.states\n"),
    "The doors go through queries": ("web/design/planted.py", "import alongside.people.models\n"),
    "Inside a domain": ("support/states.py", "\nimport alongside.support.rules\n"),
    "The analysis library stands alone": ("analysis/planted.py", "import django\n"),
    "No cycles among siblings": ("audit/entries.py", "\nimport alongside.audit.actions\n"),
    "Pages know neither": ("exchange/planted.py", "import alongside.demo\n"),
    "The demo knows no page": ("demo/planted.py", "import alongside.web.design\n"),
    "The web process cannot encode": ("web/precheck/planted.py", "import alongside.precheck.coding\n"),
    "The public site stands alone": ("publicsite/planted.py", "import django\n"),
    "Only the coding module": ("precheck/encode.py", "\nimport fable_core\n"),
}


def lint(root):
    return subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"],
        cwd=root, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(root / "src")}, check=False,
    )  # fmt: skip


def test_every_import_contract_is_kept():
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout[-3000:]


@pytest.fixture(scope="module")
def lint_of_planted_copy(tmp_path_factory):
    root = tmp_path_factory.mktemp("planted")
    shutil.copytree(ROOT / "src", root / "src", ignore=shutil.ignore_patterns("__pycache__", "static"))
    shutil.copy(ROOT / ".importlinter", root)
    for place, text in PLANTS.values():
        with (root / "src/alongside" / place).open("a") as file:
            file.write(text)
    (root / "src/alongside/newcomer").mkdir()
    (root / "src/alongside/newcomer/__init__.py").touch()
    return lint(root).stdout


@pytest.mark.parametrize("contract", PLANTS)
def test_a_planted_violation_breaks_its_contract(lint_of_planted_copy, contract):
    verdicts = [line for line in lint_of_planted_copy.splitlines() if line.startswith(contract)]
    assert verdicts and any(line.endswith("BROKEN") for line in verdicts)


def test_a_package_without_a_place_is_caught(lint_of_planted_copy):
    assert "newcomer" in lint_of_planted_copy


def test_foreign_keys_obey_the_same_arrows():
    assert foreign_key_faults(apps.get_models()) == []


@isolate_apps("alongside.places", "alongside.people", "alongside.audit", "alongside.partners")
def test_a_foreign_key_through_the_privacy_wall_is_caught():
    class Planted(models.Model):
        child = models.ForeignKey(apps.get_model("people", "Person"), on_delete=models.CASCADE)

        class Meta:
            app_label = "places"

    assert foreign_key_faults([Planted]) == ["Planted.child points from places to people"]
