"""The figures of a needs assessment, each with the sentence in which it stands."""

from alongside.outcomes.needs_figures.counting import Asked, Told, every_figure

__all__ = ["Asked", "Told", "every_figure"]
