"""Operations: begun at a place, run by agencies together, taken through the four stages of problem solving."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from alongside.audit.states import Act
from alongside.partners.access import refuse, writing
from alongside.partners.errors import Invalid
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.places.models import (
    Operation,
    OperationAgency,
    OperationFinding,
    OperationStage,
    OperationTactic,
    PlaceProblem,
    PlaceRun,
)
from alongside.places.operation_drafts import OperationDraft, Place
from alongside.places.operation_facts import stage_facts
from alongside.places.operation_parts import (
    drawn,
    known_agencies,
    known_areas,
    line,
    locked,
    log,
    once,
    runs,
    who,
    words,
)
from alongside.places.operation_reference import new_operation_reference
from alongside.places.operation_rules import reason_not_to_move
from alongside.places.operation_sight import SUBJECT
from alongside.places.operation_states import FOUR_STAGES, Stage, TacticKind
from alongside.places.queries.problems import problem
from alongside.places.queries.runs import run_summary
from alongside.places.source_forms import NATIONAL_GRID
from alongside.places.sources import open_keys
from alongside.places.states import RunKind, RunState


def start_operation(*, draft: OperationDraft, sent_key: UUID, by: Viewer, at: datetime) -> str:
    """Begin an operation in scanning, led by the member's agency; gives its reference. The same key enters once.

    Raises `Invalid` for a place or words that cannot be used, `Refused` for a member who runs no operations.
    """
    if not by.may(Permission.RUN_OPERATIONS):
        raise refuse(by, SUBJECT, "", "the role may not run operations", act=Act.CREATE)
    name = line(draft.name, "name", "Give the operation a name.", 120)
    why = words(draft.why, "why", "Say what is wrong there.")
    place = _place(draft, by)
    known_agencies(draft.agencies)

    def make() -> Operation:
        made = Operation.objects.create(
            reference=new_operation_reference(), name=name, why=why, problem_id=draft.problem_id, plane=place.plane,
            outline=place.outline, areas=place.areas, sent_key=sent_key, agency_code=by.agency_code,
            made_by=by.actor.name, made_at=at,
        )  # fmt: skip
        for code in dict.fromkeys((by.agency_code, *draft.agencies)):
            OperationAgency.objects.create(operation=made, **{**who(by, at), "agency_code": code})
        OperationStage.objects.create(operation=made, stage=Stage.SCANNING, reason="Begun", **who(by, at))
        log(made, Act.CREATE, f"began {made.name}", by, at)
        return made

    with writing():
        return once(Operation, sent_key, make).reference


def _place(draft: OperationDraft, by: Viewer) -> Place:
    given = [draft.problem_id is not None, bool(draft.areas), bool(draft.corners)]
    if sum(given) != 1:
        raise Invalid("Say where in one way: a problem to work on, areas, or corners.", "areas")
    if draft.problem_id is not None:
        found = problem(draft.problem_id, sources=open_keys(by.permissions))
        if found is None or not PlaceProblem.objects.filter(pk=found.id).exists():
            raise Invalid("That problem is not held here. Open the list of problems and choose again.", "problem")
        return Place(plane=found.plane, outline=list(found.outline))
    if draft.areas:
        return Place(areas=known_areas(draft.areas, "areas"))
    return Place(plane=NATIONAL_GRID, outline=drawn(draft.corners))


def add_agency(*, reference: str, agency_code: str, by: Viewer, at: datetime) -> None:
    """Let another agency run the operation too: its members see all of it from now on."""
    with writing():
        found = locked(reference, by)
        known_agencies([agency_code], "agency")
        try:
            with transaction.atomic():
                OperationAgency.objects.create(
                    operation=found.operation, **{**who(by, at), "agency_code": agency_code}
                )  # fmt: skip
        except IntegrityError:
            return
        log(found.operation, Act.DISCLOSE, f"{agency_code} runs it too", by, at)


def note_finding(
    *, reference: str, text: str, run_id: int | None = None, sent_key: UUID, by: Viewer, at: datetime
) -> None:
    """Write down what the stage in which the operation is has found out."""
    said = words(text, "text", "Write what was found.")
    with writing():
        found = locked(reference, by)
        if run_id is not None:
            _check_run(run_id, by)
        stage = found.stage if found.stage in FOUR_STAGES else Stage.ASSESSMENT

        def make() -> OperationFinding:
            made = OperationFinding.objects.create(
                operation=found.operation, stage=stage, words=said, run_id=run_id, sent_key=sent_key, **who(by, at)
            )
            log(found.operation, Act.CHANGE, f"wrote what {stage.label.lower()} found", by, at)
            return made

        once(OperationFinding, sent_key, make)


# These are of an operation, and open to whoever sees that one; they have their own place on its pages.
JUDGED = (RunKind.EVALUATION, RunKind.PATROL_DAYS)


def _check_run(run_id: int, by: Viewer) -> None:
    """The answer must be there, done, and open to whoever rests a finding on it."""
    summary, keys = run_summary(run_id), open_keys(by.permissions)
    is_open = summary is not None and (keys is None or keys.issuperset(summary.sources)) and summary.kind not in JUDGED
    if not is_open or not PlaceRun.objects.filter(pk=run_id, state=RunState.DONE).exists():
        raise Invalid("There is no finished answer with this number.", "run")


def move_stage(*, reference: str, to: str, reason: str, by: Viewer, at: datetime) -> None:
    """Take the operation to another stage. Raises `Invalid` with what is missing."""
    if to not in Stage.values:
        raise Invalid("Choose a stage.", "to")
    with writing():
        found = locked(reference, by)
        facts = stage_facts(found.operation, at)
        why_not = reason_not_to_move(now=found.stage, to=Stage(to), reason=reason, facts=facts, today=by.day)
        if why_not is not None:
            raise Invalid(why_not)
        said = words(reason, "reason", "Give a reason.")
        OperationStage.objects.create(operation=found.operation, stage=to, reason=said, **who(by, at))
        log(found.operation, Act.DECIDE, f"{Stage(to).label}: {said}", by, at)


def set_tactic(
    *, reference: str, kind: str, doer_code: str, text: str, is_used: bool = True, sent_key: UUID, by: Viewer,
    at: datetime,
) -> None:  # fmt: skip
    """Take a tactic up, or give it up; the newest word on a tactic and an agency stands."""
    missing = "Say where, when and how much." if is_used else "Say why it is given up."
    said = words(text, "text", missing, 1_000)
    if kind not in TacticKind.values:
        raise Invalid("Choose a tactic from the list.", "kind")
    with writing():
        found = locked(reference, by)
        runs(found.operation, doer_code, "doer_code")

        def make() -> OperationTactic:
            made = OperationTactic.objects.create(
                operation=found.operation, kind=kind, doer_code=doer_code, words=said, is_used=is_used,
                sent_key=sent_key, **who(by, at),
            )  # fmt: skip
            did = "took up" if is_used else "gave up"
            log(found.operation, Act.CHANGE, f"{did} {TacticKind(kind).label.lower()}", by, at)
            return made

        once(OperationTactic, sent_key, make)
