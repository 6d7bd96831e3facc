"""Words that members type about pledges and releases, made safe to keep; what is missing or too long is refused."""

from alongside.common.text import TextError, clean_line, clean_text
from alongside.outcomes.errors import OutcomesRefused

LONGEST = 2_000


def line(text: str, field: str, most: int, *, may_be_empty: bool = False) -> str:
    return _kept(clean_line, text, field, most, may_be_empty)


def words(text: str, field: str, *, most: int = LONGEST, may_be_empty: bool = False) -> str:
    return _kept(clean_text, text, field, most, may_be_empty)


def _kept(clean: object, text: str, field: str, most: int, may_be_empty: bool) -> str:
    assert callable(clean)
    try:
        kept = str(clean(text, most))
    except TextError as broken:
        raise OutcomesRefused(str(broken), field) from None
    if not kept and not may_be_empty:
        raise OutcomesRefused("This is empty. Write it, so that others know what is meant.", field)
    return kept
