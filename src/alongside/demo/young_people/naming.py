"""The names as an agency writes them: preferred, short, abbreviated, by ear, mistyped, in the wrong order."""

from dataclasses import dataclass

import numpy as np

from alongside.demo.young_people import rates
from alongside.demo.young_people.draws import Draws, Flags, Ints
from alongside.demo.young_people.families import GIRL, NONE, Children
from alongside.demo.young_people.known import Known
from alongside.demo.young_people.marks import Marks
from alongside.demo.young_people.name_lists import NameLists, Texts, are_there
from alongside.demo.young_people.rates import RATES

KEYBOARD = {
    "a": "qsz", "b": "vng", "c": "xvd", "d": "sfe", "e": "wrd", "f": "dgr", "g": "fht", "h": "gjy", "i": "uok",
    "j": "hku", "k": "jli", "l": "kop", "m": "nj", "n": "bmh", "o": "ipl", "p": "ol", "q": "wa", "r": "etf",
    "s": "adw", "t": "ryg", "u": "yij", "v": "cbf", "w": "qes", "x": "zcs", "y": "tuh", "z": "xas",
}  # fmt: skip


@dataclass(slots=True)
class Written:
    first: Texts
    middle: Texts
    surname: Texts


def write_names(draws: Draws, names: NameLists, children: Children, known: Known, marks: Marks) -> Written:
    """The three name fields of each record; empty ones are None."""
    group = children.group[known.child]
    first, middle = _given(draws, names, children, known, group, marks)
    one, two = _family(draws, names, children, known, group, marks)
    accents = draws.chance("accents", known.key, RATES.of("accents_kept")[known.agency])
    texts = names.text, names.plain
    first_text = _spell(first, accents, *texts)
    middle_text = _spell(middle, accents, *texts)
    surname = _doubled(draws, known, _spell(one, accents, *texts), _spell(two, accents, *texts))
    first_text = _mistyped(draws, known, "first", first_text, marks)
    surname = _mistyped(draws, known, "surname", surname, marks)
    _abbreviate(draws, known, first_text, middle_text, surname, marks)
    swapped = _happens(draws, known, "order_swapped", rates.SWAPPED_ORDER[group], marks)
    first_text[swapped], surname[swapped] = surname[swapped], first_text[swapped]
    capitals = draws.chance("capitals", known.key, RATES.of("capitals")[known.agency])
    return Written(*(_capitals(texts, capitals) for texts in (first_text, middle_text, surname)))


def _happens(draws: Draws, known: Known, what: str, times: np.ndarray | float, marks: Marks) -> Flags:
    """Where it happens to a record, at its agency's rate; noted for the truth."""
    happens = draws.chance(what, known.key, RATES.of(what)[known.agency] * times)
    marks.note(what, happens)
    return happens


def _given(
    draws: Draws, names: NameLists, children: Children, known: Known, group: Ints, marks: Marks
) -> tuple[Ints, Ints]:
    """The numbers of the first and the middle name that are written."""
    key, child = known.key, known.child
    first, middle, preferred = children.first[child], children.middle[child], children.preferred[child]
    held = (middle != NONE) & draws.chance("middle_held", key, RATES.of("middle_held")[known.agency])
    shift = _happens(draws, known, "middle_as_first", 1.0 * (middle != NONE), marks)
    short = names.shortened(first, draws.share("which short", key))
    shortened = _happens(draws, known, "short_used", 1.0 * (short != first), marks)
    prefers = _happens(draws, known, "preferred_used", 1.0 * (preferred != NONE), marks)
    written = np.where(shortened, short, first)
    written = np.where(shift, middle, written)
    written = np.where(prefers, preferred, written)
    other = names.spelt_otherwise(written, draws.share("which spelling", key))
    times = rates.OTHERWISE[group] * (other != written)
    written = np.where(_happens(draws, known, "first_otherwise", times, marks), other, written)
    return written, np.where(held & ~shift, middle, NONE)


def _family(
    draws: Draws, names: NameLists, children: Children, known: Known, group: Ints, marks: Marks
) -> tuple[Ints, Ints]:
    """The numbers of the family name and of its second half (or none)."""
    key, child = known.key, known.child
    one, two = children.surname[child], children.second_surname[child]
    later, father = children.later_surname[child], children.father[child]
    after = (later != NONE) & (known.day > children.changed_on[child])
    is_new = after & ~draws.chance("old_surname_kept", key, RATES.of("old_surname_kept")[known.agency])
    marks.note("changed_surname", is_new)
    one, two = np.where(is_new, later, one), np.where(is_new, NONE, two)
    half = _happens(draws, known, "half_of_double", 1.0 * (two != NONE), marks)
    second_half = draws.chance("second half", key, 0.55)
    one, two = np.where(half & second_half, two, one), np.where(half, NONE, two)
    by_father = _happens(draws, known, "fathers_name", 1.0 * (father != NONE), marks)
    one, two = np.where(by_father, father, one), np.where(by_father, NONE, two)
    other = names.spelt_otherwise(one, draws.share("which surname spelling", key))
    times = rates.OTHERWISE[group] * (other != one)
    one = np.where(_happens(draws, known, "surname_otherwise", times, marks), other, one)
    return _mens_form(draws, names, children, known, one, marks), two


def _mens_form(draws: Draws, names: NameLists, children: Children, known: Known, one: Ints, marks: Marks) -> Ints:
    """A girl's family name as her father bears it, where the two differ."""
    entry = names.entry_of[one]
    back = names.masculine[entry]
    lost = _happens(draws, known, "womans_form_lost", 1.0 * (back != 0) * (children.sex[known.child] == GIRL), marks)
    return one - np.where(lost, back, 0)


def _spell(forms: Ints, accents: Flags, text: Texts, plain: Texts) -> Texts:
    """The texts of the numbers; None for none."""
    at = np.maximum(forms, 0)
    found = np.where(accents, text[at], plain[at])
    found[forms == NONE] = None
    return found


def _doubled(draws: Draws, known: Known, one: Texts, two: Texts) -> Texts:
    """Both halves of a double-barrelled name, with a hyphen or a space."""
    found = one.copy()
    at = np.flatnonzero(are_there(two))
    joins = draws.pick("join", known.key[at], (0.72, 0.24, 0.04)).tolist()
    for row, join in zip(at.tolist(), joins, strict=True):
        found[row] = f"{one[row]}{('-', ' ', '')[join]}{two[row]}"
    return found


def _mistyped(draws: Draws, known: Known, which: str, texts: Texts, marks: Marks) -> Texts:
    wrong = _happens(draws, known, f"{which}_typed_wrong", 1.0, marks)
    at = np.flatnonzero(wrong)
    key = known.key[at]
    kinds = draws.pick(f"{which} slip", key, (0.30, 0.22, 0.28, 0.20)).tolist()
    places, letters = draws.share(f"{which} slip place", key).tolist(), draws.share(f"{which} letter", key).tolist()
    for row, kind, place, letter in zip(at.tolist(), kinds, places, letters, strict=True):
        texts[row] = mistype(texts[row], kind, place, letter)
    return texts


def mistype(text: str, kind: int, place: float, letter: float) -> str:
    """A wrong key (0), two letters changed over (1), one left out (2), one twice (3)."""
    at = int(place * len(text))
    here = text[at]
    if kind == 0:
        keys = KEYBOARD.get(here.lower(), "e")
        other = keys[int(letter * len(keys))]
        return text[:at] + (other.upper() if here.isupper() else other) + text[at + 1 :]
    if kind == 1 and len(text) > 2:
        at = max(1, min(at, len(text) - 2))
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if kind == 2 and len(text) > 2:
        return text[:at] + text[at + 1 :]
    return text[: at + 1] + here.lower() + text[at + 1 :]


def _abbreviate(draws: Draws, known: Known, first: Texts, middle: Texts, surname: Texts, marks: Marks) -> None:
    """Initials in place of names."""
    for texts, what in ((first, "first_initial"), (surname, "surname_initial"), (middle, "middle_initial")):
        for row in np.flatnonzero(_happens(draws, known, what, 1.0 * are_there(texts), marks)).tolist():
            texts[row] = texts[row][:1]


def _capitals(texts: Texts, capitals: Flags) -> Texts:
    """In capitals where the system writes so; each different text is changed once."""
    made: dict[str, str] = {}
    for row in np.flatnonzero(capitals & are_there(texts)).tolist():
        text = texts[row]
        texts[row] = made.get(text) or made.setdefault(text, text.upper())
    return texts
