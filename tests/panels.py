"""A panel with seats, a case before it, and what people do there: for the tests of panels and their pages."""

from datetime import date, timedelta

from alongside.audit.entries import Actor
from alongside.partners.models import Member
from alongside.partners.roles import Role
from alongside.partners.states import FieldGroup, Purpose
from alongside.support.actions import panel_items, panels
from alongside.support.actions.cases import move_case
from alongside.support.actions.pathway_versions import install
from alongside.support.actions.referring import Referral, refer
from alongside.support.models import AgendaItem, DefinedPathway, Panel, PanelSeat
from alongside.support.shipped import shipped
from tests.cast import NOW, child, later

EXPLOITATION = next(one for one in shipped() if one["code"] == "exploitation")
ANSWERS = {
    "seen": "Two phones and a train ticket.", "child_says": "“I owe them.”", "kinds": ["lines"], "missing": "yes",
    "away": "yes", "screening_by": "P. Nandakumar, DSL", "screening_tool": "Borough tool", "screening_level": "significant",
}  # fmt: skip
WEEK = timedelta(days=7)


def make_panel_world(cast):
    cast.agreement(
        "EX-1", ["council", "school", "police", "health", "provider"], purposes=frozenset({Purpose.EXPLOITATION}),
        field_groups=frozenset(FieldGroup),
    )  # fmt: skip
    install(document=EXPLOITATION, receivers=["council"], change_note="As it comes", by=Actor.system("t"), at=NOW)
    panel = Panel.objects.create(
        code="mace", name="Exploitation panel", belongs="Stuck cases", holder=cast.agencies["council"], quorum=3
    )
    panel.pathways.set(DefinedPathway.objects.all())
    for name in ("council", "police", "health", "provider"):
        PanelSeat.objects.create(
            panel=panel, agency=cast.agencies[name], since=NOW,
            sees=frozenset({FieldGroup.IDENTITY, FieldGroup.CONCERN, FieldGroup.SUPPORT, FieldGroup.PLAN}),
        )  # fmt: skip
    cast.members["chair"] = Member.objects.create_member(
        username="chair", name="Lena Obi", agency=cast.agencies["council"], role=Role.PANEL_CHAIR
    )
    return cast


def on_panel(cast, given="Amina"):
    """A case that its worker brought before the panel."""
    referral = Referral("exploitation", child(given), ANSWERS, "not_sought_unsafe", "They read her phone.")
    case = refer(referral=referral, by=cast.viewer("dsl"), at=NOW)
    for move, answers in (("strategy", {}), ("to-panel", {"stuck": "Nobody can reach her."})):
        move_case(reference=case.reference, move=move, answers=answers, reason="x", by=cast.viewer("triage"), at=NOW)
    return case


def planned(cast):
    return panels.plan_meeting(
        panel="mace", starts_at=NOW + WEEK, place="Room 3", chair="chair", by=cast.viewer("chair"), at=NOW
    )


def proposed(cast, meeting, case):
    return panel_items.put_on_agenda(
        meeting_id=meeting.pk, case_reference=case.reference, why="She is stuck.", by=cast.viewer("triage"), at=NOW
    )


def invited(cast, item, *agencies):
    panel_items.filter_item(item_id=item.pk, state="accepted", reason="", by=cast.viewer("chair"), at=NOW)
    panel_items.invite(item_id=item.pk, agencies=agencies, by=cast.viewer("chair"), at=NOW)


def opened(cast, meeting, agencies=("council", "police", "health"), reason=""):
    present = [(code, f"Somebody of {code}", "present") for code in agencies]
    return panels.open_meeting(
        meeting_id=meeting.pk, present=present, reason=reason, by=cast.viewer("chair", later(days=7)), at=later(days=7)
    )


def say(cast, item, name, words, release="invited", group="support"):
    return panel_items.contribute(
        item_id=item.pk, group=group, text=words, release=release, by=cast.viewer(name), at=NOW
    )


def heard(cast, item, words="See her together on Friday."):
    by = cast.viewer("chair", later(days=7))
    changes = AgendaItem.objects.get(pk=item.pk).changes
    return panel_items.decide_item(
        item_id=item.pk, decision=words, review_on=date(2027, 2, 1), changes=changes, by=by, at=by.at
    )


def closed(cast, meeting):
    return panels.close_meeting(meeting_id=meeting.pk, by=cast.viewer("chair", later(days=7)), at=later(days=7))
