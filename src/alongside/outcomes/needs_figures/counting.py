"""All figures of a needs assessment, in the order of its sections and of their footnotes."""

from collections.abc import Sequence
from dataclasses import replace

from alongside.outcomes.needs_figures import crime, elsewhere, gaps, hospital, residents, support
from alongside.outcomes.needs_figures.asking import Asked, Told
from alongside.outcomes.needs_figures.linked import beside
from alongside.outcomes.needs_states import SECTIONS

__all__ = ["Asked", "Told", "every_figure"]


def every_figure(asked: Asked) -> Sequence[Told]:
    asked = replace(asked, beside=beside(asked))
    parts = (residents, crime, elsewhere, hospital, support, gaps)
    told = [one for part in parts for one in part.figures(asked)]
    order = {one.key: place for place, one in enumerate(SECTIONS)}
    return sorted(told, key=lambda one: order[one.figure.section])
