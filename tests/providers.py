"""Providers under contract for the pathway that leads out of gangs: for the tests of contracts, sessions, scorecards."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

from alongside.audit.entries import Actor
from alongside.partners.models import Agency, Member
from alongside.partners.roles import Role
from alongside.partners.states import FieldGroup, Purpose
from alongside.support.actions.cases import move_case
from alongside.support.actions.contracts import make_contract
from alongside.support.actions.outcomes import mark_outcomes
from alongside.support.actions.pathway_versions import install
from alongside.support.actions.referring import Referral, refer
from alongside.support.actions.sessions import Attended, write_session
from alongside.support.contract_terms import Listed, Terms
from alongside.support.shipped import shipped
from tests.cast import NOW, child, later

LEAVING = next(one for one in shipped() if one["code"] == "leaving-gangs")
ANSWERS = {
    "why_now": "She was robbed.", "wants": "Out.", "setting": "community", "safe_contact": "By text",
    "danger": "Nothing known.",
}  # fmt: skip
TERMS = Terms(
    title="Ways out", starts_on=date(2026, 1, 1), ends_on=date(2027, 12, 31), least_age=10, most_age=25, sex="",
    areas=(), kinds=(), roles=(), capacity=2, when_full="wait", price_pence=120_00, price_unit="place_week",
    strands=(Listed("safety", "Safety and moving"), Listed("learning", "School, training or work")),
    outcomes=(Listed("safer", "Feels and is safer"), Listed("trusted", "Has a trusted adult")),
)  # fmt: skip


def terms(**changes):
    return replace(TERMS, **changes)


def make_provider_world(cast, **changes):
    """The council commissions Stepping Stones; a second provider receives cases without a contract."""
    cast.agencies["lantern"] = Agency.objects.create(code="lantern", name="The Lantern Yard", kind="charity")
    cast.members["mentor"] = Member.objects.create_member(
        username="mentor", name="Imre Castell", agency=cast.agencies["lantern"], role=Role.YOUTH_WORKER
    )
    cast.members["second_worker"] = Member.objects.create_member(
        username="second_worker", name="Sol Ade", agency=cast.agencies["provider"], role=Role.YOUTH_WORKER
    )
    cast.agreement(
        "LG-1", ["council", "school", "police", "provider", "lantern"], purposes=frozenset({Purpose.LEAVING_GANGS}),
        field_groups=frozenset(FieldGroup),
    )  # fmt: skip
    receivers = ["provider", "lantern", "outside"]
    install(document=LEAVING, receivers=receivers, change_note="As it comes", by=Actor.system("t"), at=NOW)
    cast.contract = contract(cast, **changes)
    return cast


def contract(cast, provider="provider", **changes):
    return make_contract(
        pathway="leaving-gangs", provider=provider, terms=terms(**changes), reason="As tendered.",
        by=cast.viewer("manager"), at=NOW,
    )  # fmt: skip


def referred(cast, given="Amina", *, by="dsl", receiver="provider", at=NOW, **changes):
    answers, record_id = {**ANSWERS, **changes.pop("answers", {})}, changes.pop("record_id", None)
    referral = Referral(
        "leaving-gangs", child(given, **changes), answers, "given", receiver=receiver, record_id=record_id
    )
    return refer(referral=referral, by=cast.viewer(by, at), at=at)


def moved(cast, case, move, answers=None, *, by="youth_worker", at=NOW):
    return move_case(
        reference=case.reference, move=move, answers=answers or {}, reason="As agreed.", by=cast.viewer(by, at), at=at
    )


def supported(cast, given="Amina", *, at=NOW, **changes):
    """Referred, accepted, met, and the support agreed."""
    case = referred(cast, given, at=at, **changes)
    for move, answers in (("accept", {}), ("met", {}), ("start", {"strands": ["safety"]})):
        moved(cast, case, move, answers, at=at)
    case.refresh_from_db()
    return case


def session(cast, case, came="came", *, key=None, obstacle="", at=None, by="youth_worker"):
    at = at or later(days=1)
    return write_session(
        reference=case.reference, key=key or uuid4(), attended=Attended(came, obstacle, "safety", "Talked."),
        happened_at=at - timedelta(minutes=5), by=cast.viewer(by, at), at=at,
    )  # fmt: skip


def marked(cast, case, occasion="start", state="partly", *, at=NOW, by="youth_worker"):
    states = {"safer": state, "trusted": state}
    return mark_outcomes(
        reference=case.reference, occasion=occasion, states=states, notes={}, by=cast.viewer(by, at), at=at
    )


END = {"report": "She is in college.", "says": "I am out."}
