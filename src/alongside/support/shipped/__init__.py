"""The pathways that come with Alongside, as documents: a partnership copies them and makes them its own."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


def shipped() -> Iterator[dict[str, Any]]:
    """Every document, by name of file."""
    for path in sorted(FOLDER.glob("*.toml")):
        yield tomllib.loads(path.read_text(encoding="utf-8"))
