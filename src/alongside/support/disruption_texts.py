"""Does a text hold the full name of somebody? For plans of places, which name no child."""

from collections.abc import Iterable, Iterator

from alongside.common.text import fold_name


def holds_name(text: str, names: Iterable[str]) -> bool:
    """Any of these names in full, however it is typed, first or last name first; of a double name each half, too."""
    folded = f" {fold_name(text)} "
    return any(f" {form} " in folded for name in names for form in _forms(fold_name(name).split()))


def _forms(words: list[str]) -> Iterator[str]:
    if len(words) < 2:
        return
    for start in range(len(words)):
        yield " ".join((*words[start:], *words[:start]))
    first = words[0]
    for other in words[1:]:
        yield f"{first} {other}"
        yield f"{other} {first}"
