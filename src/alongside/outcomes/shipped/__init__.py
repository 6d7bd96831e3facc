"""The definitions that come with Alongside, as documents in our own words, each with its source named; and the eight
pledges that were reported when a partnership of this kind was launched."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@cache
def documents() -> tuple[dict[str, Any], ...]:
    """One for each measure, by name of file."""
    return tuple(tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml")))
