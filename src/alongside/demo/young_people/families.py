"""Families and their children: siblings, half-siblings with another name, twins and triplets with names alike."""

from dataclasses import dataclass

import numpy as np

from alongside.demo.young_people import rates
from alongside.demo.young_people.draws import Draws, Flags, Ints
from alongside.demo.young_people.name_lists import GROUP_KEYS, GROUPS, NameLists

# Room for the children of one family; the number of a child is its family's number times this and its place.
PLACES = 8
MOST_CHILDREN = 6
FIRST_BIRTH = np.datetime64("2002-01-01")
LAST_BIRTH = np.datetime64("2019-12-31")
WINDOW = int((LAST_BIRTH - FIRST_BIRTH).astype(int))
# First births from so many days before: of a family that began then, only the younger children are in the records.
BEFORE = 8 * 365
NONE = -1
BOY, GIRL = 0, 1


@dataclass(slots=True)
class Children:
    """The children of a run of families, a row each; names are numbers of forms in the name lists."""

    family: Ints
    place: Ints
    key: Ints
    group: Ints
    sex: Ints
    born: Ints
    twin: Flags
    first: Ints
    preferred: Ints
    middle: Ints
    surname: Ints
    second_surname: Ints
    later_surname: Ints
    changed_on: Ints
    father: Ints
    sibling: Ints
    in_need: Flags

    def __len__(self) -> int:
        return len(self.key)


def make_children(draws: Draws, names: NameLists, families: Ints) -> Children:
    """The children of these families. Days are counted from 1 January 2002."""
    family, place, born, birth = _births(draws, families)
    key = family * PLACES + place
    group = _groups(draws, family, birth)
    first_of_birth = np.concatenate([[True], (family[1:] != family[:-1]) | (birth[1:] != birth[:-1])])
    of_birth = np.flatnonzero(first_of_birth)[np.cumsum(first_of_birth) - 1]
    twin = np.bincount(of_birth, minlength=len(key))[of_birth] > 1
    sex = (draws.share("sex", key) < 0.488).astype(np.int64)
    same = twin & ~first_of_birth & draws.chance("twins of one sex", key, rates.TWINS_COPY_SEX)
    sex = np.where(same, sex[of_birth], sex)
    first = _first_names(draws, names, key, place, group, sex, np.where(first_of_birth, NONE, of_birth))
    surname, second, father = _family_names(draws, names, family, key, birth, group, sex)
    changes = draws.chance("changes surname", key, rates.CHANGED_SURNAME)
    new = names.registered(*_surnames(draws, names, "new surname", key, group))
    english = _english(draws, names, key, place, group, sex, first)
    middle = _middle(draws, names, key, group, sex, father)
    middle = np.where(english != first, names.first_form[first], middle)
    forms = names.registered(english, draws.share("registered first", key))
    return Children(
        family=family, place=place, key=key, group=group, sex=sex, born=born, twin=twin, first=forms,
        preferred=_preferred(draws, names, key, group, sex, forms),
        middle=middle,
        surname=surname, second_surname=second,
        later_surname=np.where(changes, new, NONE),
        changed_on=born + 365 * 3 + draws.below("changed surname on", key, 365 * 14),
        father=father, sibling=_siblings(draws, family, key),
        in_need=draws.chance("in need", key, rates.IN_NEED),
    )  # fmt: skip


def _births(draws: Draws, families: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """A row for each child: its family, place among the children, day of birth and which birth."""
    count = 1 + draws.pick("births", families, rates.BIRTHS)
    most = len(rates.BIRTHS)
    grid = families[:, None] * PLACES + np.arange(most)[None, :]
    gaps = 400 + draws.below("gap", grid, 1500)
    gaps[:, 0] = draws.below("first birth", families, WINDOW + BEFORE) - BEFORE
    day = np.cumsum(gaps, axis=1)
    happens = (np.arange(most)[None, :] < count[:, None]) & (day >= 0) & (day <= WINDOW)
    shares = draws.share("multiple", grid)
    babies = 1 + (shares < rates.TWINS + rates.TRIPLETS) + (shares < rates.TRIPLETS)
    babies = np.where(happens, babies, 0).ravel()
    family = np.repeat(np.repeat(families, most), babies)
    birth = np.repeat(np.tile(np.arange(most), len(families)), babies)
    born = np.repeat(day.ravel(), babies)
    starts = np.concatenate([[0], np.flatnonzero(family[1:] != family[:-1]) + 1])
    place = np.arange(len(family)) - np.repeat(starts, np.diff(np.append(starts, len(family))))
    kept = place < MOST_CHILDREN
    return family[kept], place[kept], born[kept], birth[kept]


def _groups(draws: Draws, family: Ints, birth: Ints) -> Ints:
    """The name group of a child: the father's."""
    shares = [share for _, _, share in GROUPS]
    own = draws.pick("group", family, shares)
    other = draws.pick("other father's group", family, shares)
    also = draws.chance("other father of another group", family, 0.35)
    return np.where(_by_other_father(draws, family, birth) & also, other, own)


def _by_other_father(draws: Draws, family: Ints, birth: Ints) -> Flags:
    """Births from the second or third on, in families where the father is another from then on."""
    since = 1 + draws.below("other father since", family, 2)
    flags: Flags = draws.chance("other father", family, rates.OTHER_FATHER) & (birth >= since)
    return flags


def _from_pools(draws: Draws, names: NameLists, purpose: str, keys: Ints, group: Ints, kind: str) -> Ints:
    """An entry for each child from its group's list of that kind; the first of all where the group has none."""
    shares = draws.share(purpose, keys)
    found = np.zeros(len(keys), dtype=np.int64)
    for number, label in enumerate(GROUP_KEYS):
        mine = group == number
        if mine.any() and (label, kind) in names.pools:
            found[mine] = names.pools[label, kind].pick(shares[mine])
    return found


def _given(draws: Draws, names: NameLists, purpose: str, keys: Ints, group: Ints, sex: Ints) -> Ints:
    boys = _from_pools(draws, names, purpose, keys, group, "boys")
    girls = _from_pools(draws, names, purpose, keys, group, "girls")
    return np.where(sex == BOY, boys, girls)


def _surnames(draws: Draws, names: NameLists, purpose: str, keys: Ints, group: Ints) -> tuple[Ints, np.ndarray]:
    return _from_pools(draws, names, purpose, keys, group, "families"), draws.share(f"{purpose} as registered", keys)


def _first_names(draws: Draws, names: NameLists, key: Ints, place: Ints, group: Ints, sex: Ints, twin_of: Ints) -> Ints:
    """A name each; a twin's often begins as the first twin's does; no two siblings bear the same."""
    other = draws.pick("given group", key, [share for _, _, share in GROUPS])
    crossed = draws.chance("given from another group", key, rates.FIRST_FROM_OTHER_GROUP)
    group = np.where(crossed, other, group)
    chosen = _given(draws, names, "given", key, group, sex)
    follows = twin_of != NONE
    model = np.where(follows, twin_of, 0)
    alike = follows & (sex == sex[model]) & draws.chance("twin alike", key, rates.TWINS_ALIKE_NAMES)
    chosen = np.where(alike, names.alike_to(chosen[model], draws.share("alike", key)), chosen)
    for attempt in range(6):
        taken = _taken(chosen, place)
        if not taken.any():
            break
        again = _given(draws, names, f"given again {attempt}", key[taken], group[taken], sex[taken])
        chosen[taken] = again
    return chosen


def _english(draws: Draws, names: NameLists, key: Ints, place: Ints, group: Ints, sex: Ints, first: Ints) -> Ints:
    """The first name, where the family registered an English one before it; no two siblings bear the same."""
    registered = draws.chance("registered english", key, rates.REGISTERED_ENGLISH[group])
    chosen = np.where(registered, _english_names(draws, names, "registered english name", key, group, sex), first)
    return np.where(_taken(chosen, place), first, chosen)


def _english_names(draws: Draws, names: NameLists, purpose: str, key: Ints, group: Ints, sex: Ints) -> Ints:
    boys = _from_pools(draws, names, purpose, key, group, "english boys")
    return np.where(sex == BOY, boys, _from_pools(draws, names, purpose, key, group, "english girls"))


def _taken(chosen: Ints, place: Ints) -> Flags:
    """Whether an elder sibling bears the name already: siblings stand in rows one after the other."""
    taken = np.zeros(len(chosen), dtype=bool)
    for back in range(1, MOST_CHILDREN):
        same = chosen[back:] == chosen[:-back]
        taken[back:] |= same & (place[back:] >= back)
    return taken


def _family_names(
    draws: Draws, names: NameLists, family: Ints, key: Ints, birth: Ints, group: Ints, sex: Ints
) -> tuple[Ints, Ints, Ints]:
    """The family name, the other half of a double-barrelled one, and the father's first name where it counts."""
    father_key = family * 2 + _by_other_father(draws, family, birth)
    entry, spelt = _surnames(draws, names, "surname", father_key, group)
    father = _from_pools(draws, names, "father", father_key, group, "boys")
    grandfather = _from_pools(draws, names, "grandfather", father_key, group, "boys")
    chain = draws.chance("chain of names", father_key, rates.CHAIN_OF_NAMES[group])
    by_grandfather = chain & draws.chance("grandfather's name", father_key, 0.55)
    surname = names.registered(np.where(by_grandfather, grandfather, entry), spelt)
    surname += np.where(sex == GIRL, names.feminine[names.entry_of[surname]], 0)
    mothers = names.registered(*_surnames(draws, names, "mother", family, group))
    double = draws.chance("double-barrelled", father_key, rates.DOUBLE_BARRELLED[group]) & (mothers != surname)
    fathers = names.registered(father, draws.share("father as registered", father_key))
    return surname, np.where(double, mothers, NONE), np.where(chain, fathers, NONE)


def _preferred(draws: Draws, names: NameLists, key: Ints, group: Ints, sex: Ints, first: Ints) -> Ints:
    """The name a child goes by where it is another: an English one, or any that the child has chosen."""
    english = _english_names(draws, names, "english", key, group, sex)
    by_english = draws.chance("goes by english", key, rates.GOES_BY_ENGLISH_NAME[group])
    by_other = draws.chance("goes by other", key, rates.GOES_BY_OTHER_NAME)
    short = names.shortened(first, draws.share("goes by short", key))
    chosen = _given(draws, names, "goes by", key, group, sex)
    chosen = np.where(short != first, short, names.first_form[chosen])
    return np.where(by_english, names.first_form[english], np.where(by_other, chosen, NONE))


def _middle(draws: Draws, names: NameLists, key: Ints, group: Ints, sex: Ints, father: Ints) -> Ints:
    """A second given name; where names are a chain, the father's."""
    own = names.first_form[_given(draws, names, "middle", key, group, sex)]
    has = draws.chance("has middle", key, rates.HAS_MIDDLE[group])
    return np.where(has, np.where(father != NONE, father, own), NONE)


def _siblings(draws: Draws, family: Ints, key: Ints) -> Ints:
    """The row of one sibling of each child; its own where it has none."""
    starts = np.concatenate([[True], family[1:] != family[:-1]])
    start = np.flatnonzero(starts)[np.cumsum(starts) - 1]
    count = np.bincount(start, minlength=len(key))[start]
    own = np.arange(len(key)) - start
    step = 1 + draws.below("sibling", key, count - 1)
    return start + np.where(count > 1, (own + step) % count, 0)
