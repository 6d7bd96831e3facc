"""How a name is written by somebody who only hears it, or who transliterates by another rule."""

# For each group, the changes of letters that are usual there; each is applied alone.
HEARD: dict[str, tuple[tuple[str, str], ...]] = {
    "white_british": (("ph", "f"), ("ck", "k"), ("ie", "y"), ("ey", "y"), ("ll", "l"), ("tt", "t"), ("nn", "n"),
                      ("ou", "u"), ("ea", "ee"), ("ay", "ai"), ("c", "k")),
    "black_caribbean": (("ph", "f"), ("ck", "k"), ("ei", "ie"), ("ll", "l"), ("sh", "ch"), ("ay", "ae"), ("ia", "iya"),
                        ("ee", "ea"), ("ne", "n"), ("c", "k")),
    "somali_arab": (("aa", "a"), ("ee", "i"), ("oo", "u"), ("ou", "u"), ("x", "h"), ("c", ""), ("q", "k"), ("kh", "k"),
                    ("dh", "d"), ("gh", "g"), ("ss", "s"), ("mm", "m"), ("y", "i"), ("a", "e")),
    "south_asian": (("aa", "a"), ("ee", "i"), ("oo", "u"), ("v", "w"), ("w", "v"), ("sh", "s"), ("th", "t"), ("dh", "d"),
                    ("bh", "b"), ("kh", "k"), ("z", "j"), ("q", "k"), ("ai", "ay"), ("u", "oo"), ("i", "ee")),
    "east_asian": (("zh", "z"), ("x", "sh"), ("q", "ch"), ("ou", "o"), ("ng", "n"), ("ei", "ay"), ("ui", "uy"), ("ng ", "n ")),
    "black_african": (("ọ", "o"), ("ẹ", "e"), ("sh", "s"), ("oh", "o"), ("ou", "u"), ("kw", "qu"), ("dj", "j"), ("ee", "i"),
                      ("k", "c"), ("y", "i"), ("ie", "y"), ("chukwu", "chuku"), ("olu", "ola")),
    "turkish": (("ş", "sh"), ("ç", "ch"), ("ğ", ""), ("c", "j"), ("ı", "i"), ("ö", "oe"), ("ü", "ue"), ("z", "s"), ("y", "i")),
    "east_european": (("w", "v"), ("sz", "sh"), ("cz", "ch"), ("rz", "z"), ("ł", "w"), ("j", "y"), ("ski", "sky"), ("k", "c"),
                      ("ś", "sh"), ("ń", "ny"), ("ch", "h"), ("ia", "ya"), ("x", "ks"), ("ą", "on"), ("ę", "en")),
}  # fmt: skip
MOST = 4


def as_heard(group: str, name: str) -> tuple[str, ...]:
    """Up to four other writings by the rules of the group, those that change most first in the list."""
    found: dict[str, None] = {}
    for letters, others in HEARD[group]:
        for made in (name.replace(letters, others, 1), _in_front(name, letters, others)):
            if made != name and len(made) > 1:
                found[made] = None
        if len(found) >= MOST:
            break
    return tuple(found)[:MOST]


def _in_front(name: str, letters: str, others: str) -> str:
    """The same change at the beginning, where there is a capital letter."""
    front = letters.capitalize()
    if not name.startswith(front):
        return name
    rest = name.removeprefix(front)
    return others.capitalize() + rest if others else rest.capitalize()
