from datetime import date

import pytest

from alongside.support.actions import planning, raising, triage
from alongside.support.models import Concern, Plan
from tests.cast import NOW, details


@pytest.fixture
def decided(cast) -> Concern:
    """A concern for which early help was decided."""
    concern, worker = raising.raise_concern(details=details(), by=cast.viewer("dsl"), at=NOW), cast.viewer("triage")
    triage.rate(reference=concern.reference, level_code="complex", reason="Signs of exploitation.", by=worker, at=NOW)
    concern.refresh_from_db()
    triage.decide_concern(
        reference=concern.reference, kind="early_help", rationale="A plan.", version=concern.version, by=worker, at=NOW
    )
    return concern


@pytest.fixture
def plan(cast, decided) -> Plan:
    """Held by the front door, led by the provider's youth worker."""
    return planning.start_plan(
        concern_reference=decided.reference, lead_username="youth_worker", reason="So that she is safe.",
        first_review_on=date(2026, 12, 15), by=cast.viewer("triage"), at=NOW,
    )  # fmt: skip


@pytest.fixture
def schools_action(cast, plan):
    """The school has something to do, and so sees its own part."""
    return planning.add_action(
        reference=plan.reference, what="Meet her at the gate", owner_agency="school", owner="Ms Nandakumar",
        due_on=date(2026, 11, 20), by=cast.viewer("triage"), at=NOW,
    )  # fmt: skip
