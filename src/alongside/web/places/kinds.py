"""Which pages belong to which kind of analysis, so that the page of a run knows where its answer stands."""

from dataclasses import dataclass

from alongside.places.states import RunKind
from alongside.web.design.navigation import address


@dataclass(frozen=True, slots=True)
class KindPages:
    """URL names: the list of answers, the form that asks, and one answer (which takes the number of its run)."""

    listing: str
    asking: str
    answer: str


PAGES: dict[RunKind, KindPages] = {
    RunKind.HOT_SPOTS: KindPages("hot_spots", "hot_spots_new", "hot_spots_run"),
    RunKind.COMPARISON: KindPages("comparisons", "comparison_new", "comparison_run"),
    RunKind.NEAR_REPEATS: KindPages("near_repeats", "near_repeats_new", "near_repeats_run"),
    RunKind.PATROL_PLAN: KindPages("patrol_plans", "patrol_plan_new", "patrol_plan_run"),
    RunKind.WARD_WATCH: KindPages("ward_watch", "ward_watch_new", "ward_watch_run"),
    RunKind.EVALUATION: KindPages("evaluations", "evaluation_new", "evaluation_of_run"),
    RunKind.PATROL_DAYS: KindPages("operation_patrols_all", "operation_patrols_all", "operation_patrol_of_run"),
}


def answer_address(kind: RunKind, run_id: int) -> str:
    """Where the answer of a run is shown; empty while that kind has no page."""
    return address(PAGES[kind].answer, run_id)


def asking_address(kind: RunKind) -> str:
    return address(PAGES[kind].asking)
