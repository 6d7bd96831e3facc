"""First names and surnames in parts that can be compared: titles and placeholders out, particles joined on."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

from alongside.analysis.linkage.spellings import surname_root
from alongside.analysis.linkage.text import fold, known


def _words_of(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TITLES = _words_of("mr mrs miss ms mx master mstr dr sir madam dame rev revd prof lady lord sgt pc")
_SUFFIXES = _words_of("jnr snr junior senior ii iii iv esq")
_ALSO_NAMES = _words_of("master lord prof junior senior esq")
_PLACEHOLDERS = _words_of(
    "baby infant unknown unborn boy girl twin triplet newborn child nk unnamed noname male female"
)
_ARABIC = _words_of("al el ul bin ibn bint binti abu umm um")
_PARTICLES = _ARABIC | _words_of("de da do dos das di del della van von der den la le mac mc fitz st saint")
_SERVANT = _words_of("abd abdul abdel abdal abdi abdu abdur cabdi")
# What a servant is servant of: only before these is the Somali “Abdi” not a name by itself.
_OF_GOD = _words_of(
    "rahman rahim raxman raxmaan raheem aziz casiis azeez qadir kadir kader karim kareem rashid rasheed salam salaan nasir "
    "naser wahab wahid fatah malik majid majeed hakim hakeem latif lateef shakur razak razaq rizak samad hamid hameed "
    "ghani jabbar ghafoor sattar basit qayyum mumin allah ullah lah hadi"
)
_ASIDE = re.compile(r"[(\"“”\[]([^)\"“”\]]*)[)\"“”\]]")


@dataclass(frozen=True, slots=True)
class Given:
    """The first name, and what else stood in the same field (second names, a name in brackets)."""

    first: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Family:
    """A surname: `whole` without spaces, and its parts; a single name has one part."""

    whole: str = ""
    parts: tuple[str, ...] = ()


NO_FAMILY = Family()
NO_GIVEN = Given()


def _words(text: str) -> list[str]:
    folded = known(fold(text))
    return [word for word in folded.split() if not word.isdigit()] if folded else []


@lru_cache(maxsize=65536)
def read_given(text: str) -> Given:
    """First name and second names. Joined are the words of one Arabic name: “Abdul Rahman” is abdulrahman."""
    aside = [word for part in _ASIDE.findall(text) for word in _words(part) if word not in _TITLES]
    plain = _without(_words(_ASIDE.sub(" ", text)), _TITLES | _SUFFIXES)
    if plain and all(word in _PLACEHOLDERS or word == "of" for word in plain[:2]):
        return NO_GIVEN
    words = _join(plain, _ARABIC)
    if not words:
        return Given(aside[0], tuple(aside[1:])) if aside else NO_GIVEN
    return Given(words[0][:40], tuple(words[1:]) + tuple(aside))


@lru_cache(maxsize=65536)
def read_family(text: str) -> Family:
    """A surname and its parts; a particle belongs to the word after it: “Al-Hassan” is alhassan."""
    plain = _without(_words(text), _TITLES | _SUFFIXES)
    if plain and all(word in _PLACEHOLDERS for word in plain):
        return NO_FAMILY
    parts = _join(plain, _PARTICLES)
    return Family("".join(parts)[:60], tuple(part[:40] for part in parts))


def _without(words: list[str], additions: frozenset[str]) -> list[str]:
    """Without titles and the like; where they are all there is, the last is the name: Junior Tetteh, Lord Owusu."""
    return [word for word in words if word not in additions] or [word for word in words[-1:] if word in _ALSO_NAMES]


def _join(words: list[str], particles: frozenset[str]) -> list[str]:
    """Particles joined to the word after them: al hassan is alhassan; a servant of God is one name, as is Abu Bakr."""
    joined: list[str] = []
    held = ""
    for word, after in zip_longest(words, words[1:], fillvalue=""):
        if after and (word in particles or (word in _SERVANT and after in (_OF_GOD | particles))):
            held += word
            continue
        joined.append(held + word)
        held = ""
    return joined


# A woman's form of a family name, and what stands for it: Polish and Russian adjectives, Slavic and Lithuanian endings.
_WOMANS_FORMS = (
    ("ska", "ski"), ("cka", "cki"), ("dzka", "dzki"), ("skaya", "ski"), ("skaia", "ski"), ("sky", "ski"), ("skyy", "ski"),
    ("ova", "ov"), ("eva", "ev"), ("yeva", "yev"),
    ("auskaite", "auskas"), ("auskiene", "auskas"), ("aityte", "aitis"), ("aitiene", "aitis"),
    ("eviciute", "evicius"), ("eviciene", "evicius"), ("aviciute", "avicius"), ("aviciene", "avicius"),
    ("aite", "as"), ("yte", "is"), ("iene", "as"),
)  # fmt: skip
_LONG_ENOUGH = 6


@lru_cache(maxsize=131072)
def family_root(part: str) -> str:
    """One spelling for a part of a surname: its family of spellings, without “son of”, and the man's form."""
    for particle in ("al", "el", "bin", "ibn", "bint"):
        rest = part.removeprefix(particle)
        if rest != part and len(rest) > 3 and surname_root(part) == part and surname_root(rest) != rest:
            return surname_root(rest)
    if len(part) > _LONG_ENOUGH and surname_root(part) == part:
        if part.startswith("mac"):
            return "mc" + part[3:]
        for written, root in _WOMANS_FORMS:
            if part.endswith(written):
                return part.removesuffix(written) + root
    return surname_root(part)


@lru_cache(maxsize=65536)
def split_full_name(text: str) -> tuple[str, str]:
    """One field with a whole name as (first names, surname): “KHAN, Aisha” or “Aisha Khan”."""
    before, comma, after = text.partition(",")
    if comma and fold(after):
        return after, before
    words = text.split()
    return (" ".join(words[:-1]), words[-1]) if len(words) > 1 else (text, "")
