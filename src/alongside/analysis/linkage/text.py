"""Text as agencies type it, folded to lower-case ASCII words; what stands for “not known” becomes nothing."""

import re
from functools import lru_cache

from anyascii import anyascii

from alongside.analysis.linkage.scripts import spelt_here

_JOINERS = re.compile(r"['’‘`´ʼ.]")
_BREAKS = re.compile(r"[^a-z0-9]+")

# Whole values that mean “nobody filled this in”, as they are after folding.
_NOTHING_WORDS = """
    unknown unk unkn nk na none null nil nan nat notknown notrecorded missing tbc tba blank anon anonymous withheld
    refused declined x xx xxx test undisclosed unnamed noname unspecified nfa
"""
_NOTHING_PHRASES = """
    not known, not recorded, not given, not stated, not provided, not disclosed, not applicable, no name, no fixed abode,
    to be confirmed, n k, n a, d k
"""
_NOTHING = frozenset(_NOTHING_WORDS.split()) | {" ".join(phrase.split()) for phrase in _NOTHING_PHRASES.split(",")}


def as_text(value: object) -> str:
    """The value as text, "" for every way in which a frame says that there is none."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        if value != value:
            return ""
        return str(int(value)) if value.is_integer() else str(value)
    text = str(value)
    return "" if text in ("NaT", "<NA>", "nan", "None") else text


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower-case ASCII words with one space between: any script, no diacritics, no punctuation.

    An apostrophe or a full stop joins (O'Neill is oneill); every other mark, a hyphen too, separates.
    """
    ascii_text = text if text.isascii() else anyascii(spelt_here(text))
    return _BREAKS.sub(" ", _JOINERS.sub("", ascii_text.lower())).strip()


def known(folded: str) -> str:
    """The folded text, or "" when it is a placeholder."""
    return "" if folded in _NOTHING else folded
