from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from alongside.audit.guarding import Guarded
from alongside.common.clocks import Allowance, Unit, add
from alongside.support.guards import TIES

WITHIN = Allowance(10, Unit.WORKING_DAYS)


def give_clocks(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """What was said against an assertion, and waits for its answer, has its clock from the day on which it was said."""
    challenges, clocks = (apps.get_model("support", name) for name in ("TieChallenge", "ClockRun"))
    clocks.objects.bulk_create(_clock(clocks, one) for one in challenges.objects.filter(end="").select_related("tie__case"))


def _clock(clocks: Any, one: Any) -> Any:
    return clocks(
        kind="challenge", label="Answer what is said against it", matter=f"TC-{one.pk}",
        owner_id=one.tie.case.receiver_id, amount=WITHIN.amount, calendar=WITHIN.unit.value, started_at=one.at,
        due_at=add(one.at, WITHIN),
    )  # fmt: skip


class Migration(migrations.Migration):
    """What is said about ties, and against it, cannot be changed any more; a challenge has a clock."""

    dependencies = [("support", "0014_under_way")]
    operations = [Guarded(TIES), migrations.RunPython(give_clocks, migrations.RunPython.noop)]
