"""The interface under fire: schemathesis makes requests from its description, in this process, right ones and wrong ones.

Left out: `positive_data_acceptance`. Rules between fields (a reason is needed unless consent was given) and days that
have not come yet are beyond JSON Schema, so that some of what the schema allows is refused, with a reason.
"""

from contextlib import contextmanager

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.generation import GenerationMode

from alongside.config.wsgi import application
from alongside.partners import key_use
from alongside.web.api.schema import document
from tests.systems import CONCERN, INCIDENT, REFERRAL, system

load_all_checks()
UNSAID = [CHECKS.get_one("positive_data_acceptance")]
# What a test has mended is no more as it was made, so that it may rightly be accepted.
UNSAID_OF_MENDED = [*UNSAID, CHECKS.get_one("negative_data_rejection")]
DESCRIBED = schemathesis.openapi.from_dict(document())
DESCRIBED.app = application
OPERATIONS = [one.ok() for one in DESCRIBED.get_all_operations()]
EXAMPLES = 25


@pytest.fixture
def own(pathways, monkeypatch):
    monkeypatch.setattr(key_use, "A_MINUTE", 1_000_000)
    return system(pathways, "police")


@contextmanager
def one_connection():
    """A request would close the connection, and with it the test's transaction: as Django's own client, we keep it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


def fire(own, operation, mode, change=None):
    """Send what is made, and hold every answer against the description. Wrong keys are made too: they get a 401."""
    answered = set()

    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case):
        if change:
            change(case)
        unsaid = UNSAID_OF_MENDED if change else UNSAID
        answer = case.call_and_validate(headers={"Authorization": f"Bearer {own.text}"}, excluded_checks=unsaid)
        answered.add(answer.status_code)

    with one_connection():
        send()
    return answered


def test_the_description_is_valid_openapi():
    DESCRIBED.validate()
    assert len(OPERATIONS) == 9


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda one: one.value)
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.label)
def test_whatever_is_sent_the_answer_is_as_described(own, operation, mode):
    assert fire(own, operation, mode) <= {200, 201, 400, 401, 403, 404, 415, 422}


@pytest.mark.parametrize("label", ["GET /api/v1/concerns/{reference}", "GET /api/v1/referrals/{reference}"])
def test_the_same_holds_for_what_there_is(own, label):
    path, body = ("/concerns", CONCERN) if "concerns" in label else ("/referrals", REFERRAL)
    reference = own.post(path, body).json()["reference"]
    operation = next(one for one in OPERATIONS if one.label == label)

    def change(case):
        case.path_parameters["reference"] = reference

    assert fire(own, operation, GenerationMode.POSITIVE, change) == {200}


@pytest.mark.parametrize(
    ("label", "good", "fuzzed"),
    [
        ("POST /api/v1/concerns", CONCERN, ("fact", "others")), ("POST /api/v1/referrals", REFERRAL, ("answers",)),
        ("POST /api/v1/encompass/incidents", INCIDENT, ("happened_at", "place", "children")),
    ],
)  # fmt: skip
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda one: one.value)
def test_the_fire_reaches_what_it_is_meant_for(own, mode, label, good, fuzzed):
    """Fuzzing that is always refused at the door would prove nothing: here all is good but the named fields."""
    operation = next(one for one in OPERATIONS if one.label == label)

    def change(case):
        if isinstance(case.body, dict):
            case.body = {**good, **{name: case.body[name] for name in fuzzed if name in case.body}}

    answered = fire(own, operation, mode, change)
    assert answered <= {201, 400, 401, 415, 422} and answered & {201, 422}
