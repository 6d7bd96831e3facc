"""A sum over a period, in one document, beside the parts of the period that another document shows of the same counts."""

from collections.abc import Sequence

from alongside.analysis.disclosure.releasing import THRESHOLD


def may_show_sum(whole: int, parts: Sequence[int | None], *, threshold: int = THRESHOLD) -> bool:
    """Whether the sum of a period may be shown beside its parts.

    `parts`: counts of parts of the period as they are shown, None where one is held back; they do not overlap, and may
    leave some of the period out. The sum may not be shown where a part is held back (the sum less the others would give
    it, or what was held back to protect it), nor where what the parts leave out is a small count of its own.

    Then the sum tells nothing of a part that is held back: it is what the shown parts add up to, and a count of the
    threshold or more. Being decided from the counts alone, it does not matter which of the documents came first.
    Method: linked tables. Source: Hundepool and others (2012), Statistical Disclosure Control, chapter 4.
    """
    shown = [part for part in parts if part is not None]
    left = whole - sum(shown)
    return len(shown) == len(parts) and not 0 < left < threshold
