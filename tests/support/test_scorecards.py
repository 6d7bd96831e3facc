"""A provider's scorecard: what it counts, what it holds back, and the provider's own words beside it."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import DatabaseError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.common.periods import month_of
from alongside.partners.errors import Invalid, Refused, Stale
from alongside.support.actions.scorecards import (
    draw_up_scorecard,
    finish_replies,
    freeze_scorecard,
    reply_to_scorecard,
)
from alongside.support.casefacts import facts_of
from alongside.support.contract_terms import Listed
from alongside.support.models import Contract, ScorecardCopy, ScorecardReply
from alongside.support.queries.scorecards import copy_page, scorecard
from alongside.support.scorecard_figures import EXACT, Fact, case_mix, figures
from alongside.support.small_counts import SMALL, Rough, is_small, row_told, share_told, shares_told, total_told
from tests.cast import NOW, later
from tests.providers import END, contract, make_provider_world, marked, moved, referred, session, supported

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
OUTCOMES = (Listed("safer", "Feels safer"),)
CELLS = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 30), min_size=1)


def fact(contract=1, **changes):
    given = {
        "on_time": True, "accepted": True, "met": True, "waited": 4.0, "age": 15, "sex": "Male", "setting": "In the community",
        "source": "School or college", "offered": 10, "came": 8, "at_end": {"safer": "achieved"},
    } | changes  # fmt: skip
    return Fact(contract=contract, **given)


def named(facts, code, tell=EXACT):
    return next(one for one in figures(facts, 1, OUTCOMES, tell) if one.code == code)


@QUICK
@given(cells=CELLS)
def test_no_small_count_is_shown_and_none_can_be_worked_out_from_the_total(cells):
    shown = row_told(cells)
    held = [name for name, count in shown.items() if count is None]
    assert all(count is None or not is_small(count) for count in shown.values())
    if any(map(is_small, cells.values())) and len(held) < len(cells):
        assert len(held) >= 2 and sum(cells[name] for name in held) >= SMALL


@QUICK
@given(parts=st.lists(st.integers(0, 30), min_size=1, max_size=6))
def test_a_total_of_parts_shown_elsewhere_gives_no_small_part_away(parts):
    small = [one for one in parts if is_small(one)]
    if total_told(parts) is not None:
        assert len(small) != 1 and not (small and sum(small) < SMALL)


@QUICK
@given(count=st.integers(0, 60), more=st.integers(0, 60))
def test_a_share_is_shown_only_when_both_sides_are_large_enough_and_lies_in_its_interval(count, more):
    found = share_told(count, count + more)
    if found is None:
        assert count + more < SMALL or is_small(count) or is_small(more)
    else:
        assert found.low <= count / (count + more) <= found.high


def test_shares_of_all_providers_are_held_back_when_they_would_give_one_away():
    assert shares_told([(10, 20), (2, 20)]) is None
    assert shares_told([(10, 20), (11, 20)]).words == "21 of 40 (52%)"


def test_a_figure_says_what_it_counts_over_how_many_how_sure_and_beside_whom():
    facts = [fact(on_time=place < 12) for place in range(20)] + [fact(2, on_time=True) for _ in range(10)]
    one = named(facts, "decided")
    assert (one.value, one.interval) == ("12 of 20 (60%)", "95% interval 36% to 81%")
    assert one.comparator == "All providers together: 22 of 30 (73%), 95% interval 54% to 88%"
    assert one.definition.startswith("Referrals that were decided")


def test_a_referral_whose_clock_still_runs_is_neither_in_time_nor_late():
    facts = [fact() for _ in range(8)] + [fact(on_time=None) for _ in range(9)]
    assert named(facts, "decided").value == "8 of 8 (100%)"


def test_what_does_not_apply_is_left_out_of_an_outcome_and_partly_counts():
    ends = ["achieved"] * 4 + ["partly"] * 4 + ["not"] * 6 + ["not_applicable"] * 9
    assert named([fact(at_end={"safer": end}) for end in ends], "outcome-safer").value == "8 of 14 (57%)"


def test_waits_count_those_who_still_wait_with_an_interval():
    facts = [fact(waited=float(days)) for days in range(2, 12)] + [fact(met=False, waited=20.0) for _ in range(6)]
    one = named(facts, "wait")
    assert one.value == "9.5 days, 16 people" and one.interval.startswith("95% interval")


def test_a_small_provider_shows_nothing_that_could_be_a_person():
    shown = figures([fact(offered=0, came=0) for _ in range(3)], 1, OUTCOMES)
    assert all(one.value.startswith(("Held back", "None yet", "0")) for one in shown)


def test_the_case_mix_stands_beside_and_holds_small_groups_back():
    facts = [fact(age=15) for _ in range(9)] + [fact(age=17) for _ in range(2)] + [fact(age=20) for _ in range(7)]
    rows = {row.label: row.own for row in case_mix(facts, 1, {})[0].rows}
    assert rows["16 and 17"] == "held back" and Counter(rows.values())["held back"] == 2
    assert rows["14 and 15"] == "9"


@pytest.fixture
def world(cast):
    return make_provider_world(cast)


def drawn(world, at=NOW):
    day = NOW.date()
    return draw_up_scorecard(
        reference=world.contract.reference, first_day=month_of(day - timedelta(days=30)), last_day=day,
        by=world.viewer("manager", at), at=at,
    )  # fmt: skip


def test_facts_are_read_from_what_was_done(world):
    case = supported(world, answers={"setting": "custody"})
    session(world, case)
    session(world, case, "not_brought", obstacle="travel", at=later(days=2))
    moved(world, case, "pause", at=later(days=3)), moved(world, case, "resume", at=later(days=4))
    marked(world, case, "end", "achieved", at=later(days=5))
    moved(world, case, "end", END, at=later(days=6)), moved(world, case, "came-back", at=later(days=8))
    one = facts_of([world.contract], NOW.date(), NOW.date(), later(days=9))[0]
    assert (one.on_time, one.accepted, one.met, one.offered, one.came) == (True, True, True, 2, 1)
    assert (one.breaks, one.returns, one.age, one.strands) == (1, 1, 14, ("safety",))
    assert one.at_end == {"safer": "achieved", "trusted": "achieved"} and one.setting.startswith("In custody")


def test_a_referral_that_nobody_decided_within_seven_days_is_late(world):
    referred(world)
    assert facts_of([world.contract], NOW.date(), NOW.date(), later(days=6))[0].on_time is None
    assert facts_of([world.contract], NOW.date(), NOW.date(), later(days=9))[0].on_time is False


def test_the_providers_reply_stands_beside_the_figure_before_the_copy_is_frozen(world):
    copy = drawn(world)
    with pytest.raises(Invalid, match="may still reply"):
        freeze_scorecard(copy=copy.pk, by=world.viewer("manager"), at=NOW)
    provider = world.viewer("youth_worker")
    for _ in range(2):
        reply_to_scorecard(copy=copy.pk, figure="attendance", text="A strike of buses.", by=provider, at=NOW)
    finish_replies(copy=copy.pk, by=provider, at=NOW)
    freeze_scorecard(copy=copy.pk, by=world.viewer("manager"), at=NOW)
    shown = {figure.code: replies for figure, replies in copy_page(world.viewer("manager"), copy.pk).figures}
    assert [one.words for one in shown["attendance"]] == ["A strike of buses."]
    with pytest.raises(Stale):
        reply_to_scorecard(copy=copy.pk, figure="", text="More.", by=provider, at=NOW)
    with pytest.raises(DatabaseError):
        ScorecardReply.objects.update(words="Nothing.")


def test_after_the_time_for_replies_it_may_be_frozen(world):
    copy = drawn(world)
    at = copy.reply_until + timedelta(minutes=1)
    freeze_scorecard(copy=copy.pk, by=world.viewer("manager", at), at=at)
    assert ScorecardCopy.objects.get().frozen_at == at


def test_a_frozen_copy_says_for_ever_what_it_said(world):
    copy = drawn(world)
    for name in ("Amina", "Noor", "Lena", "Sami", "Ines", "Otto"):
        referred(world, name)
    assert copy_page(world.viewer("manager"), copy.pk).figures[0][0].value == "0"
    assert len(facts_of([world.contract], month_of(NOW.date()), NOW.date(), NOW)) == 6
    assert drawn(world) == copy  # of a period there is one, for good


def test_periods_that_overlap_are_not_both_drawn_up_nor_those_of_another_provider_beside(world):
    contract(world, "lantern")
    drawn(world)
    other = Contract.objects.exclude(pk=world.contract.pk).get()
    for one in (world.contract, other):
        with pytest.raises(Invalid, match="which overlaps"):
            draw_up_scorecard(
                reference=one.reference, first_day=month_of(NOW.date()), last_day=NOW.date(),
                by=world.viewer("manager"), at=NOW,
            )  # fmt: skip
    draw_up_scorecard(
        reference=other.reference, first_day=month_of(NOW.date() - timedelta(days=30)), last_day=NOW.date(),
        by=world.viewer("manager"), at=NOW,
    )  # fmt: skip


@QUICK
@given(st.lists(st.integers(0, 30), min_size=13, max_size=13))
def test_two_live_cards_a_month_apart_tell_no_small_month(months):
    """Of the twelve months before this month and before the next, every count that is shown is subtracted."""
    told = []
    for window in (months[:12], months[1:]):
        facts = [fact(accepted=place % 3 > 0) for place in range(sum(window))]
        told.append(named(facts, "referrals", Rough()).value)
    if all(one.isdecimal() for one in told):
        assert not 0 < abs(int(told[0]) - int(told[1])) < SMALL


def test_the_live_card_is_of_twelve_whole_months_in_steps_of_five(world):
    card = scorecard(world.viewer("manager"), world.contract.reference)
    assert (card.first_day, card.last_day) == (date(2025, 11, 1), date(2026, 10, 31))
    shown = figures([fact(on_time=place < 12) for place in range(21)], 1, OUTCOMES, Rough())
    assert {one.code: one.value for one in shown}["decided"] == "10 of 20 (50%)"


def test_drawn_up_twice_there_is_one_copy(world):
    assert drawn(world) == drawn(world)


def test_a_scorecard_is_for_its_commissioner_and_its_provider(world):
    contract(world, "lantern")
    copy = drawn(world)
    for who in ("outsider", "mentor", "triage", "dsl", "analyst"):
        by = world.viewer(who)
        with pytest.raises(Refused):
            scorecard(by, world.contract.reference)
        with pytest.raises(Refused):
            copy_page(by, copy.pk)
        with pytest.raises(Refused):
            reply_to_scorecard(copy=copy.pk, figure="", text="x", by=by, at=NOW)
        with pytest.raises(Refused):
            freeze_scorecard(copy=copy.pk, by=by, at=NOW)


def test_a_provider_draws_up_nothing_and_a_commissioner_replies_to_nothing(world):
    copy = drawn(world)
    day = NOW.date()
    with pytest.raises(Refused):
        draw_up_scorecard(
            reference=world.contract.reference,
            first_day=month_of(day),
            last_day=day,
            by=world.viewer("youth_worker"),
            at=NOW,
        )
    with pytest.raises(Refused):
        reply_to_scorecard(copy=copy.pk, figure="", text="x", by=world.viewer("manager"), at=NOW)
