"""Each pile, counted the plain way: its rows read one by one, for every member, and the child whom nobody may see."""

from datetime import UTC, datetime, timedelta

import pytest

from alongside.partners.access import decide
from alongside.partners.actions import restrict
from alongside.partners.states import FieldGroup
from alongside.support.actions.raising import raise_concern
from alongside.support.models import AgendaItem, PanelAction
from alongside.support.queries import piles
from alongside.support.queries.in_hand import FEW, Due, at_hand, due_in
from alongside.support.queries.piles import Pile
from alongside.support.versions_in_use import worked_versions
from tests import exploitation, handovers, panels, waits
from tests.cast import NOW, child, details, later
from tests.encompass import make_encompass, take, told

PILES = {name: one for name, one in vars(piles).items() if isinstance(one, Pile)}
NAMES = ("Amina", "Noor", "Ines")


@pytest.fixture
def world(cast):
    exploitation.make_exploitation_world(cast)
    for made in (make_encompass, waits.make_waits, handovers.make_handover_world):
        made(cast)
    for days, name in enumerate(NAMES):
        raise_concern(details=details(child=child(name)), by=cast.viewer("dsl"), at=NOW)
        waits.referred(cast, days, child=child(name))
        exploitation.exploited(cast, name, worker="triage" if days else None)
        exploitation.moment(cast, key=name, given=name)
        handovers.sent(cast, name)
    item = panels.proposed(cast, panels.planned(cast), panels.on_panel(cast))
    heard = {"state": "heard", "decision": "x", "decided_by": "x", "review_on": NOW.date()}
    AgendaItem.objects.filter(pk=item.pk).update(**heard)
    owner = {"owner_agency": cast.agencies["council"], "owner": "x"}
    PanelAction.objects.create(item=item, what="x", due_on=NOW.date(), added_by="x", added_at=NOW, **owner)
    take(cast, told(), told("Lou", school_name=""))
    return cast


def read(pile, viewer):
    return list(pile.rows(viewer, worked_versions(viewer)))


def plainly(pile, viewer) -> Due:
    """Late before today or, where the moment counts, before now; for today until midnight."""
    dues = [getattr(one, pile.due) for one in read(pile, viewer)]
    known = [one for one in dues if one is not None] if pile.promised else []
    days = [one.astimezone(viewer.at.tzinfo or UTC).date() if isinstance(one, datetime) else one for one in known]
    over = [
        one < viewer.at if isinstance(one, datetime) and not pile.all_day else day < viewer.day
        for one, day in zip(known, days, strict=True)
    ]
    return Due(len(dues), sum(over), sum(day == viewer.day and not gone for day, gone in zip(days, over, strict=True)))


@pytest.mark.parametrize("at", [NOW, later(hours=5), NOW + timedelta(days=40)])
def test_a_pile_counts_what_its_rows_are_one_by_one_and_begins_with_what_is_due_first(world, at):
    filled = set()
    for name in world.members:
        viewer = world.viewer(name, at)
        for title, pile in PILES.items():
            if not pile.is_for(viewer):
                continue
            assert due_in(viewer, [pile]) == [plainly(pile, viewer)], (name, title)
            tasks = at_hand(viewer, [(pile, "test")])[0][1]
            assert len(tasks) == min(FEW, len(read(pile, viewer)))
            assert {task.key for task in tasks} <= {pile.key(row) for row in read(pile, viewer)}
            filled |= {title} if tasks else set()
    assert {"TO_DECIDE", "MY_CASES", "UNTAKEN_CASES", "HANDOVERS_TO_ANSWER", "HANDOVERS_UNDER_WAY", "MOMENTS_OF_TEAM",
            "PANEL_ACTIONS", "PANEL_REVIEWS", "UNTOLD_CONCERNS", "UNTOLD_REFERRALS", "ENCOMPASS_QUEUE"} <= filled  # fmt: skip


def test_cases_and_handovers_lie_in_a_pile_only_where_their_own_page_would_open(world):
    for name in world.members:
        viewer = world.viewer(name)
        versions = {version: purpose for purpose, those in worked_versions(viewer) for version in those}
        for pile in (piles.MY_CASES, piles.UNTAKEN_CASES, piles.HANDOVERS_TO_ANSWER):
            for row in read(pile, viewer) if pile.is_for(viewer) else ():
                assert decide(viewer, row.subject, versions[row.version_id], [FieldGroup.IDENTITY]).allowed


def test_the_outsider_has_an_empty_pile_of_each_kind(world):
    viewer = world.viewer("outsider")
    assert all(one == Due() for one in due_in(viewer, [one for one in PILES.values() if one.is_for(viewer)]))


def test_a_restricted_child_lies_in_no_pile_and_is_in_no_count(world):
    of_children = [one for one in PILES.values() if one.record]
    asked = [(name, one) for name in world.members for one in of_children if one.is_for(world.viewer(name))]
    lying = {one.record(row).person_id for name, one in asked for row in read(one, world.viewer(name))}
    assert lying
    for person in lying:
        restrict(person_id=person, reason="Safety", cleared=[], by=world.viewer("governance"), at=NOW)
    for name, one in asked:
        assert at_hand(world.viewer(name), [(one, "test")]) == [(Due(), ())], name
