"""The analyses that there are, by kind."""

from alongside.places.analyses.interface import Analysis
from alongside.places.states import RunKind

ANALYSES: dict[RunKind, Analysis] = {}
