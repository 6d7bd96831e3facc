"""The story of a plan: goals, actions with owners and days, how some of them ended, and its reviews."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from alongside.demo import cast
from alongside.demo.courses import Course, PlanStep
from alongside.demo.life import Story, World
from alongside.demo.moments import after
from alongside.demo.tellings import SCHOOL_PART, Planned, ToDo
from alongside.support.actions import planning
from alongside.support.actions.planning import ReviewDetails
from alongside.support.models import PlanAction
from alongside.support.queries import plans
from alongside.support.states import PlanPart

WORKERS = {
    cast.COUNCIL: "tomasz", cast.POLICE: "dev", cast.CAMHS: "ruth", cast.HOSPITAL: "solveig",
    cast.YOUTH_JUSTICE: "mirembe", cast.STEPPING_STONES: "kez", "lantern-yard": "imre", "tidewater": "ama",
    "crosskeys": "conall", "kite-and-anchor": "nilufar",
}  # fmt: skip
REVIEW_AFTER = timedelta(weeks=6)


def plan_story(
    world: World, course: Course, concern: str, words: Mapping[str, str], decided: datetime
) -> Story:  # fmt: skip
    planned = course.telling.plan
    if planned is None:
        return
    at = after(decided, 5, 10)
    yield at
    reference, actions = _start(world, course, concern, planned, words, at)
    for action, todo in sorted(actions, key=lambda pair: pair[1].days):
        if todo.ending is None and course.plan < PlanStep.CLOSED:
            continue
        ended = after(at, max(2, todo.days * 5), 5)
        if ended > world.moments.now:
            continue
        yield ended
        _end(world, course, reference, action, todo, words, ended)
    if course.plan >= PlanStep.REVIEWED:
        yield from _review(world, course, reference, planned, words, at + REVIEW_AFTER)


def _start(
    world: World, course: Course, concern: str, planned: Planned, words: Mapping[str, str], at: datetime
) -> tuple[str, list[tuple[PlanAction, ToDo]]]:
    by = world.viewer(course.worker, at)
    first = next((todo for todo in planned.actions if todo.agency in cast.PROVIDERS), None)
    lead = WORKERS[first.agency] if first else course.worker
    plan = planning.start_plan(
        concern_reference=concern, lead_username=lead, reason=planned.reason.format_map(words),
        first_review_on=(at + REVIEW_AFTER).date(), by=by, at=at,
    )  # fmt: skip
    for goal, is_childs_words in planned.goals:
        planning.add_goal(
            reference=plan.reference, goal=goal.format_map(words), is_childs_words=is_childs_words, by=by, at=at
        )
    actions = []
    for todo in planned.actions:
        due = (at + timedelta(days=todo.days)).date()
        made = planning.add_action(
            reference=plan.reference, what=todo.what.format_map(words), owner_agency=_agency(todo, course),
            owner=todo.owner, due_on=due, by=by, at=at,
        )  # fmt: skip
        actions.append((made, todo))
    _share_with_school(world, course, plan.reference, at)
    return plan.reference, actions


def _agency(todo: ToDo, course: Course) -> str:
    return course.child.school if todo.agency == SCHOOL_PART else todo.agency


def _share_with_school(world: World, course: Course, reference: str, at: datetime) -> None:
    """The school of a plan that gives it something to do sees the goals too."""
    plan = course.telling.plan
    if plan and any(todo.agency == SCHOOL_PART for todo in plan.actions):
        planning.share_plan(
            reference=reference, agency_code=course.child.school, parts=[PlanPart.GOALS],
            by=world.viewer(course.worker, at), at=at,
        )  # fmt: skip


def _end(
    world: World, course: Course, reference: str, action: PlanAction, todo: ToDo, words: Mapping[str, str],
    at: datetime,
) -> None:  # fmt: skip
    owner = world.lead_of(course.child) if todo.agency == SCHOOL_PART else WORKERS[todo.agency]
    by = world.viewer(owner, at)
    plans.plan_page(by, reference)
    state, outcome = todo.ending or ("superseded", "The plan closed before it was needed.")
    planning.end_action(
        reference=reference, action_id=action.pk, state=state, outcome=outcome.format_map(words),
        version=action.version, by=by, at=at,
    )  # fmt: skip


def _review(
    world: World, course: Course, reference: str, planned: Planned, words: Mapping[str, str], due: datetime
) -> Story:  # fmt: skip
    closes = course.plan >= PlanStep.CLOSED
    at = after(due, 1, 0)
    yield at
    by = world.viewer(course.worker, at)
    plans.plan_page(by, reference)
    details = ReviewDetails(
        held_on=by.day, outcome="close" if closes else "improved", summary=planned.review.format_map(words),
        child_voice=planned.review_voice.format_map(words),
        next_review_on=None if closes else (at + REVIEW_AFTER).date(),
    )  # fmt: skip
    planning.hold_review(reference=reference, details=details, by=by, at=at)
