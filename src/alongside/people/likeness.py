"""Why a search found a record, in words: in what it is like what was typed. Tells nothing that was not typed."""

from collections.abc import Iterable
from datetime import date

from alongside.analysis.linkage.standard import Standard
from alongside.common.text import fold_name
from alongside.people.matching import Terms, birth_forms

Name = tuple[str, str]


def likeness(
    terms: Terms, names: Iterable[Name], born: date | None, standard: Standard | None
) -> tuple[str, ...]:  # fmt: skip
    """What agrees of name and date of birth, the strongest of each. `standard`: the record's, if it has one."""
    looked_for = terms.standard
    return tuple(filter(None, (_name(terms, looked_for, list(names), standard), _birth(terms.date_of_birth, born))))


def _name(terms: Terms, looked_for: Standard, names: list[Name], told: Standard | None) -> str:
    given, family = fold_name(terms.given), fold_name(terms.family)
    folded = [(fold_name(one), fold_name(other)) for one, other in names]
    if given and family and (given, family) in folded:
        return "same name"
    if given and family and (family, given) in folded:
        return "same names in another order"
    parts = (_part("first name", given, [one for one, _ in folded], looked_for, told, "given"),
             _part("last name", family, [one for _, one in folded], looked_for, told, "family"))  # fmt: skip
    found = " and ".join(filter(None, parts))
    if told is not None and not all(parts) and _agree(looked_for, told, "sound_name"):
        return "names that sound alike, in another order"
    return found


def _part(label: str, typed: str, folded: list[str], looked_for: Standard, told: Standard | None, column: str) -> str:
    if not typed:
        return ""
    if typed in folded:
        return f"same {label}"
    if told is None:
        return ""
    if _agree(looked_for, told, f"{column}_root"):
        return f"{label} in another spelling"
    if _agree(looked_for, told, f"{column}_sound"):
        return f"{label} that sounds alike"
    return f"{label} that begins alike" if _agree(looked_for, told, f"{column}_start") else ""


def _agree(one: Standard, other: Standard, column: str) -> bool:
    value = getattr(one, column)
    return bool(value) and value == getattr(other, column)


def _birth(typed: date | None, born: date | None) -> str:
    if typed is None or born is None:
        return ""
    if typed == born:
        return "same date of birth"
    return "date of birth with day and month swapped" if born in birth_forms(typed) else ""
