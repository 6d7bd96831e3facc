"""The pathways that come with Alongside, as documents: a partnership copies them and makes them its own."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
HANDOVER = FOLDER / "parts" / "handover.toml"


def shipped() -> Iterator[dict[str, Any]]:
    """Every document, by name of file."""
    for path in sorted(FOLDER.glob("*.toml")):
        document = _read(path)
        yield _handover(document) if "handover" in document else document


def _handover(document: dict[str, Any]) -> dict[str, Any]:
    """The document of a kind of handover, whole: its table `handover` says what its decisions are called and ask."""
    own, made = document.pop("handover"), _read(HANDOVER) | document
    for move in made["moves"]:
        move.update(own.get(move["code"], {}))
    return made


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
