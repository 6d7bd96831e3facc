"""A key of how a name sounds, for spellings of many languages.

Soundex and its kin were made for English and German. Here the same sound from Somali, Arabic, South Asian, Turkish,
Slavic and English spellings falls together: vowels after the first letter go, doubled letters count once, pairs that
differ between transliterations (d/t, b/p, g/k/q, v/f/w, z/s) are one. It is coarse, and used only to find candidates
and for weak levels.
"""

import re
from functools import lru_cache

# Order matters: three letters before two, two before one.
_WRITTEN = (
    ("tsch", "c"), ("sch", "s"), ("szcz", "s"), ("dzh", "j"),
    ("tch", "c"), ("cz", "c"), ("ch", "c"), ("ck", "k"), ("ph", "f"), ("sz", "s"), ("sh", "s"), ("zh", "s"),
    ("gh", "k"), ("kh", "k"), ("qu", "k"), ("dh", "t"), ("th", "t"), ("dj", "j"), ("wh", "w"), ("kn", "n"), ("wr", "r"),
    ("ge", "je"), ("gi", "ji"), ("ce", "se"), ("ci", "si"), ("cy", "sy"),
)  # fmt: skip
_X_INSIDE = re.compile(r"x(?=.)")
# Before a vowel w is the v of Slavic and South Asian spellings (Dawid, Wiktoria, Kawita); elsewhere it is hardly heard.
_W_HEARD = re.compile(r"w(?=[aeiouy])")
# Yakub is Jakub, and Yasmin Jasmin; but Germaine is Jermaine.
_J_AS_Y = re.compile(r"^j(?=[aou])")
_ONE = str.maketrans(
    {
        "d": "t",
        "b": "p",
        "g": "k",
        "q": "k",
        "c": "k",
        "v": "f",
        "w": "",
        "z": "s",
        "x": "s",
        "h": "",
        "y": "",
        "j": "j",
    }
    | dict.fromkeys("aeiou", "")
)
_VOWELS = frozenset("aeiouwyh")


@lru_cache(maxsize=131072)
def sound_of(word: str) -> str:
    """The key of one folded word; "" stays ""."""
    if not word:
        return ""
    letters = word.replace(" ", "")
    for written, heard in _WRITTEN:
        if written in letters:
            letters = letters.replace(written, heard)
    letters = letters.removesuffix("g") if letters.endswith("ng") else letters
    # Somali writes x for the h of Hassan; English has it at the end (Max, Felix).
    letters = _J_AS_Y.sub("y", _W_HEARD.sub("v", _X_INSIDE.sub("h", letters)))
    single = "".join(letter for place, letter in enumerate(letters) if place == 0 or letter != letters[place - 1])
    # A leading vowel, w, y or h says little in transliteration (Yusuf, Usuf; Hassan, Assan): one sign for all of them.
    return ("a" if single[0] in _VOWELS else "") + single.translate(_ONE)
