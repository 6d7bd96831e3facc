"""A plan with a link to the child's own view, and what the child does there: for its tests."""

from datetime import date

from alongside.partners.own_access import visitor
from alongside.support.actions import own_reading, own_view, planning, raising, triage
from alongside.support.models import Concern, OwnView
from alongside.support.own_links import link_and_code
from alongside.support.queries.own_view import own_view_page
from tests.cast import NOW, details

WORDS = "We meet each Tuesday. We get you home safe."


def decided(cast, **changes):
    """A concern of the school that the front door has decided: early help."""
    concern = raising.raise_concern(details=details(**changes), by=cast.viewer("dsl"), at=NOW)
    worker = cast.viewer("triage")
    triage.rate(reference=concern.reference, level_code="complex", reason="As told.", by=worker, at=NOW)
    version = Concern.objects.get(pk=concern.pk).version
    triage.decide_concern(
        reference=concern.reference, kind="early_help", rationale="x", version=version, by=worker, at=NOW
    )
    return concern


def make_plan(cast, **changes):
    """Led by the front door; the school has something to do."""
    concern, worker = decided(cast, **changes), cast.viewer("triage")
    plan = planning.start_plan(
        concern_reference=concern.reference, lead_username="triage", reason="Older boys use her.",
        first_review_on=date(2026, 12, 15), by=worker, at=NOW,
    )  # fmt: skip
    reference = plan.reference
    planning.add_goal(reference=reference, goal="I want to sleep at home", is_childs_words=True, by=worker, at=NOW)
    for what in ("Meet her at the gate", "Move Grace to a safe house"):
        planning.add_action(
            reference=reference, what=what, owner_agency="school", owner="Ms Nandakumar", due_on=date(2026, 11, 30),
            by=worker, at=NOW,
        )  # fmt: skip
    return plan


def let_show(cast, plan, *, agencies=("school",), actions=1, name="triage"):
    """The first of the actions, every goal, and these agencies."""
    viewer = cast.viewer(name)
    offered = own_view_rule(viewer, plan.reference)
    draft = own_view.RuleDraft(
        offered.number, WORDS, [one.key for one in offered.goals], [one.key for one in offered.actions][:actions],
        agencies, "It names somebody else.",
    )  # fmt: skip
    return own_view.keep_rule(reference=plan.reference, draft=draft, by=viewer, at=NOW)


def own_view_rule(viewer, reference):
    return own_view_page(viewer, reference).rule


def linked(cast, plan, reader="child", because="", key="k1", at=NOW):
    return own_view.make_link(
        reference=plan.reference, reader=reader, because=because, sent_key=key, by=cast.viewer("triage", at), at=at
    )


def open_with(link, code=None, at=NOW):
    secret = link_and_code(link.pk)
    return own_reading.open_link(address=secret.address, code=code or secret.code, by=visitor(at), at=at)


def reading(link, at=NOW):
    return own_reading.enter(secret=open_with(link, at=at).secret, by=visitor(at), at=at)


def wrong_code(link):
    code = link_and_code(link.pk).code
    return "000000" if code != "000000" else "111111"


def now_of(link):
    return OwnView.objects.get(pk=link.pk)
