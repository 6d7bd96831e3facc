"""Texts that people sent, made safe to keep; what cannot stand is said in words for the one who wrote it."""

from collections.abc import Callable

from alongside.common.text import TextError, clean_line, clean_text
from alongside.community.errors import CommunityRefused
from alongside.community.rules import what_is_personal

LONGEST = 3_000


def line(text: str, field: str, name: str, *, most: int = 200, needed: bool = True) -> str:
    return _kept(clean_line, text, field, name, most, needed)


def words(text: str, field: str, name: str, *, most: int = LONGEST, needed: bool = True) -> str:
    return _kept(clean_text, text, field, name, most, needed)


def public(text: str, field: str) -> str:
    """Refuses a public text that looks as if it told of a person."""
    if (what := what_is_personal(text)) is not None:
        raise CommunityRefused(
            "It looks as if there is %(what)s in it. Take it out, or say that it is about somebody.", field, what=what
        )
    return text


def _kept(clean: Callable[[str, int, str], str], text: str, field: str, name: str, most: int, needed: bool) -> str:
    try:
        kept = clean(text or "", most, name)
    except TextError as broken:
        raise CommunityRefused(str(broken), field) from None
    if needed and not kept.strip():
        raise CommunityRefused("%(name)s is empty. Write something.", field, name=name)
    return kept
