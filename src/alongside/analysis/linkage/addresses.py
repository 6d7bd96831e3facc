"""House, street and postcode in one spelling each."""

import re

from alongside.analysis.linkage.text import as_text, fold, known

_POSTCODE = re.compile(r"([a-z]{1,2}\d[a-z0-9]?)(\d[a-z]{2})")
_LOOKS_LIKE_DIGITS = str.maketrans("oil", "011")
_UNIT = re.compile(r"\b(?:flat|apartment|apt|unit|room|rm|flt|appt|studio)\b")
_STREET_WORDS = {
    "rd": "road", "st": "street", "str": "street", "ave": "avenue", "av": "avenue", "ln": "lane", "cl": "close",
    "clo": "close", "ct": "court", "crt": "court", "cres": "crescent", "cr": "crescent", "dr": "drive", "drv": "drive",
    "gdns": "gardens", "gdn": "gardens", "garden": "gardens", "gr": "grove", "gro": "grove", "hse": "house",
    "mws": "mews", "pk": "park", "pl": "place", "sq": "square", "ter": "terrace", "terr": "terrace", "wy": "way",
    "wlk": "walk", "est": "estate", "bldgs": "buildings", "blvd": "boulevard", "pde": "parade", "rise": "rise",
    "vw": "view", "hl": "hill", "grn": "green", "nth": "north", "sth": "south",
}  # fmt: skip


def postcode(value: object) -> str:
    """A postcode without its space, in lower case; the letters o and i are read as 0 and 1 where a digit must be."""
    text = fold(as_text(value)).replace(" ", "")
    if not known(text) or text.startswith("zz99"):
        return ""
    if _POSTCODE.fullmatch(text):
        return text
    if 5 <= len(text) <= 7:
        mended = text[:-3] + text[-3].translate(_LOOKS_LIKE_DIGITS) + text[-2:]
        if _POSTCODE.fullmatch(mended):
            return mended
    # Elsewhere in the world a postcode is digits; what is neither is no postcode.
    return text if text.isdigit() and 4 <= len(text) <= 9 else ""


def sector(code: str) -> str:
    """The postcode without its last two letters: a few hundred homes."""
    return code[:-2] if code[-2:].isalpha() else code


def house(value: object) -> str:
    """The house, with its flat before it: “Flat 3, 12” and “12 flat 3” are both “3 12”."""
    text = known(fold(as_text(value)))
    if not text:
        return ""
    unit = re.search(r"\b(?:flat|apartment|apt|unit|room|rm|flt|appt|studio)\s+(\w+)", text)
    rest = (text[: unit.start()] + " " + text[unit.end() :]).split() if unit else text.split()
    rest = [_STREET_WORDS.get(word, word) for word in rest if not _UNIT.fullmatch(word)]
    return " ".join(([unit.group(1)] if unit else []) + [word.lstrip("0") or "0" for word in rest])[:40]


def street(value: object) -> str:
    """The street with its kind written out; “st” is “street” except at the start, where it is a saint."""
    words = known(fold(as_text(value))).split()
    return " ".join(
        word if word == "st" and place == 0 else _STREET_WORDS.get(word, word) for place, word in enumerate(words)
    )[:80]
