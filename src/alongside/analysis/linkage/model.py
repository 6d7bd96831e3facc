"""A trained model: weights of every level, frozen frequencies, crowded values. Written as versioned JSON."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from importlib.resources import files
from math import log2
from pathlib import Path
from typing import Any

from alongside.analysis.linkage.blocking import BLOCKING, Blocking
from alongside.analysis.linkage.comparisons import COMPARISONS, Comparison, Level
from alongside.analysis.linkage.coverage import Coverage
from alongside.analysis.linkage.settings import Settings
from alongside.analysis.linkage.standard import STANDARD_VERSION, Standard

FORMAT = 1


class ModelError(ValueError):
    """A model file that this version of the library cannot use."""


@dataclass(frozen=True, slots=True)
class Frequencies:
    """How often values of one column occur, as shares of its records.

    Rare values are not listed, since a list of rare surnames would name the families of a borough: each of them has
    the share `floor`. `ceiling`: the most that an unlisted value can have, where it is estimated.
    `chance`: the share on which two people meet who agree by chance (the sum of squared shares).
    """

    floor: float
    shares: Mapping[str, float] = field(default_factory=dict)
    ceiling: float = 1.0
    chance: float = 1.0

    def of(self, value: str) -> float:
        return self.shares.get(value, self.floor)


# Whole names are too many to list; one that is not listed is estimated from its two parts.
WHOLE_NAMES = {"name": ("given", "family"), "root_name": ("given_root", "family_root")}


@dataclass(frozen=True)
class Model:
    """What a score depends on beside the two records; the same model gives the same score for ever.

    `prior`: probability that two records drawn at random are of one person. `m`, `u`: per comparison, in the order of
    its levels, the probability of that level for one person and for two. `crowded`: per candidate rule, keys that too
    many records share to be a way of finding anybody. `name_association`: how many times likelier the same
    first name is within one surname than among all (families of one origin choose alike). `made`: how it was made.
    `coverage`: which agency knows how many of these people; the shipped model has none, since it is no two places' alike.
    """

    prior: float
    m: Mapping[str, tuple[float, ...]]
    u: Mapping[str, tuple[float, ...]]
    frequencies: Mapping[str, Frequencies]
    usual: Mapping[str, frozenset[str]]
    crowded: Mapping[str, frozenset[str]]
    name_association: float = 1.0
    settings: Settings = field(default_factory=Settings)
    made: Mapping[str, Any] = field(default_factory=dict)
    coverage: Mapping[str, Coverage] = field(default_factory=dict)
    version: str = "hand-set"

    @cached_property
    def comparisons(self) -> tuple[Comparison, ...]:
        return tuple(comparison for comparison in COMPARISONS if self.settings.uses(comparison.name))

    @cached_property
    def blocking(self) -> tuple[Blocking, ...]:
        return tuple(rule for rule in BLOCKING if self.settings.uses(rule.name))

    @cached_property
    def prior_weight(self) -> float:
        return log2(self.prior / (1.0 - self.prior))

    @cached_property
    def weights(self) -> dict[str, tuple[float, ...]]:
        """log2(m/u) per comparison, in the order of its levels."""
        return {
            comparison.name: tuple(
                log2(m / u) for m, u in zip(self.m[comparison.name], self.u[comparison.name], strict=True)
            )
            for comparison in self.comparisons
        }

    def frequency(self, column: str, value: str) -> float:
        """The frozen share of a value among the records; of an unlisted whole name, from the shares of its parts."""
        table = self.frequencies[column]
        if column not in WHOLE_NAMES or value in table.shares:
            return table.of(value)
        return self._estimated(column)(value)

    def frequencies_of(self, column: str, values: Iterable[str | None]) -> list[float]:
        """`frequency` of many values; -1 for a missing one."""
        listed, floor = self.frequencies[column].shares.get, self.frequencies[column].floor
        if column not in WHOLE_NAMES:
            return [listed(value, floor) if value else -1.0 for value in values]
        estimated = self._estimated(column)
        return [(listed(value) or estimated(value)) if value else -1.0 for value in values]

    def _estimated(self, column: str) -> Callable[[str], float]:
        """The share of an unlisted whole name, from those of its parts."""
        first, last = (self.frequencies[part] for part in WHOLE_NAMES[column])
        of_first, of_last, whole = first.shares.get, last.shares.get, self.frequencies[column]

        def share(value: str) -> float:
            given, _, family = value.partition(" ")
            together = of_first(given, first.floor) * of_last(family, last.floor) * self.name_association
            return min(max(together, whole.floor), whole.ceiling)

        return share

    def share_of(self, comparison: str, level: Level, place: int, record: Standard) -> float | None:
        """What stands for u when a record agrees with another at a level: its value's frequency, or u by its rarity.

        `place`: of the level in its comparison. None where the record has no value, or the level counts all alike.
        """
        if level.frequency:
            value = getattr(record, level.frequency)
            return self.frequency(level.frequency, value) if value else None
        if not level.rarity:
            return None
        share = self.u[comparison][place]
        for column in level.rarity:
            value = getattr(record, column)
            if not value:
                return None
            share *= self.ratio(column, value)
        return min(share, 1.0)

    def ratio(self, column: str, value: str) -> float:
        """How many times commoner a value is than those on which two people agree by chance."""
        return self.frequency(column, value) / self.frequencies[column].chance

    def is_common(self, column: str, value: str) -> bool:
        return value in self.usual[column]

    def keys(self, record: Standard) -> list[tuple[Blocking, tuple[str, ...]]]:
        """The candidate rules that apply to a record, each with the values to look for; crowded ones are left out."""
        found = []
        for rule in self.blocking:
            key = rule.key(record)
            if key is not None and " ".join(key) not in self.crowded.get(rule.name, ()):
                found.append((rule, key))
        return found

    def to_json(self) -> str:
        body = {
            "format": FORMAT,
            "standard_version": STANDARD_VERSION,
            "version": self.version,
            "made": dict(self.made),
            "settings": asdict(self.settings),
            "prior": self.prior,
            "name_association": self.name_association,
            "comparisons": {
                comparison.name: [
                    {"level": level.label, "m": m, "u": u}
                    for level, m, u in zip(
                        comparison.levels, self.m[comparison.name], self.u[comparison.name], strict=True
                    )
                ]
                for comparison in COMPARISONS
            },
            "frequencies": {
                column: {
                    "floor": table.floor,
                    "shares": dict(sorted(table.shares.items())),
                    "ceiling": table.ceiling,
                    "chance": table.chance,
                }
                for column, table in sorted(self.frequencies.items())
            },
            "usual": {column: sorted(values) for column, values in sorted(self.usual.items())},
            "crowded": {rule: sorted(keys) for rule, keys in sorted(self.crowded.items())},
        }
        if self.coverage:  # without it the text of a model is what it was before there was any
            body["coverage"] = {agency: asdict(one) for agency, one in sorted(self.coverage.items())}
        return json.dumps(body, indent=1, ensure_ascii=True) + "\n"

    @classmethod
    def from_json(cls, text: str) -> "Model":
        try:
            body = json.loads(text)
        except ValueError:
            body = None
        if not isinstance(body, dict):
            raise ModelError("This is no model file. Give what Model.save wrote.")
        if body.get("format") != FORMAT or body.get("standard_version") != STANDARD_VERSION:
            raise ModelError(
                f"This model was made for format {body.get('format')} and standard {body.get('standard_version')}; "
                f"this library has {FORMAT} and {STANDARD_VERSION}. Train a new model."
            )
        for comparison in COMPARISONS:
            labels = [row["level"] for row in body["comparisons"].get(comparison.name, [])]
            if labels != [level.label for level in comparison.levels]:
                raise ModelError(
                    f"The model's levels of “{comparison.name}” are not this library's. Train a new model."
                )
        settings = dict(body["settings"])
        settings["education"] = tuple(settings["education"])
        return cls(
            prior=body["prior"],
            name_association=body["name_association"],
            m={name: tuple(row["m"] for row in rows) for name, rows in body["comparisons"].items()},
            u={name: tuple(row["u"] for row in rows) for name, rows in body["comparisons"].items()},
            frequencies={column: Frequencies(**table) for column, table in body["frequencies"].items()},
            usual={column: frozenset(values) for column, values in body["usual"].items()},
            crowded={rule: frozenset(keys) for rule, keys in body["crowded"].items()},
            settings=Settings(**settings),
            coverage={agency: Coverage(**one) for agency, one in body.get("coverage", {}).items()},
            made=body["made"],
            version=body["version"],
        )

    def save(self, path: str | Path) -> None:
        Path(path).write_text(self.to_json(), encoding="utf-8")

    @classmethod
    def load(cls, path: str | Path) -> "Model":
        return cls.from_json(Path(path).read_text(encoding="utf-8"))


def default_model() -> Model:
    """The model shipped with the package, trained on invented records."""
    return Model.from_json(
        files("alongside.analysis.linkage").joinpath("default_model.json").read_text(encoding="utf-8")
    )
