"""Counts of invented wards by month in which something was done, or nothing, and evaluations asked of them."""

from uuid import uuid4

import numpy as np

from alongside.places import queries
from alongside.places.actions import work_next_run
from alongside.places.actions.evaluations import EvaluationDraft, ask_for_evaluation
from alongside.places.queries.evaluations import evaluation
from tests.places.warded import ANALYST, AT, publish, ward_code

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
        "first": "2018-01", "start": "2021-05", "last": "2021-10", **more,
    }  # fmt: skip


def evaluated(at=AT, plan_id=None, locked=None, locked_at=None, **more):
    """Ask and work it through; the evaluation as it then stands."""
    draft = EvaluationDraft(asked(**more), plan_id, locked, locked_at)
    number = ask_for_evaluation(draft=draft, sent_key=uuid4(), by=ANALYST, at=at)
    while work_next_run(clock=lambda: at):
        pass
    return evaluation(number)


def published(**more):
    publish(counts(**more), first="2018-01")


def found(detail):
    """What was found, or why nothing was."""
    told = queries.run(detail.run.summary.id)
    assert told.result is not None, told.summary.refusal
    return told.result
