"""Residents' things for the tests: through the same actions as everybody, at the moment at which the cast lives."""

from datetime import timedelta
from uuid import uuid4

from alongside.audit.entries import Actor
from alongside.community.actions import advisors, answering, moderating, networks, reviews, taking_down, telling
from alongside.community.actions.moderating import Judgement
from alongside.community.models import DoorReport, JoinRequest, Post, ReviewApplication
from alongside.community.rules import Complaint
from alongside.community.states import Crowd, ReviewState, Verdict, Wave
from tests.cast import NOW

NOBODY = Actor.unknown()
SHOWN = Judgement(Verdict.SHOWN)
TEXT = "The lamps on the path by the station are out."


def post(text=TEXT, kind="report", at=NOW, **more):
    """The code, and the row."""
    key = uuid4()
    draft = telling.PostDraft(kind, text, **more)
    given = telling.send_post(draft=draft, sent_key=key, by=NOBODY, at=at)
    return given.code, Post.objects.get(sent_key=key)


def shown_post(cast, text=TEXT, at=NOW, **more):
    code, row = post(text, at=at, **more)
    judgement = Judgement(Verdict.SHOWN, shown_text=text, shown_place=row.place)
    moderating.moderate_post(post_id=row.pk, judgement=judgement, by=cast.viewer("community_officer"), at=at)
    return code, row


def confided(words="Somebody waits for her by the gate.", at=NOW, **more):
    key = uuid4()
    draft = telling.DoorDraft(words, True, **more)
    given = telling.tell_the_door(draft=draft, sent_key=key, by=NOBODY, at=at)
    return given.code, DoorReport.objects.get(sent_key=key)


def network(cast, is_shown=True, at=NOW, **more):
    fields = {"name": "Quayside Neighbours", "about": "We look after the quay.", "contact": "hello@quayside.example"}
    made = networks.offer_network(
        draft=networks.NetworkDraft(**{**fields, **more}), sent_key=uuid4(), by=cast.viewer("resident"), at=at
    )
    if is_shown:
        moderating.moderate_network(
            network_id=made, changes=1, judgement=SHOWN, by=cast.viewer("community_officer"), at=at
        )
    return made


def event_draft(**more):
    starts = NOW + timedelta(days=3)
    fields = {
        "title": "Litter walk",
        "place": "The quay steps",
        "starts_at": starts,
        "ends_at": starts + timedelta(hours=2),
    }
    return networks.EventDraft(**{**fields, **more})


def event(cast, network_id, is_shown=True, **more):
    made = networks.offer_event(
        network_id=network_id, draft=event_draft(**more), sent_key=uuid4(), by=cast.viewer("resident"), at=NOW
    )
    if is_shown:
        moderating.moderate_event(
            event_id=made, changes=1, judgement=SHOWN, by=cast.viewer("community_officer"), at=NOW
        )
    return made


def wish(network_id, called="Sam", at=NOW):
    key = uuid4()
    given = networks.ask_to_join(network_id=network_id, called=called, words="", sent_key=key, by=NOBODY, at=at)
    return given.code, JoinRequest.objects.get(sent_key=key)


def priority(cast, at=NOW, **more):
    fields = {"title": "The path by the station", "said": "It is dark, and we walk around it."}
    draft = answering.PriorityDraft(**{**fields, **more})
    return answering.open_priority(draft=draft, sent_key=uuid4(), by=cast.viewer("community_officer"), at=at)


def complaint(days_ago, told_after=3, at=NOW):
    happened = at.date() - timedelta(days=days_ago)
    return reviews.ReportMade(Complaint(happened, happened + timedelta(days=told_after)), "The council")


def application(at=NOW, complaints=(20, 60, 120)):
    key = uuid4()
    draft = reviews.ReviewDraft("victim", "Shouting under the window each night.", "I do not sleep.",
                                tuple(complaint(days, at=at) for days in complaints))  # fmt: skip
    given = reviews.apply_for_review(draft=draft, sent_key=key, by=NOBODY, at=at)
    return given.code, ReviewApplication.objects.get(sent_key=key)


def walk(cast, row, *states, at=NOW):
    """Through these steps, by the community safety officer."""
    for state in states:
        panel = ["Larkmere Police"] if state is ReviewState.HELD else []
        reviews.move_review(
            reference=row.reference,
            to=state,
            reason="As we saw.",
            panel=panel,
            by=cast.viewer("community_officer"),
            at=at,
        )


def patrol(cast, at=NOW):
    draft = advisors.PatrolDraft("The parade", at, at + timedelta(hours=3), 4)
    return advisors.plan_patrol(draft=draft, sent_key=uuid4(), by=cast.viewer("young_advisor"), at=at)


def survey(cast, is_shown=True):
    made = advisors.begin_survey(
        question="Do you trust the police here?", about="The work at the parade", sent_key=uuid4(),
        by=cast.viewer("young_advisor"), at=NOW,
    )  # fmt: skip
    if is_shown:
        moderating.moderate_survey(survey_id=made, judgement=SHOWN, by=cast.viewer("community_officer"), at=NOW)
    return made


def answers(cast, survey_id, people, wave=Wave.BEFORE, crowd=Crowd.YOUNG):
    advisors.count_answers(
        survey_id=survey_id, crowd=crowd, wave=wave, people=people, sent_key=uuid4(), by=cast.viewer("young_advisor"),
        at=NOW,
    )  # fmt: skip


def close_wave(cast, survey_id, wave=Wave.BEFORE):
    advisors.close_wave(survey_id=survey_id, wave=wave, by=cast.viewer("young_advisor"), at=NOW)


def advice(cast, to="council", at=NOW, is_shown=True):
    made = advisors.give_advice(
        agency_code=to, question="Searches at the station", advice="Say why before you search.", sent_key=uuid4(),
        by=cast.viewer("young_advisor"), at=at,
    )  # fmt: skip
    if is_shown:
        moderating.moderate_advice(consultation_id=made, judgement=SHOWN, by=cast.viewer("community_officer"), at=at)
    return made


def take_down(cast, subject, subject_id, at=NOW, by="community_officer"):
    taking_down.take_down(
        subject=subject, subject_id=subject_id, because="names_somebody", words="Say it without her.",
        by=cast.viewer(by), at=at,
    )  # fmt: skip


def make_residents(cast):
    """One of each, with the arguments of the pages that show it."""
    held = application()[1]
    walk(cast, held, ReviewState.ACKNOWLEDGED, ReviewState.MET, ReviewState.HELD)
    reviews.recommend(
        reference=held.reference, agency_code="council", what="Mend the gate.", sent_key=uuid4(),
        by=cast.viewer("community_officer"), at=NOW,
    )  # fmt: skip
    mine = network(cast)
    advised = {"patrol_id": patrol(cast), "survey_id": survey(cast), "consultation_id": advice(cast)}
    public = {"subject": "post", "subject_id": shown_post(cast)[1].pk}
    found = {
        **public, "survey_id": advised["survey_id"], "consultation_id": advised["consultation_id"],
        "post_id": shown_post(cast)[1].pk, "network_id": mine, "event_id": event(cast, mine),
        "priority_id": priority(cast), "report_id": confided()[1].pk, "reference": held.reference,
        "recommendation_id": held.recommendations.get().pk, "request_id": wish(mine)[1].pk,
    }  # fmt: skip
    return {"residents": found, "community": found, "advisors": advised}
