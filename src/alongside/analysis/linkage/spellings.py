"""Families of spellings: which written names are one name. Our own list, in `spellings.txt`."""

import re
from functools import cache, lru_cache
from importlib.resources import files

from rapidfuzz.distance import JaroWinkler

from alongside.analysis.linkage.sounds import sound_of

# “Servant of …” in its many spellings: abdul rahman, abdirahman, cabdiraxmaan, abdurrahman.
_SERVANT = re.compile(r"c?abd(?:ul|el|al|il|ir|ur|us|is|i|u)(?=....)")


_LONG_ENOUGH, _LOOKS_LIKE = 4, 0.9
# Alfy and Alfie differ in nothing that is heard.
_ENDING = re.compile(r"(?:ie|ey|ee|i)$")


@cache
def _families() -> dict[str, dict[str, str]]:
    """Per section of the file: each written name with its formal name."""
    sections: dict[str, dict[str, str]] = {}
    text = files("alongside.analysis.linkage").joinpath("spellings.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("["):
            found = sections.setdefault(line.strip("[]"), {})
        elif line.strip() and not line.startswith("#"):
            formal, _, others = line.partition(":")
            found |= dict.fromkeys((formal, *others.split()), formal)
    return sections


@cache
def _by_sound() -> dict[str, list[str]]:
    heard: dict[str, list[str]] = {}
    for word in sorted(_families()["given names"]):
        heard.setdefault(sound_of(word), []).append(word)
    return heard


@lru_cache(maxsize=131072)
def given_root(word: str) -> str:
    """The formal name of the family to which a folded given name belongs; the word itself when it belongs to none.

    A spelling that the list does not have goes with the listed one that sounds the same and looks most like it, if any
    does: alfy with alfie, hussaine with hussain.
    """
    families = _families()["given names"]
    if word in families:
        return families[word]
    if servant := _servant_root(word):
        return servant
    if len(word) >= _LONG_ENOUGH:
        plain = _ENDING.sub("y", word)
        heard = _by_sound().get(sound_of(word), ())
        alike = [(JaroWinkler.similarity(plain, _ENDING.sub("y", listed)), listed) for listed in heard]
        best = max(alike, default=(0.0, ""))
        if best[0] >= _LOOKS_LIKE:
            return families[best[1]]
    return word


@lru_cache(maxsize=131072)
def surname_root(word: str) -> str:
    """The same for a surname, by the family names first, then by listed given names: many surnames are given names."""
    sections = _families()
    return sections["family names"].get(word) or sections["given names"].get(word) or _servant_root(word) or word


def _servant_root(word: str) -> str:
    servant = _SERVANT.match(word)
    return "abdul" + given_root(word[servant.end() :]) if servant else ""
