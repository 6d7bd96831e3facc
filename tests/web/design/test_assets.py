"""The browser files that are served: checked, without the licensed typeface and crest, the same each time."""

import json
import shutil
from pathlib import Path

import pytest

from alongside.web.design import assets

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def node_modules(tmp_path):
    source = ROOT / "node_modules"
    if not source.is_dir():
        pytest.skip("node_modules is absent: run `make setup`")
    for asset in assets.ASSETS:
        place = tmp_path / "node_modules" / asset.source
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source / asset.source, place)
    return tmp_path / "node_modules"


def test_nothing_that_is_served_names_the_licensed_typeface_or_the_crest(node_modules, tmp_path):
    assets.copy(node_modules, tmp_path / "vendor")
    for path in (tmp_path / "vendor").rglob("*.css"):
        text = path.read_text().lower()
        assert "gds" not in text and "crest" not in text and "@font-face" not in text
    css = (tmp_path / "vendor/govuk/govuk-frontend.min.css").read_text()
    assert "font-family:arial,sans-serif" in css


def test_no_font_icon_crown_or_manifest_is_copied(node_modules, tmp_path):
    made = assets.copy(node_modules, tmp_path / "vendor")
    assert {path.suffix for path in made} <= {".css", ".js", ".png", ""}
    assert not [path for path in made if "govuk" in path.name and path.suffix in {".png", ".svg", ".woff2"}]


def test_copying_twice_gives_the_same_files(node_modules, tmp_path):
    first = {path: path.read_bytes() for path in assets.copy(node_modules, tmp_path / "vendor")}
    assert {path: path.read_bytes() for path in assets.copy(node_modules, tmp_path / "vendor")} == first


def test_a_changed_file_is_refused_and_what_was_there_stays(node_modules, tmp_path):
    assets.copy(node_modules, tmp_path / "vendor")
    (node_modules / assets.ASSETS[1].source).write_text("alert(1)")
    with pytest.raises(assets.AssetError, match="is not the file that was checked"):
        assets.copy(node_modules, tmp_path / "vendor")
    assert assets.missing(tmp_path / "vendor") == []


def test_without_node_modules_it_says_what_to_run(tmp_path):
    with pytest.raises(assets.AssetError, match="make setup"):
        assets.copy(tmp_path / "nowhere", tmp_path / "vendor")


def test_the_lock_names_no_host():
    text = (ROOT / "package-lock.json").read_text()
    assert "://" not in text
    assert all("integrity" in one for name, one in json.loads(text)["packages"].items() if name)


def test_the_server_says_what_is_missing(tmp_path, monkeypatch):
    from alongside.web import checks

    monkeypatch.setattr(assets, "missing", lambda: ["govuk/govuk-frontend.min.css"])
    found = checks.browser_assets(None)
    assert "govuk-frontend.min.css" in found[0].msg and "make setup" in found[0].hint
