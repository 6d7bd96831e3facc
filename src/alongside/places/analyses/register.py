"""The analyses that there are, by kind."""

from alongside.places.analyses.interface import Analysis
from alongside.places.analyses.ward_watch import WardWatch
from alongside.places.states import RunKind

ANALYSES: dict[RunKind, Analysis] = {
    RunKind.WARD_WATCH: WardWatch(),
}
