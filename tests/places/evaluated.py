"""Counts of invented wards by month in which something was done, or nothing, and evaluations asked of them."""

from uuid import uuid4

import numpy as np

from alongside.places import queries
from alongside.places.actions import work_next_run
from alongside.places.actions.evaluations import EvaluationDraft, ask_for_evaluation
from alongside.places.evaluation_sight import evaluation
from tests.places.warded import AT, SIDE, SOUTH, WEST, draw, even, publish, record, ward_code

SOURCE, PLACE, KIND = "mps:ward:2022", "parent:Marshside", "Violence against the person"
MONTHS, START, AFTER = 48, 40, 6


def counts(fall=0.6, wards=16, mean=12, months=MONTHS, start=START, seed=4):
    """Months x wards about the wards' own levels; in the first ward a fall from the start on."""
    rng = np.random.default_rng(seed)
    level = mean * rng.gamma(12, 1 / 12, wards)
    table = rng.poisson(level, (months, wards))
    table[start:, 0] = np.round(table[start:, 0] * (1 - fall))
    return table.tolist()


def asked(**more):
    """Settings of a study of the first ward: forty months before, six after."""
    return {
        "source": SOURCE, "boundary": PLACE, "kinds": [KIND], "target": [ward_code(0, 2022)], "question": "cause",
        "first": "2020-01", "start": "2023-05", "last": "2023-10", **more,
    }  # fmt: skip


def evaluated(viewer, at=AT, plan_id=None, operation="", **more):
    """Ask and work it through; the evaluation as it then stands."""
    settings = {**more} if plan_id or operation else asked(**more)
    number = ask_for_evaluation(draft=EvaluationDraft(settings, operation, plan_id), sent_key=uuid4(), by=viewer, at=at)
    worked(at)
    return evaluation(viewer, number)


def worked(at=AT):
    while work_next_run(clock=lambda: at):
        pass


def published(name="wards.csv", **more):
    publish(counts(**more), first="2020-01", name=name)


def found(detail):
    """What was found, or why nothing was."""
    told = queries.run(detail.run.summary.id)
    assert told.result is not None, told.summary.refusal
    return told.result


def drawn_study(viewer, folder, at=AT, fall=0.7, **more):
    """A place drawn inside one of six square wards, recorded crime at one point of each; a fall there from a start on."""
    draw(folder / "areas", wards=6)
    table = even(months=24, wards=6, mean=9, seed=2)
    for row in table[18:]:
        row[2] = round(row[2] * (1 - fall))
    record(folder, table, first="2024-01")
    west, south = WEST + 2 * SIDE + 300, SOUTH + 300
    corners = [[west, south], [west + 400, south], [west + 400, south + 400], [west, south + 400], [west, south]]
    settings = {
        "source": "recorded_crime", "outline": [corners], "name": "The parade", "ring": 150, "kinds": ["violence"],
        "start": "2025-07", "last": "2025-12", "question": "cause", **more,
    }  # fmt: skip
    draft = EvaluationDraft(settings)
    number = ask_for_evaluation(draft=draft, sent_key=uuid4(), by=viewer, at=at)
    worked(at)
    return evaluation(viewer, number)
