"""What may stand in the text of a needs assessment: figures go in by number, and are never typed by hand. Pure."""

import re
from collections.abc import Collection, Iterator, Sequence

from alongside.outcomes.needs_states import NEXT, NeedsState

TOKEN = re.compile(r"\[figure (\d{1,4})\]")
LOOKS_LIKE_TOKEN = re.compile(r"\[\s*fig[^\]]{0,40}\]", re.IGNORECASE)
_NUMBER = r"\d[\d,.]*"
# Digits that count nothing: years, dates, ages, school years, sections of an Act, numbers to phone.
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
ALLOWED = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)? (?:{_MONTHS})(?: (?:19|20)\d\d)?\b"
    rf"|\b(?:{_MONTHS}) (?:19|20)\d\d\b"
    r"|\b(?:19|20)\d\d(?:\s*(?:/|–|-|to|and)\s*(?:(?:19|20)\d\d|\d\d))?\b(?!\s*(?:%|per cent))"
    r"|\b(?:aged?|ages|under|over|year|years|section|sections|part|chapter|article|stage|key stage|schedule)[ -]"
    r"\d{1,3}s?(?:\s*(?:to|and|or|–|-)\s*\d{1,3}s?)?(?!\s*(?:%|per cent|\d|,\d))"
    r"|\b(?:999|111|101|116 123|116 111|0800 1111)\b"
    r"|\b[A-Z]{1,3}\d{1,6}[A-Z]?\b",
    re.IGNORECASE,
)
TYPED = re.compile(rf"(?<![A-Za-z]){_NUMBER}\s*(?:%|per cent|percent)?", re.IGNORECASE)


def numbers_in(text: str) -> tuple[int, ...]:
    """The figures that a text names, in their order, each once."""
    return tuple(dict.fromkeys(int(one) for one in TOKEN.findall(text)))


def faults_in(text: str, held: Collection[int]) -> Iterator[str]:
    """Everything in a text that cannot stand, and what would be right."""
    for number in numbers_in(text):
        if number not in held:
            yield f"There is no figure {number}. Choose a number from the list of figures, or draft again."
    rest = TOKEN.sub(" ", text)
    for broken in LOOKS_LIKE_TOKEN.findall(rest):
        yield f"“{broken}” names no figure. Write it so: [figure 3]."
    for typed in typed_numbers(LOOKS_LIKE_TOKEN.sub(" ", rest)):
        yield (
            f"“{typed}” is typed by hand, so nobody can trace it. Put the figure in by its number, such as [figure 3], "
            "or say it in words without a number. Years, dates, ages and telephone numbers may stand."
        )


def typed_numbers(text: str) -> tuple[str, ...]:
    """Numbers that count something and came from nowhere."""
    return tuple(dict.fromkeys(one.strip().rstrip(".,") for one in TYPED.findall(ALLOWED.sub(" ", text))))


def parts_of(text: str) -> Iterator[tuple[str, int | None]]:
    """The text in pieces: words with None, and the place of a figure with its number."""
    last = 0
    for found in TOKEN.finditer(text):
        if found.start() > last:
            yield text[last : found.start()], None
        yield "", int(found[1])
        last = found.end()
    if last < len(text):
        yield text[last:], None


def why_not_move(now: NeedsState, to: NeedsState, *, reason: str, empty: Collection[str]) -> str | None:
    """Why an assessment cannot take this step; None where it can. `empty`: sections without a word."""
    if to not in NEXT[now]:
        return f"This needs assessment is {now.label.lower()}. It cannot become “{to.label.lower()}”."
    if to is NeedsState.SIGNED and empty:
        return (
            f"Nothing stands yet under: {', '.join(empty)}. Write these sections, or say there that nothing is known."
        )
    if to is NeedsState.WITHDRAWN and not reason.strip():
        return "Say why it is withdrawn: those who read it must know."
    return None


def why_not_sign(*, drafted: bool, wrote: Sequence[str]) -> str | None:
    """Four eyes: whoever drafted it, or wrote what stands in it, does not sign it."""
    if drafted:
        return "You drafted it. Somebody else signs it."
    if wrote:
        return f"You wrote {', '.join(f'“{one}”' for one in wrote)}. Somebody else signs it."
    return None
