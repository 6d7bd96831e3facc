"""Copies the few browser files that we serve out of node_modules: `python -m alongside.web.design.assets`.

The typeface and the crest that come with the GOV.UK stylesheet are licensed for government domains only. Both are
taken out here, so that they are in nothing we serve.
"""

import hashlib
import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

DESIGN = Path(__file__).resolve().parent
VENDOR = DESIGN / "static" / "vendor"
NODE_MODULES = DESIGN.parents[3] / "node_modules"
TYPEFACE = "GDS Transport"
CREST = "govuk-crest.svg"
GOVUK = "govuk-frontend/dist/govuk"


class AssetError(Exception):
    """A browser file is missing or is not the one that was checked; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of a package, where it goes, and the SHA-256 it must have before we touch it."""

    source: str
    target: str
    sha256: str


ASSETS = (
    Asset(
        f"{GOVUK}/govuk-frontend.min.css",
        "govuk/govuk-frontend.min.css",
        "0f00f2aa01972532b0e3c748691dafd58f0042c60060d79848d3d31c02913d46",
    ),
    Asset(
        f"{GOVUK}/govuk-frontend.min.js",
        "govuk/govuk-frontend.min.js",
        "8982af0b181bb9074ed66df856d5c9fbe224ccc0a5832d47155167350f0c3fe2",
    ),
)


def copy(node_modules: Path = NODE_MODULES, vendor: Path = VENDOR) -> list[Path]:
    """Check every file, then put the whole folder in place at once; running it again changes nothing."""
    contents = {asset.target: _checked(node_modules / asset.source, asset) for asset in ASSETS}
    fresh = vendor.with_name(f"{vendor.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    for target, content in contents.items():
        place = fresh / target
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(_cleaned(target, content))
    shutil.rmtree(vendor, ignore_errors=True)
    fresh.rename(vendor)
    return [vendor / target for target in contents]


def missing(vendor: Path = VENDOR) -> list[str]:
    return [asset.target for asset in ASSETS if not (vendor / asset.target).is_file()]


def _checked(path: Path, asset: Asset) -> bytes:
    if not path.is_file():
        raise AssetError(f"{asset.source} is not in {path.parent}. Run `make setup`.")
    content = path.read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != asset.sha256:
        raise AssetError(
            f"{asset.source} is not the file that was checked (SHA-256 {found}, expected {asset.sha256}). "
            "Run `make clean` and `make setup`; if its version was raised on purpose, check it and change assets.py."
        )
    return content


def _cleaned(target: str, content: bytes) -> bytes:
    clean: Callable[[str], str] | None = {".css": clean_css, ".js": _without_map}.get(Path(target).suffix)
    return clean(content.decode()).encode() if clean else content


def clean_css(css: str) -> str:
    """Take out the licensed typeface and the crest; the text is then set in Arial."""
    css = re.sub(r"@font-face\{[^}]*\}", "", css)
    css = css.replace(f"{TYPEFACE},arial,sans-serif", "arial,sans-serif")
    css = re.sub(rf"url\([^)]*{re.escape(CREST)}\)", "none", css)
    if TYPEFACE in css or CREST in css:
        raise AssetError("The stylesheet still names the licensed typeface or the crest: mend clean_css in assets.py.")
    return _without_map(css)


def _without_map(text: str) -> str:
    return re.sub(r"(?://|/\*)# sourceMappingURL=\S+(?: \*/)?\s*$", "", text)


if __name__ == "__main__":
    try:
        copy()
    except AssetError as error:
        sys.exit(str(error))
