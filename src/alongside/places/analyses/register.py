"""The analyses that there are, by kind."""

from alongside.places.analyses.comparison import Comparison
from alongside.places.analyses.evaluation import Evaluation
from alongside.places.analyses.hot_spots import HotSpots
from alongside.places.analyses.interface import Analysis
from alongside.places.analyses.near_repeats import NearRepeats
from alongside.places.analyses.patrol_days import PatrolDaysByLot
from alongside.places.analyses.patrol_plan import PatrolPlan
from alongside.places.analyses.ward_watch import WardWatch
from alongside.places.states import RunKind

ANALYSES: dict[RunKind, Analysis] = {
    RunKind.HOT_SPOTS: HotSpots(),
    RunKind.COMPARISON: Comparison(),
    RunKind.NEAR_REPEATS: NearRepeats(),
    RunKind.PATROL_PLAN: PatrolPlan(),
    RunKind.WARD_WATCH: WardWatch(),
    RunKind.EVALUATION: Evaluation(),
    RunKind.PATROL_DAYS: PatrolDaysByLot(),
}
