"""Names to invent people from, each with the forms in which agencies spell it (see `names.txt`)."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).with_name("names.txt")
# Where a family name has a woman's form.
GENDERED = "Polish"


@dataclass(frozen=True, slots=True)
class Name:
    usual: str
    spellings: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    script: str = ""


@dataclass(frozen=True, slots=True)
class Tradition:
    """Given and family names that go together in one home."""

    label: str
    girls: tuple[Name, ...]
    boys: tuple[Name, ...]
    families: tuple[Name, ...]
    further: tuple[Name, ...]

    def family_for(self, family: Name, sex: str) -> Name:
        """The family name as that person bears it."""
        if self.label != GENDERED or sex != "female":
            return family
        return Name(_feminine(family.usual), tuple(_feminine(one) for one in (*family.spellings, family.usual)))


def _feminine(family: str) -> str:
    return family[:-1] + "a" if family.endswith("i") else family


@lru_cache(maxsize=1)
def traditions() -> tuple[Tradition, ...]:
    lines = [line for line in FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    sections = re.split(r"^\[(.+)\]$", "\n".join(lines), flags=re.MULTILINE)[1:]
    return tuple(_tradition(label, text) for label, text in zip(sections[::2], sections[1::2], strict=True))


def _tradition(label: str, text: str) -> Tradition:
    kinds = re.split(r"^(\w+):$", text, flags=re.MULTILINE)[1:]
    found = {kind: _names(entries) for kind, entries in zip(kinds[::2], kinds[1::2], strict=True)}
    further = tuple(_put_together(one.usual + two.usual) for one in found["beginnings"] for two in found["endings"])
    return Tradition(label, found["girls"], found["boys"], found["families"], (*found["families"], *further))


# As somebody writes down what she heard.
_HEARD = (("ck", "k"), ("ou", "u"), ("w", "v"), ("ie", "i"), ("sz", "sh"), ("ph", "f"), ("aa", "a"), ("y", "i"))


def _put_together(family: str) -> Name:
    spellings = dict.fromkeys(family.replace(one, other) for one, other in _HEARD if one in family)
    return Name(family, tuple(spellings))


def _names(entries: str) -> tuple[Name, ...]:
    return tuple(_name(entry) for part in entries.split(",") if (entry := " ".join(part.split())))


def _name(entry: str) -> Name:
    forms, _, rest = entry.partition(";")
    short, _, script = rest.partition(";")
    usual, *spellings = forms.split("|")
    return Name(usual, tuple(spellings), tuple(part for part in short.split("|") if part), script)
