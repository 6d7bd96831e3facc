"""The first text of each section: the sentences of its figures, and what a person has to write. Pure."""

from collections.abc import Sequence

from alongside.outcomes.needs_drafts import FigureDraft
from alongside.outcomes.needs_rules import TOKEN, typed_numbers
from alongside.outcomes.needs_states import FigureState, Section, SectionKey

DEFINITION = (
    "The partners count as serious violence: violence and exploitation that affect people under 25, domestic abuse, and "
    "sexual violence. That reaches from homicide to robbery of a person."
)
Numbered = Sequence[tuple[int, FigureDraft, str]]


def first_text(section: Section, told: Numbered) -> str:
    """`told`: number, figure and sentence of every figure of the assessment. Parts by hand stay empty."""
    if section.key is SectionKey.DEFINITION:
        return DEFINITION
    if section.is_by_hand:
        return ""
    if section.key is SectionKey.GAPS:
        return _gaps(told)
    mine = [one for one in told if one[1].section == section.key]
    said = [words.format(f"[figure {number}]") for number, figure, words in mine if words and _is_told(figure)]
    unknown = [number for number, figure, _ in mine if figure.state == FigureState.GAP]
    if unknown:
        said.append(f"What is not known here: {_listed(unknown)}.")
    beside = [number for number, figure, words in mine if not words and _is_told(figure)]
    if beside:
        said.append("The table gives the other figures.")
    return " ".join(said) or "Nothing is known yet."


def _is_told(figure: FigureDraft) -> bool:
    return figure.state != FigureState.GAP


def _gaps(told: Numbered) -> str:
    lines = [f"[figure {number}]. {figure.why}" for number, figure, _ in told if not _is_told(figure)]
    return "\n\n".join(_without_digits(line) for line in lines) or "Every figure that was asked for is held."


def _without_digits(line: str) -> str:
    """Why a figure is missing may name a number of its own; the text of a section has none but figures."""
    words = TOKEN.sub(" ", line)
    if not typed_numbers(words):
        return line
    head, token, _ = line.partition("]")
    return f"{head}{token}. The page of the figure says why."


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(f"[figure {number}]" for number in numbers)
