"""An agency's own system, that comes in with a key: for the tests of the interface."""

import json
from dataclasses import dataclass
from datetime import date
from itertools import count

from django.test import Client

from alongside.audit.entries import Actor
from alongside.partners.key_scopes import Scope
from alongside.partners.keys import KeyDraft, make_key, why_not_scopes
from alongside.partners.models import AgencyKey, Member
from alongside.partners.standing import Viewer
from alongside.partners.states import FieldGroup, Purpose
from alongside.support.actions.cases import move_case
from alongside.support.actions.pathway_versions import install
from alongside.support.actions.referring import Referral, refer
from alongside.support.definitions.reading import read
from alongside.support.shipped import shipped
from tests.cast import NOW, child

API = "/api/v1"
ROLE = {
    "school": "safeguarding_lead", "provider": "youth_worker", "council": "triage_worker", "health": "clinician",
    "police": "police_safeguarding",
}  # fmt: skip
CHILD = {"given": "Amina", "family": "Okafor-Lindqvist", "date_of_birth": "2012-05-14", "sex": "female"}
CONCERN = {
    "child": CHILD, "child_role": "at_risk", "referrer_role": "safeguarding_lead", "happened_on": "2026-11-16",
    "in_danger_now": False, "fact": "She came in with two new phones and a cut hand.",
    "consent": "not_sought_unsafe", "consent_reason": "Asking could put her in danger.",
    "child_voice": "“I can't say. Don't ring my mum.”",
}  # fmt: skip
REFERRAL = {
    "pathway": "early-help", "child": CHILD, "consent": "given",
    "answers": {"worry": "She came in with two new phones.", "child_says": "Don't ring my mum."},
}  # fmt: skip
INCIDENT = {
    "police_reference": "P/2026/117", "happened_at": "2026-11-16T23:40:00+00:00", "place": "At home",
    "circumstances": "A man shouted and broke a door. Nobody was hurt.",
    "children": [
        {"key": "1", "child": CHILD, "presence": "home", "where_in_home": "Upstairs", "voice": "“I hid.”",
         "school_name": "Elmsgate Academy"},
    ],
}  # fmt: skip
_numbers = count(1)


@dataclass
class System:
    """Sends with its key; each POST with a new Idempotency-Key unless one is given."""

    text: str
    key: AgencyKey | None = None

    def get(self, path, **headers):
        return Client().get(API + path, headers=self._own(headers))

    def post(self, path, body, sent_key=None, content_type="application/json", **headers):
        own = self._own({"Idempotency-Key": sent_key or f"test-{next(_numbers):08}", **headers})
        content = body if isinstance(body, bytes | str) else json.dumps(body)
        return Client().post(API + path, content, content_type=content_type, headers=own)

    def _own(self, headers):
        return {**({"Authorization": f"Bearer {self.text}"} if self.text else {}), **headers}


def administrator(cast, agency, at=NOW):
    made, _ = Member.objects.get_or_create(
        username=f"una.{agency}", name="Una Pryce", agency=cast.agencies[agency], role="administrator"
    )
    return Viewer.of(made, at=at)


def system(cast, agency="school", scopes=None, role=None, name="School records", last_day=date(2027, 11, 17)):
    """With every scope that its role can have, unless some are named."""
    role = role or ROLE.get(agency, "practitioner")
    scopes = [one for one in Scope if why_not_scopes(role, [one]) is None] if scopes is None else scopes
    draft = KeyDraft(name, role, frozenset(scopes), last_day)
    by = administrator(cast, agency)
    key, text = make_key(draft=draft, by=by, at=by.at)
    return System(text, key)


def document_of(code):
    return next(one for one in shipped() if one["code"] == code)


def make_pathways(cast):
    """Early help at the council, and leaving gangs at a provider, with the agreements that cover them."""
    for code, purpose, receiver in (
        ("early-help", Purpose.EARLY_HELP, "council"),
        ("leaving-gangs", Purpose.LEAVING_GANGS, "provider"),
    ):
        cast.agreement(
            f"A-{code}", ["council", "school", "provider"], purposes=frozenset({purpose}),
            field_groups=frozenset(FieldGroup),
        )  # fmt: skip
        install(
            document=document_of(code),
            receivers=[receiver],
            change_note="As it comes",
            by=Actor.system("tests"),
            at=NOW,
        )
    return cast


def make_case(cast):
    """Somebody whom a provider helps to leave gangs, met and ready for sessions."""
    needed = [one for one in read(document_of("leaving-gangs")).questions if one.required]
    answers = {one.key: one.options[0].code if one.options else "As told." for one in needed}
    made = refer(referral=Referral("leaving-gangs", child(), answers, "given"), by=cast.viewer("dsl"), at=NOW)
    for move in ("accept", "met"):
        move_case(reference=made.reference, move=move, answers={}, reason="x", by=cast.viewer("youth_worker"), at=NOW)
    return made
