"""What somebody types as a reason stands with what it is of, and never in the log: it can name a child, and a row of the log
is never destroyed."""

import pytest
from django.db import DatabaseError, transaction

from alongside.audit.actions import record
from alongside.audit.entries import Actor, Entry
from alongside.audit.models import Event, EventBody
from alongside.audit.states import Act
from alongside.partners import accounts, actions, queries
from alongside.partners.errors import Refused
from alongside.partners.key_reading import key_with_history
from alongside.partners.keys import revoke_key
from alongside.partners.models import AccountReason, Agreement, Member
from tests.cast import NOW
from tests.systems import administrator, system

WHY = "She told Amina Okafor where we are."


def logged():
    return repr([*Event.objects.values_list("reason", "subject_id"), *EventBody.objects.values_list("text")])


STEPS = {
    "a one-time password": accounts.reset_password, "the second factors": accounts.reset_second_factor,
    "closed the account": accounts.close_account,
}  # fmt: skip


@pytest.mark.parametrize("what", STEPS)
def test_why_something_was_done_with_an_account_stands_with_the_account(cast, what):
    worker, by = cast.members["triage"], cast.viewer("manager")
    STEPS[what](member_id=worker.pk, reason=WHY, by=by, at=NOW)
    [(_, told), *_] = queries.account_with_history(by, worker.pk)[1]
    assert what in told and told.endswith(f"Reason: {WHY}")
    assert WHY not in logged() and Event.objects.filter(reason__contains=what).exists()
    with pytest.raises(Refused):
        queries.account_with_history(cast.viewer("outsider"), worker.pk)


def test_why_an_account_was_reopened_stands_with_it_also_where_the_operator_did_it(cast):
    worker = cast.members["triage"]
    Member.objects.filter(pk=worker.pk).update(is_active=False)
    accounts.reopen_account(member_id=worker.pk, reason=WHY, by=Actor.system("operator"), at=NOW)
    assert AccountReason.objects.get(member=worker).because == WHY and WHY not in logged()


def test_a_kept_reason_is_never_changed(cast):
    accounts.close_account(member_id=cast.members["triage"].pk, reason=WHY, by=cast.viewer("manager"), at=NOW)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        AccountReason.objects.update(because="Something else.")


def test_why_a_key_was_revoked_stands_with_the_key(cast):
    made, by = system(cast), administrator(cast, "school")
    revoke_key(key_id=made.key.pk, reason=WHY, by=by, at=NOW)
    assert key_with_history(by, made.key.pk)[0].revoked_because == WHY and WHY not in logged()


def test_why_an_agreement_was_withdrawn_stands_with_it_for_its_parties(cast):
    made, by = Agreement.objects.get(reference="FD-1"), cast.viewer("governance")
    actions.withdraw_agreement(agreement_id=made.pk, reason=WHY, by=by, at=NOW)
    assert queries.agreement(cast.viewer("dsl"), made.pk).withdrawn == f"On 17 November 2026 by {by.actor.name}: {WHY}"
    assert WHY not in logged() and Event.objects.filter(reason="withdrew FD-1 v1").exists()
    with pytest.raises(Refused):
        queries.agreement(cast.viewer("outsider"), made.pk)


def test_what_the_log_held_before_stays_there_and_is_read_there(cast):
    worker, by = cast.members["triage"], cast.viewer("manager")
    Agreement.objects.filter(reference="FD-1").update(withdrawn_on=NOW.date())
    old = "closed the account of Tomasz Wilk: left the agency"
    record(Entry(at=NOW, actor=by.actor, act=Act.CHANGE, subject_kind="account", subject_id=str(worker.pk), reason=old))
    assert "left the agency" in queries.account_with_history(by, worker.pk)[1][0][1]
    told = queries.agreement(cast.viewer("dsl"), Agreement.objects.get(reference="FD-1").pk).withdrawn
    assert told == "On 17 November 2026: why stands in the log of that day"
