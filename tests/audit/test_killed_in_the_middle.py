"""Kill -9 in the middle of a seal, or of a triage decision: it is done, or it was never begun."""

import signal

import pytest

from alongside.audit.actions import record_all
from alongside.support.actions import raising, triage
from alongside.support.queries import triaging
from tests.audit.killed import Process
from tests.audit.made_log import entry
from tests.cast import NOW, details

pytestmark = pytest.mark.django_db(transaction=True)

KILL = """
import os, signal
def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)
"""
KILLED_SEAL = (
    KILL
    + """
from datetime import datetime, UTC
from alongside.audit import actions, models
add = models.SealedEvent.objects.bulk_create
def half(rows, batch_size):
    add(rows[: len(rows) // 2])
    die()
models.SealedEvent.objects.bulk_create = half
actions.seal_all(at=datetime.now(UTC))
"""
)
STANDING = """
from alongside.audit.models import Event, Seal, SealedEvent
from alongside.audit.verification import verify
found = verify("school")
told = [found.holds, Seal.objects.count(), SealedEvent.objects.count(), found.unsealed]
"""
SEAL_AGAIN = (
    "from datetime import datetime, UTC\nfrom alongside.audit.actions import seal_all\nseal_all(at=datetime.now(UTC))"
)


def test_a_seal_that_is_killed_half_way_seals_nothing_and_can_be_made_again(tmp_path):
    record_all([entry(number) for number in range(40)])
    process = Process(tmp_path)
    assert process.run(KILLED_SEAL).returncode == -signal.SIGKILL
    assert process.tell(STANDING) == [True, 0, 0, 40]
    assert process.tell(SEAL_AGAIN + STANDING) == [True, 1, 40, 0]


KILLED_DECISION = (
    KILL
    + """
from datetime import datetime
from alongside.partners.models import Member
from alongside.partners.standing import Viewer
from alongside.support.actions import triage
at = datetime.fromisoformat("{at}")
by = Viewer.of(Member.objects.get(username="triage"), at=at)
triage.start_clock = die
triage.decide_concern(reference="{reference}", kind="early_help", rationale="Why.", version={version}, by=by, at=at)
"""
)
DECISION = """
from alongside.audit.models import Event
from alongside.support.models import ClockRun, Concern, TriageDecision
one = Concern.objects.get()
running = ClockRun.objects.filter(stopped_at=None).values_list("kind", flat=True)
told = [one.status, one.version, TriageDecision.objects.count(), list(running), Event.objects.filter(act="decide").count()]
"""


def test_a_decision_that_is_killed_half_way_was_never_made(cast, tmp_path):
    concern = raising.raise_concern(details=details(), by=cast.viewer("dsl"), at=NOW)
    triage.rate(reference=concern.reference, level_code="complex", reason="Told.", by=cast.viewer("triage"), at=NOW)
    version = triaging.triage_page(cast.viewer("triage"), concern.reference).version
    process = Process(tmp_path)
    code = KILLED_DECISION.format(at=NOW.isoformat(), reference=concern.reference, version=version)
    assert process.run(code).returncode == -signal.SIGKILL
    assert process.tell(DECISION) == ["in_triage", version, 0, ["decision"], 0]
