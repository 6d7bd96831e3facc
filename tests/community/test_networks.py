"""Networks and priorities: read first, no list of members, each its own, two texts that collide."""

from datetime import timedelta
from uuid import uuid4

import pytest

from alongside.audit.models import Event
from alongside.community.actions import answering, networks
from alongside.community.actions.forgetting import WISH_TO_JOIN, forget_words
from alongside.community.errors import ChangedMeanwhile, CommunityRefused
from alongside.community.models import JoinRequest
from alongside.community.queries import kept, public
from alongside.community.queries.codes import by_code
from alongside.community.states import PriorityState
from alongside.partners.errors import Refused
from tests.cast import NOW
from tests.residents import event, event_draft, network, priority, wish

DRAFT = networks.NetworkDraft("Quayside Neighbours", "New words.", contact="hello@quayside.example")


def change(cast, network_id, changes, by="resident"):
    networks.change_network(network_id=network_id, draft=DRAFT, changes=changes, by=cast.viewer(by), at=NOW)


def test_new_words_wait_while_the_old_ones_stay_public(cast):
    mine = network(cast)
    change(cast, mine, 1)
    assert public.network(mine).about == "We look after the quay."
    assert [one.id for one in kept.to_moderate(cast.viewer("community_officer")).networks] == [mine]


def test_a_save_against_an_older_version_shows_the_other_text(cast):
    mine = network(cast)
    change(cast, mine, 1)
    with pytest.raises(ChangedMeanwhile) as met:
        change(cast, mine, 1)
    assert "New words." in met.value.theirs


def test_nobody_changes_another_agency_s_network_and_the_refusal_is_logged(cast):
    mine = network(cast)
    other = cast.viewer("resident")
    object.__setattr__(other, "agency_id", cast.agencies["outside"].pk)
    with pytest.raises(Refused):
        networks.change_network(network_id=mine, draft=DRAFT, changes=1, by=other, at=NOW)
    with pytest.raises(Refused):
        change(cast, mine, 1, by="outsider")
    assert Event.objects.filter(outcome="refused", subject_kind="residents’ network").count() == 2
    assert public.network(mine).about == "We look after the quay."


def test_a_wish_to_join_is_read_by_the_network_alone_and_answered_behind_the_code(cast):
    mine = network(cast)
    code, row = wish(mine)
    assert [one.called for one in kept.wishes(cast.viewer("resident"), mine)] == ["Sam"]
    for name in ("community_officer", "outsider", "triage"):
        with pytest.raises(Refused):
            kept.wishes(cast.viewer(name), mine)
    networks.reply_to_join(request_id=row.pk, reply="Thursday at 7, by the steps.", by=cast.viewer("resident"), at=NOW)
    assert by_code(code, at=NOW)[1].reply == "Thursday at 7, by the steps."


def test_wishes_are_forgotten_in_six_weeks(cast):
    code, _row = wish(network(cast))
    forget_words(at=NOW + WISH_TO_JOIN + timedelta(days=1))
    assert not JoinRequest.objects.exists() and by_code(code, at=NOW) is None


def test_a_moved_event_is_read_again_before_it_is_public(cast):
    mine = network(cast)
    one = event(cast, mine)
    assert [told.title for told in public.events(at=NOW)] == ["Litter walk"]
    networks.change_event(
        event_id=one, draft=event_draft(place="The park"), changes=1, by=cast.viewer("resident"), at=NOW
    )
    assert public.events(at=NOW) == []
    assert [told.id for told in kept.to_moderate(cast.viewer("community_officer")).events] == [one]


def test_an_event_that_ends_before_it_begins_is_refused(cast):
    mine = network(cast)
    with pytest.raises(CommunityRefused, match="must end after"):
        networks.offer_event(
            network_id=mine, draft=event_draft(ends_at=NOW), sent_key=uuid4(), by=cast.viewer("resident"), at=NOW
        )


def test_a_priority_is_late_when_residents_were_not_told_in_twenty_working_days(cast):
    one = priority(cast)
    due = public.priority(one, at=NOW).report_back_by
    assert not public.priority(one, at=due).is_late
    assert public.priority(one, at=due + timedelta(minutes=1)).is_late
    officer = cast.viewer("community_officer")
    answering.report_back(
        priority_id=one, to=PriorityState.OPEN, did="New lamps.", by=officer, at=due + timedelta(days=1)
    )
    told = public.priority(one, at=due + timedelta(days=2))
    assert not told.is_late and told.steps[0].was_late and told.report_back_by > due


def test_only_the_community_officer_reports_back_and_says_what_was_done(cast):
    one = priority(cast)
    for name in ("resident", "outsider", "sergeant"):
        with pytest.raises(Refused):
            answering.report_back(priority_id=one, to=PriorityState.DONE, did="x", by=cast.viewer(name), at=NOW)
    with pytest.raises(CommunityRefused):
        answering.report_back(
            priority_id=one, to=PriorityState.DONE, did=" ", by=cast.viewer("community_officer"), at=NOW
        )
