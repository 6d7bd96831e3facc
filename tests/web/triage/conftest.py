import pytest

from alongside.partners.models import Member
from alongside.partners.roles import Role
from alongside.support.actions import raising, triage
from alongside.support.models import Concern
from tests.cast import NOW, details


@pytest.fixture
def concern(cast):
    return raising.raise_concern(details=details(), by=cast.viewer("dsl"), at=NOW)


@pytest.fixture
def worker(as_member):
    return as_member("triage")


@pytest.fixture
def stranger(cast, as_member):
    """Works a queue too, but at an agency to which this concern was not sent."""
    cast.members["stranger"] = Member.objects.create_member(
        username="stranger", name="Una Reed", agency=cast.agencies["outside"], role=Role.TRIAGE_WORKER
    )
    return as_member("stranger")


@pytest.fixture
def rated(cast, concern):
    triage.rate(reference=concern.reference, level_code="complex", reason="Signs.", by=cast.viewer("triage"), at=NOW)
    concern.refresh_from_db()
    return concern


@pytest.fixture
def decided(cast, rated):
    return decide(cast, rated, "early_help")


def decide(cast, concern, kind, name="triage") -> Concern:
    triage.decide_concern(
        reference=concern.reference, kind=kind, rationale="The family asks for help.", version=concern.version,
        by=cast.viewer(name), at=NOW,
    )  # fmt: skip
    concern.refresh_from_db()
    return concern
