"""From a concern to a pathway, and from one receiver to another, in the browser."""

import pytest
from django.test import Client

from alongside.audit.entries import Actor
from alongside.partners.states import FieldGroup, Purpose
from alongside.support.actions import raising
from alongside.support.actions.pathway_versions import install
from alongside.support.actions.referring import Referral, refer
from alongside.support.models import Case
from alongside.support.shipped import shipped
from tests.cast import NOW, child, details

EARLY_HELP = next(one for one in shipped() if one["code"] == "early-help")
ANSWERS = {"worry": "He is tired.", "child_says": "I want to sleep at home.", "level": "complex"}


@pytest.fixture
def world(cast):
    cast.agreement("EH-1", ["council", "school", "provider"], purposes=frozenset({Purpose.EARLY_HELP}),
                   field_groups=frozenset(FieldGroup))  # fmt: skip
    codes = [cast.agencies[key].code for key in ("council", "provider")]
    install(document=EARLY_HELP, receivers=codes, change_note="As it comes", by=Actor.system("test"), at=NOW)
    return cast


def client_of(cast, name):
    client = Client()
    client.force_login(cast.members[name], backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_front_door_refers_the_child_of_a_concern_without_typing_her_name_again(world):
    concern = raising.raise_concern(details=details(child=child("Bo", "Marsh")), by=world.viewer("dsl"), at=NOW)
    triage = client_of(world, "triage")
    assert f"/pathways/?from={concern.reference}" in triage.get(f"/triage/{concern.reference}/").content.decode()
    assert "Refer <bdi>Bo Marsh" in triage.get(f"/pathways/?from={concern.reference}").content.decode()
    who = triage.get(f"/pathways/early-help/refer/?from={concern.reference}").content.decode()
    assert 'value="Bo"' in who and 'value="Marsh"' in who
    outsider = (
        client_of(world, "other_dsl").get(f"/pathways/early-help/refer/?from={concern.reference}").content.decode()
    )
    assert "Marsh" not in outsider and concern.reference not in outsider


def test_a_manager_gives_a_case_to_another_provider_and_a_worker_may_not(world):
    told = Referral("early-help", child(), ANSWERS, "given", receiver="council")
    case = refer(referral=told, by=world.viewer("dsl"), at=NOW)
    path = f"/cases/{case.reference}/transfer/"
    assert client_of(world, "triage").get(path).status_code == 403
    manager, code = client_of(world, "manager"), world.agencies["provider"].code
    assert "Give the reason" in manager.post(path, {"receiver": code}).content.decode()
    page = manager.post(path, {"receiver": code, "reason": "They know the family."}, follow=True).content.decode()
    assert "Stepping Stones has the case now." in page
    assert Case.objects.get().receiver == world.agencies["provider"]
