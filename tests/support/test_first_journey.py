"""The whole journey through the domain, without pages: concern, triage, plan, feedback, proof."""

from datetime import date

import pytest

from alongside.audit.actions import seal_all
from alongside.audit.models import Event
from alongside.audit.verification import verify
from alongside.partners.errors import Refused
from alongside.partners.states import FieldGroup
from alongside.support.actions import asking, feedback, planning, raising, triage
from alongside.support.queries import plans, referring, triaging
from alongside.support.queries.asking import request_page
from tests.cast import NOW, details


def test_a_concern_goes_from_the_school_to_feedback_and_every_step_is_in_the_log(cast):
    dsl, worker, clinician = cast.viewer("dsl"), cast.viewer("triage"), cast.viewer("clinician")
    concern = raising.raise_concern(details=details(), by=dsl, at=NOW)
    assert [row.reference for row in triaging.queue(worker).rows] == [concern.reference]
    asked = asking.ask(
        reference=concern.reference, agency_code="health", groups=[FieldGroup.HEALTH], question="Is she waiting?",
        by=worker, at=NOW,
    )  # fmt: skip
    assert request_page(clinician, asked.reference).child.name == "Amina Okafor-Lindqvist"
    asking.answer(
        reference=asked.reference, kind="told", text="She waits for assessment.", reason="", by=clinician, at=NOW
    )
    triage.rate(reference=concern.reference, level_code="complex", reason="Signs of exploitation.", by=worker, at=NOW)
    version = triaging.triage_page(worker, concern.reference).version
    triage.decide_concern(
        reference=concern.reference, kind="early_help", rationale="A plan with the provider.", version=version,
        by=worker, at=NOW,
    )  # fmt: skip
    plan = planning.start_plan(
        concern_reference=concern.reference, lead_username="youth_worker", reason="To keep her safe.",
        first_review_on=date(2026, 12, 15), by=worker, at=NOW,
    )  # fmt: skip
    planning.add_goal(reference=plan.reference, goal="I want to go home safe.", is_childs_words=True, by=worker, at=NOW)
    assert plans.plan_page(cast.viewer("youth_worker"), plan.reference).goals[0].words == "I want to go home safe."
    triage.give_feedback(reference=concern.reference, form="decision", text="Early help has begun.", by=worker, at=NOW)
    assert referring.own_concern(dsl, concern.reference).feedback[0].words == "Early help has begun."
    assert feedback.mark_read(reference=concern.reference, by=dsl, at=NOW) == 1
    assert triaging.queue(worker).rows == ()
    seal_all(at=NOW)
    assert verify("council").holds and verify("school").holds


def test_the_outsider_is_refused_everywhere_and_the_log_knows(cast):
    concern = raising.raise_concern(details=details(), by=cast.viewer("dsl"), at=NOW)
    outsider = cast.viewer("outsider")
    for look in (referring.own_concern, triaging.triage_page, request_page, plans.plan_page):
        with pytest.raises(Refused):
            look(outsider, concern.reference)
    assert Event.objects.filter(agency_code="outside", outcome="refused").count() == 4
