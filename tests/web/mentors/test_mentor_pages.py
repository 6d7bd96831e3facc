"""The pages of mentors: from taking on to the planned ending; a name where a number belongs; nothing for others."""

import re

from django.urls import reverse

from alongside.community.mentor_rules import CheckHeld
from alongside.community.models import AmbassadorRole, Match, Mentor
from alongside.community.states import Check, CheckState, EarlyReason, MatchMove
from tests.cast import later
from tests.mentored import NAME, RUNNER, ambassador, check, day, make_mentors, match, mentor, move, neighbour, vetted
from tests.web.reading import errors_in, text_of


def sent_key(page):
    return re.search(r'name="sent_key" value="([^"]+)"', page.content.decode())[1]


def on(field, after):
    when = day(after)
    return {f"{field}-day": when.day, f"{field}-month": when.month, f"{field}-year": when.year}


def test_a_mentor_is_taken_on_vetted_and_matched(cast, as_member):
    runner, path = as_member(RUNNER), reverse("mentors_new")
    said = {"name": NAME, "dbs_needed": "barred", "most_matches": "1", "sent_key": sent_key(runner.get(path))}
    runner.post(path, said)
    runner.post(path, said)
    reference = Mentor.objects.get().reference
    page, check = reverse("mentors_one", args=[reference]), reverse("mentors_check", args=[reference])
    assert "No match yet. References: not there yet." in text_of(runner.get(page))
    for kind in ("reference", "training"):
        runner.post(check, {"check_kind": kind, "state": "passed", **on("issued_on", -9)})
    runner.post(
        check, {"check_kind": "dbs", "state": "passed", "level": "barred", **on("issued_on", -9), **on("renew_on", 50)}
    )
    shown = text_of(runner.get(page))
    assert "Vetted until" in shown and "Renew soon" in shown and "Begin a match" in shown
    begin = reverse("mentors_match_new", args=[reference])
    said = {"age_band": "14-17", "themes": ["school"], **on("starts_on", 0), **on("planned_end", 20)}
    said |= {"sent_key": sent_key(runner.get(begin))}
    wrong = runner.post(begin, {**said, "young_reference": "Amina"})
    assert "id_young_reference" in errors_in(wrong) and not Match.objects.exists()
    runner.post(begin, {**said, "young_reference": "ly-14"})
    listed = text_of(runner.get(reverse("mentors")))
    assert "LY-14" in listed and "Endings within four weeks" in listed and "1 of 1" in listed
    assert "Vetting, supervision and endings of mentors" in text_of(runner.get("/"))


def test_a_check_that_is_not_accepted_needs_a_reason_on_the_page(cast, as_member):
    path = reverse("mentors_check", args=[mentor(cast)])
    wrong = as_member(RUNNER).post(path, {"check_kind": "dbs", "state": "failed"})
    assert "Say why" in text_of(wrong)


def test_supervision_review_and_ending_are_written_down(cast, as_member):
    made, runner = vetted(cast), as_member(RUNNER)
    running = match(cast, made, start=-20)
    runner.post(reverse("mentors_supervision", args=[made]), {"kind": "met", **on("held_on", 0)})
    assert "17 Nov 2026 Met Lucian Harte" in text_of(runner.get(reverse("mentors_one", args=[made])))
    path = reverse("mentors_match", args=[running])
    assert "id_because" in errors_in(runner.post(path, {"move": "ended", **on("day", 0)}))
    runner.post(path, {"move": "ended", "because": "moved", **on("day", 0)})
    assert "Ended early" in text_of(runner.get(path)) and "Review or end it" not in text_of(runner.get(path))
    runner.post(reverse("mentors_leave", args=[made]))
    assert "This mentor has left" in text_of(runner.get(reverse("mentors_one", args=[made])))


def test_a_stale_change_shows_both_texts(cast, as_member):
    made, runner = mentor(cast), as_member(RUNNER)
    path = reverse("mentors_change", args=[made])
    said = {"name": "R. Tull", "dbs_needed": "barred", "most_matches": "2", "changes": "1"}
    runner.post(path, said)
    collided = text_of(runner.post(path, {**said, "name": "Rowena T."}))
    assert "R. Tull" in collided and "Your words stand in the form below" in collided


def test_ambassadors_are_roles_and_one_can_stop(cast, as_member):
    runner, path = as_member(RUNNER), reverse("mentors_ambassador_new")
    said = {"interest": "streets", "supervisor": "Odile Marsh", **on("starts_on", -1), **on("ends_on", 300)}
    runner.post(path, {**said, "sent_key": sent_key(runner.get(path))})
    assert "Serves" in text_of(runner.get(reverse("mentors_ambassadors")))
    runner.post(reverse("mentors_ambassador_stop", args=[AmbassadorRole.objects.get().reference]))
    assert "Stopped" in text_of(runner.get(reverse("mentors_ambassadors")))


def test_another_agency_and_other_roles_read_nothing(cast, as_member):
    made = make_mentors(cast)["mentors"]
    neighbour(cast)
    ambassador(cast, by="neighbour")
    other = as_member("neighbour")
    assert NAME not in text_of(other.get(reverse("mentors")))
    for name in ("neighbour", "outsider", "young_advisor", "community_officer"):
        asking = as_member(name)
        assert asking.get(reverse("mentors_one", args=[made["reference"]])).status_code == 403
        assert asking.get(reverse("mentors_match", args=[made["match_id"]])).status_code == 403
        stop = asking.post(reverse("mentors_ambassador_stop", args=[made["ambassador"]]))
        assert stop.status_code == 403
    assert AmbassadorRole.objects.filter(ended_at__isnull=True).count() == 2


def test_figures_are_of_the_own_agency_or_of_all(cast, as_member):
    make_mentors(cast)
    assert "too few to show" in text_of(as_member(RUNNER).get(reverse("mentors_figures")))
    told = text_of(as_member("analyst").get(reverse("mentors_figures")))
    assert "All agencies" in told and NAME not in told


def test_what_is_late_stands_on_top_with_what_to_do(cast, as_member):
    made, runner = vetted(cast), as_member(RUNNER)
    running = match(cast, made, start=-20)
    check(cast, made, Check.TRAINING, CheckHeld(CheckState.WITHDRAWN), "Left the course.")
    Match.objects.update(review_by=later(days=-1), planned_end=day(-1))
    Mentor.objects.update(supervise_by=later(days=-1))
    listed = text_of(runner.get(reverse("mentors")))
    for words in ("Stop the meetings until it is in order", "Supervision overdue", "Matches to review", "Past"):
        assert words in listed
    assert "Training: no longer in order. Stop the meetings" in text_of(runner.get(reverse("mentors_one", args=[made])))
    shown = text_of(runner.get(reverse("mentors_match", args=[running])))
    assert "Past its planned end" in shown and "Review late" in shown
    # One mentor, one match: each is one thing to do, for however many reasons.
    assert "2 late" in text_of(runner.get("/"))


def test_a_share_of_enough_has_its_count_period_and_interval(cast, as_member):
    for number in range(12):
        made = match(cast, vetted(cast), number=f"LY-{number}", start=-20, end=10 if number < 6 else 90)
        move(cast, made, MatchMove.ENDED, 0, EarlyReason.NO_FIT)
    told = text_of(as_member(RUNNER).get(reverse("mentors_figures")))
    assert (
        "6 of 12 95% interval" in told and "Larkmere Council front door, 18 November 2025 to 17 November 2026" in told
    )
