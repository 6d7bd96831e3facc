"""The names of eight groups, every spelling with its own number, so that a million children are named by look-up.

The lists are under `names/`: common given and family names, and beginnings and endings from which rarer family
names are built. No line is a person. One entry: `usual|other spellings;short forms`; a building line: `beginnings +
endings` or `beginnings + middles + endings`, each with its spellings, where `\\s` is a space.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache, reduce
from itertools import product
from pathlib import Path

import numpy as np
import numpy.typing as npt
from anyascii import anyascii

from alongside.demo.young_people.draws import Flags, Floats, Ints, placed, running
from alongside.demo.young_people.spelling import as_heard

FOLDER = Path(__file__).with_name("names")
Texts = npt.NDArray[np.object_]

# Key, label and share of the children: the mix of an outer London borough, roughly.
GROUPS: tuple[tuple[str, str, float], ...] = (
    ("white_british", "White British", 0.34),
    ("south_asian", "South Asian", 0.17),
    ("east_european", "East European", 0.12),
    ("black_african", "Black African", 0.10),
    ("black_caribbean", "Black Caribbean", 0.09),
    ("somali_arab", "Somali/Arab", 0.08),
    ("turkish", "Turkish", 0.05),
    ("east_asian", "East Asian", 0.05),
)
GROUP_KEYS = tuple(key for key, _, _ in GROUPS)
GROUP_LABELS = np.array([label for _, label, _ in GROUPS], dtype=object)
# How fast family names thin out (a smaller number: a few names cover many), and the share that is built.
THINNING = {"white_british": 20, "south_asian": 5, "east_european": 25, "black_african": 15, "black_caribbean": 12,
            "somali_arab": 4, "turkish": 15, "east_asian": 5}  # fmt: skip
BUILT = {"white_british": 0.40, "south_asian": 0.10, "east_european": 0.40, "black_african": 0.35,
         "black_caribbean": 0.20, "somali_arab": 0.10, "turkish": 0.35, "east_asian": 0.0}  # fmt: skip
BUILT_GIVEN = {"east_asian": 0.45, "black_african": 0.15}
GIVEN_THINNING = 12
BUILT_THINNING = 60
MOST_BUILT_SPELLINGS = 5
# Spellings under which a child may have been registered: the usual one, or else one of the others.
REGISTERED_USUALLY = 0.72


def are_there(texts: Texts) -> Flags:
    """Which of the texts are not None."""
    return np.fromiter((text is not None for text in texts), dtype=bool, count=len(texts))


@dataclass(slots=True)
class Entry:
    """One name: the spellings a child may bear, those that are only ever heard wrongly, and the short forms."""

    spellings: tuple[str, ...]
    heard: tuple[str, ...]
    short: tuple[str, ...]

    @property
    def forms(self) -> tuple[str, ...]:
        return (*self.spellings, *self.heard, *self.short)


@dataclass(frozen=True, slots=True)
class Pool:
    """The names of one kind in one group: entries from `first` on, and the running total of their weights."""

    first: int
    totals: Floats

    def pick(self, shares: Floats) -> Ints:
        return self.first + placed(shares, self.totals)


@dataclass(slots=True)
class NameLists:
    """All names. An entry has a number, and each of its forms has a number; arrays lead from one to the other."""

    text: Texts
    plain: Texts
    entry_of: Ints
    first_form: Ints
    spellings: Ints
    writings: Ints
    shorts: Ints
    feminine: Ints
    masculine: Ints
    alike_start: Ints
    alike_count: Ints
    alike: Ints
    pools: dict[tuple[str, str], Pool] = field(default_factory=dict)

    def registered(self, entries: Ints, shares: Floats) -> Ints:
        """The form under which each was registered."""
        others = np.maximum(self.spellings[entries] - 1, 0)
        beyond = np.maximum(shares - REGISTERED_USUALLY, 0.0) / (1 - REGISTERED_USUALLY)
        offset = np.where(shares < REGISTERED_USUALLY, 0, 1 + (beyond * others).astype(np.int64))
        return self.first_form[entries] + np.minimum(offset, np.maximum(self.spellings[entries] - 1, 0))

    def spelt_otherwise(self, forms: Ints, shares: Floats) -> Ints:
        """Another writing of the same name; the same form where there is none."""
        entries = self.entry_of[forms]
        own = forms - self.first_form[entries]
        count = self.writings[entries]
        is_short = own >= count
        others = np.maximum(count - np.where(is_short, 0, 1), 0)
        drawn = np.minimum((shares * others).astype(np.int64), np.maximum(others - 1, 0))
        offset = drawn + np.where(is_short, 0, drawn >= own)
        return np.where(others > 0, self.first_form[entries] + offset, forms)

    def shortened(self, forms: Ints, shares: Floats) -> Ints:
        """A short form; the same form where there is none."""
        entries = self.entry_of[forms]
        count = self.shorts[entries]
        offset = self.writings[entries] + np.minimum((shares * count).astype(np.int64), np.maximum(count - 1, 0))
        return np.where(count > 0, self.first_form[entries] + offset, forms)

    def alike_to(self, entries: Ints, shares: Floats) -> Ints:
        """A name of the same kind that begins like it; itself where there is none."""
        count = self.alike_count[entries]
        at = self.alike_start[entries] + np.minimum((shares * count).astype(np.int64), np.maximum(count - 1, 0))
        return np.where(count > 0, self.alike[np.minimum(at, len(self.alike) - 1)], entries)


def _sections(text: str) -> Iterator[tuple[str, str]]:
    lines = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    parts = re.split(r"^([a-z ]+):$", lines, flags=re.MULTILINE)[1:]
    yield from zip(parts[::2], parts[1::2], strict=True)


def _listed(group: str, body: str) -> Iterator[Entry]:
    for part in body.split(","):
        if words := " ".join(part.split()):
            forms, _, short = words.partition(";")
            spellings = tuple(dict.fromkeys(forms.split("|")))
            yield Entry(spellings, _heard(group, spellings), tuple(one for one in short.split("|") if one))


def _heard(group: str, spellings: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one for one in as_heard(group, spellings[0]) if one not in spellings)


def _built(group: str, body: str) -> Iterator[Entry]:
    for line in filter(str.strip, body.splitlines()):
        sides = ([piece.replace("\\s", " ").split("|") for piece in side.split()] for side in line.split("+"))
        for pieces in product(*sides):
            made = dict.fromkeys(reduce(_joined, chosen) for chosen in product(*pieces))
            spellings = tuple(made)[:MOST_BUILT_SPELLINGS]
            yield Entry(spellings, _heard(group, spellings), ())


def _joined(start: str, end: str) -> str:
    if start.endswith("-") or end.startswith(" "):
        return start + " " * end.startswith(" ") + end.strip().capitalize()
    return start + end.lower()


def _feminine(rules: str, entries: list[Entry]) -> dict[int, Entry]:
    """The forms that women bear, by the place of the men's."""
    pairs = [rule.split(">") for rule in rules.split()]

    def changed(name: str) -> str:
        for man, woman in pairs:
            if name.endswith(man):
                return name.removesuffix(man) + woman
        return name

    return {
        at: Entry(tuple(map(changed, one.spellings)), tuple(map(changed, one.heard)), one.short)
        for at, one in enumerate(entries)
        if changed(one.spellings[0]) != one.spellings[0]
    }


def _weights(listed: int, built: int, share_built: float, thinning: int) -> Floats:
    """The listed names thin out as 1/n; so do the built ones, more slowly, and have their share of all."""
    head = [1 / (place + thinning) for place in range(listed)]
    tail = [1 / (place + BUILT_THINNING) for place in range(built)]
    if not built or not share_built:
        return running(head)
    scale = running(head)[-1] / running(tail)[-1] * share_built / (1 - share_built)
    # Names built from the same beginning would stand together: deal them out.
    dealt = [tail[place * 7919 % built] if built % 7919 else tail[place] for place in range(built)]
    return running([*head, *(weight * scale for weight in dealt)])


def _kinds(group: str) -> dict[str, tuple[list[Entry], Floats, dict[int, Entry]]]:
    sections = dict(_sections((FOLDER / f"{group}.txt").read_text(encoding="utf-8")))
    found: dict[str, tuple[list[Entry], Floats, dict[int, Entry]]] = {}
    for kind in ("boys", "girls", "families", "english boys", "english girls"):
        if kind not in sections:
            continue
        listed = list(_listed(group, sections[kind]))
        built = list(_built(group, sections.get(f"built {kind}", "")))
        is_family = kind == "families"
        share = BUILT[group] if is_family else BUILT_GIVEN.get(group, 0.0)
        weights = _weights(len(listed), len(built), share, THINNING[group] if is_family else GIVEN_THINNING)
        entries = [*listed, *built][: len(weights)]
        feminine = _feminine(sections["feminine"], entries) if is_family and "feminine" in sections else {}
        found[kind] = (entries, weights, feminine)
    return found


def _alike(entries: list[Entry], pools: Iterable[Pool]) -> tuple[list[list[int]], list[int]]:
    """For each entry the entries of its pool that share its first two letters, or else its first."""
    found: list[list[int]] = [[] for _ in entries]
    for pool in pools:
        members = range(pool.first, pool.first + len(pool.totals))
        starts: dict[str, list[int]] = {}
        for at in members:
            word = anyascii(entries[at].spellings[0]).lower()
            for length in (1, 2):
                starts.setdefault(word[:length], []).append(at)
        for at in members:
            word = anyascii(entries[at].spellings[0]).lower()
            close = [other for other in starts[word[:2]] if other != at]
            found[at] = close or [other for other in starts[word[:1]] if other != at]
    return found, [len(one) for one in found]


@lru_cache(maxsize=1)
def name_lists() -> NameLists:
    """All lists, read once."""
    entries: list[Entry] = []
    pools: dict[tuple[str, str], Pool] = {}
    feminine: dict[int, int] = {}
    for group in GROUP_KEYS:
        for kind, (found, totals, womens) in _kinds(group).items():
            pools[group, kind] = Pool(len(entries), totals)
            entries.extend(found)
            for at, entry in womens.items():
                feminine[pools[group, kind].first + at] = len(entries)
                entries.append(entry)
    counts = [len(one.forms) for one in entries]
    first_form = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64)
    forms = [form for one in entries for form in one.forms]
    shift, back = np.zeros((2, len(entries)), dtype=np.int64)
    for man, woman in feminine.items():
        shift[man] = back[woman] = first_form[woman] - first_form[man]
    close, close_counts = _alike(entries, (pool for (_, kind), pool in pools.items() if kind != "families"))
    return NameLists(
        text=np.array(forms, dtype=object),
        plain=np.array([anyascii(form) for form in forms], dtype=object),
        entry_of=np.repeat(np.arange(len(entries)), counts),
        first_form=first_form,
        spellings=np.array([len(one.spellings) for one in entries]),
        writings=np.array([len(one.spellings) + len(one.heard) for one in entries]),
        shorts=np.array([len(one.short) for one in entries]),
        feminine=shift,
        masculine=back,
        alike_start=np.concatenate([[0], np.cumsum(close_counts)[:-1]]).astype(np.int64),
        alike_count=np.array(close_counts),
        alike=np.array([other for one in close for other in one] or [0]),
        pools=pools,
    )
