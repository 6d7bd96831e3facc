"""Text that people typed: made safe for one line, bounded in length, and folded for finding names."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import time

APOSTROPHES = "'’‘ʼʻ`´ʹ＇‛′"
DIRECTION_MARKS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
INVISIBLE = "\u200b\u2060\ufeff\u00ad"
JOINERS = "\u200c\u200d"
TATWEEL = "\u0640"

# Letters that Unicode does not take apart, though a reader takes them for the same.
_SAME_LETTER = {
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŋ": "n",
    "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ة": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه",
}  # fmt: skip
_FOLDED = str.maketrans(
    {
        **_SAME_LETTER,
        **dict.fromkeys(APOSTROPHES + DIRECTION_MARKS + INVISIBLE + JOINERS + TATWEEL, ""),
    }
)
_APOSTROPHES_GONE = str.maketrans(dict.fromkeys(APOSTROPHES, ""))
_UNSEEN_GONE = str.maketrans(dict.fromkeys(DIRECTION_MARKS + INVISIBLE, ""))
# Accents, Hebrew points and Arabic harakat. Vowel signs of Indian and other scripts are letters to their
# readers and stay.
_ACCENTS = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u08d3-\u08ff]"
)
_SPACES = re.compile(r"\s+")
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1f\x7f-\x9f]")
_LINE_BREAKS = re.compile("\r\n?|[\u0085\u2028\u2029\x0b\x0c]")


class TextError(ValueError):
    """Text that cannot be kept as it is; the message says why and what to do."""


def clean_line(text: str, most: int = 200, name: str = "This") -> str:
    """One safe line: line breaks and tabs become spaces; control and direction-override characters go.

    Raises `TextError`, naming the field, for a NUL, for broken Unicode and for more than `most` characters.
    """
    _refuse_broken(text, most, name)
    line = _SPACES.sub(" ", _LINE_BREAKS.sub(" ", unicodedata.normalize("NFC", text)))
    line = _SPACES.sub(" ", _CONTROLS.sub("", line.translate(_UNSEEN_GONE))).strip()
    return _within(line, most, name)


def clean_text(text: str, most: int = 20_000, name: str = "This") -> str:
    """Safe text of several lines: line breaks are kept as `\\n`, all else as for `clean_line`."""
    _refuse_broken(text, most, name)
    kept = _LINE_BREAKS.sub("\n", unicodedata.normalize("NFC", text))
    kept = _CONTROLS.sub("", kept.translate(_UNSEEN_GONE))
    return _within("\n".join(line.rstrip() for line in kept.split("\n")).strip(), most, name)


def _refuse_broken(text: str, most: int, name: str) -> None:
    if "\x00" in text:
        raise TextError(f"{name} contains a NUL character, which cannot be stored. Type it again.")
    # Far too long is refused before any work is spent on it; spaces to be trimmed get the benefit of doubt.
    if len(text) > 4 * most + 1_000:
        raise _too_long(len(text), most, name)
    try:
        text.encode()
    except UnicodeEncodeError:
        raise TextError(f"{name} contains a broken character (half of a pair). Type it again.") from None


def _within(text: str, most: int, name: str) -> str:
    if len(text) > most:
        raise _too_long(len(text), most, name)
    return text


def _too_long(length: int, most: int, name: str) -> TextError:
    return TextError(f"{name} must be {counted(most, 'character')} or fewer; it has {length:,}. Shorten it.")


def fold_name(text: str) -> str:
    """A key for finding a name however it was typed: case, accents, apostrophes and hyphens do not matter.

    Any script is kept. Arabic loses vowel points and tatweel, and its forms of alef, yeh, kaf and heh become
    one each. Words are parted by single spaces; a name of signs only gives the empty string.
    """
    folded = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES_GONE)).casefold()
    folded = unicodedata.normalize("NFKD", folded).translate(_FOLDED)
    folded = unicodedata.normalize("NFC", _ACCENTS.sub("", folded))
    return " ".join("".join(c if unicodedata.category(c)[0] in "LNM" else " " for c in folded).split())


def name_tokens(text: str) -> tuple[str, ...]:
    """The words of a folded name, each once, in their order."""
    return tuple(dict.fromkeys(fold_name(text).split()))


def sentence_list(items: Iterable[str], conjunction: str = "and") -> str:
    """'a', 'a and b', 'a, b and c'."""
    words = list(items)
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {conjunction} {words[-1]}"


def time_of_day(when: time) -> str:
    """9:05am, 5pm, midday, midnight: the way GOV.UK writes times."""
    if (when.hour, when.minute) in _SPOKEN_TIMES:
        return _SPOKEN_TIMES[when.hour, when.minute]
    minutes = f":{when:%M}" if when.minute else ""
    return f"{when.hour % 12 or 12}{minutes}{'am' if when.hour < 12 else 'pm'}"


_SPOKEN_TIMES = {(0, 0): "midnight", (12, 0): "midday"}


def counted(number: int, singular: str, plural: str = "") -> str:
    """'1 row', '2 rows', '1,200 rows'."""
    return f"{number:,} {singular if number == 1 else plural or f'{singular}s'}"


def not_shouted(words: str) -> str:
    """Some publishers write names in capitals throughout: those become a sentence's."""
    return words.capitalize() if words.isupper() else words
