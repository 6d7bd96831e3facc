"""What every result carries, so that a partner can repeat it: settings, seed, hash of the data, library version."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from alongside import __version__
from alongside.analysis.common.read_only import ReadOnly

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, eq=False)
class Result:
    """Base of every result. Frozen: arrays and mappings are read-only too, also after pickling and copying.

    `settings`: those really used, defaults and derived values included. `seed`: None where nothing was random.
    `data_hash`: SHA-256 of the arrays that went in. `notes`: what the reader has to know, in sentences.
    """

    settings: Mapping[str, object]
    seed: int | None
    data_hash: str
    version: str
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, np.ndarray):
                kept = value.copy()
                kept.setflags(write=False)
                object.__setattr__(self, field.name, kept)
            elif isinstance(value, Mapping):
                object.__setattr__(self, field.name, ReadOnly(value))

    # Arrays come out of a pickle writable, so that the copy is frozen anew.
    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        Result.__post_init__(self)

    def plain(self) -> dict[str, Any]:
        """The result as numbers, texts, lists and dictionaries, ready to be stored as JSON."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}


def stamp(
    data: Iterable[Any], settings: Mapping[str, object], *, seed: int | None = None, notes: Iterable[str] = ()
) -> dict[str, Any]:
    """The fields of `Result`, from the arrays that went in and the settings that were used."""
    return {
        "settings": settings,
        "seed": seed,
        "data_hash": hash_of(data),
        "version": __version__,
        "notes": tuple(dict.fromkeys(notes)),
    }


def hash_of(arrays: Iterable[Any]) -> str:
    """SHA-256 over arrays in order, their lengths between them, so that no two different lists hash alike."""
    digest = hashlib.sha256()
    for array in arrays:
        if array is None:
            digest.update(b"none;")
            continue
        values = np.ascontiguousarray(array, dtype="<f8")
        digest.update(f"{values.shape};".encode())
        digest.update(values.tobytes())
    return digest.hexdigest()


def summed(where: Any, weight: Any, size: int) -> Floats:
    """The sum of the weights at each of `size` places."""
    return np.asarray(np.bincount(where, weights=weight, minlength=size), dtype=np.float64)


def _plain(value: Any) -> Any:
    if isinstance(value, Result):
        return value.plain()
    if hasattr(value, "describe"):
        return _plain(value.describe())
    if isinstance(value, np.ndarray):
        return [_plain(item) for item in value.tolist()]
    if isinstance(value, np.generic):
        return _plain(value.item())
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    # JSON has neither infinity nor "not a number".
    if isinstance(value, float) and not np.isfinite(value):
        return None
    return value if value is None or isinstance(value, (bool, int, float, str)) else str(value)
