"""A year of residents in Larkmere: networks, questions answered in time and late, one not shown, a case review with its
appeal, Young Advisors on patrol. Through the same actions as everybody; codes are thrown away, as their holders would."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from alongside.audit.entries import Actor
from alongside.community.actions import advisors, answering, door, moderating, networks, reviews, taking_down, telling
from alongside.community.actions.advisors import PatrolCounts, PatrolDraft
from alongside.community.actions.answering import PriorityDraft
from alongside.community.actions.moderating import Judgement
from alongside.community.actions.networks import EventDraft, NetworkDraft
from alongside.community.actions.reviews import ReportMade, ReviewDraft
from alongside.community.actions.telling import DoorDraft, PostDraft
from alongside.community.queries import door as confided
from alongside.community.queries.kept import to_moderate, wishes
from alongside.community.queries.reviews import recommendations_to_us
from alongside.community.queries.wards import Ward, wards
from alongside.community.rules import Complaint
from alongside.community.states import Acceptance, Crowd, DoorState, PriorityState, ReviewState, Subject, Verdict, Wave
from alongside.demo import cast
from alongside.demo.life import Life, Story, World
from alongside.partners.standing import Viewer
from alongside.places import queries as places

KEYS = UUID("2f1b7c3e-55c0-4b0e-9f5f-6d2a1f0b7a10")
NOBODY = Actor.unknown()
OFFICER, COLLEAGUE, RUNNER, ADVISOR, SERGEANT, WORKER = "saoirse", "delphine", "winsome", "zeke", "bryn", "tomasz"
SHOWN = Judgement(Verdict.SHOWN)
STAYED_IN = 4


@dataclass(frozen=True)
class Asked:
    """`back` is how many working days ago it came; `answer_after` how many later the answer, if there is one."""

    back: int
    kind: str
    ward: int
    place: str
    text: str
    did: str = ""
    answer_after: int = 0


ASKED = (
    Asked(210, "report", 0, "The path by the station", "The lamps on the path are out. People walk on the road.",
          "All nine lamps were changed in a week. Ring the number on the post if one fails again.", 6),
    Asked(150, "question", 1, "", "Why are there police vans at the market on Saturdays?",
          "They are there since the fights in spring. We look each month whether they are still needed.", 9),
    Asked(96, "report", 2, "The play park", "Broken glass lies by the swings each Monday.",
          "The park is swept on Sunday nights now. It took us too long to agree who does it: we are sorry.", 23),
    Asked(40, "question", 0, "", "Is there anything to do for 14 year olds in the half term?",
          "Yes: boxing, climbing and a film week. The list is at the library and at each school.", 4),
    Asked(24, "report", 1, "The bus stop at the parade", "Groups shout at people who wait for the bus after 9.", "", 0),
    Asked(6, "question", 2, "", "When does the youth club open again?", "", 0),
)  # fmt: skip


def let_residents_live(world: World) -> None:
    """After the borough is drawn, so that there are wards. Nobody is drawn for these stories: no child is in them."""
    own = replace(world, life=Life(world.moments.now))
    for story in (
        _networks(own), *(_asked(own, one) for one in ASKED), _not_shown(own), _taken_down(own), _confided(own), _unread(own),
        _priorities(own), _review(own), _advisors(own), _rota(own),
    ):  # fmt: skip
        own.life.add(story)
    own.life.run()


def _ward(number: int) -> Ward:
    held = wards()
    return held[number % len(held)] if held else Ward("", "")


def _key(*parts: object) -> UUID:
    return uuid5(KEYS, "/".join(map(str, parts)))


def _read_all(world: World, at: datetime) -> None:
    """The moderator lets through what waits of networks, events and Young Advisors."""
    officer = world.viewer(OFFICER, at)
    waiting = to_moderate(officer)
    for one in waiting.networks:
        moderating.moderate_network(network_id=one.id, changes=one.changes, judgement=SHOWN, by=officer, at=at)
    for event in waiting.events:
        moderating.moderate_event(event_id=event.id, changes=event.changes, judgement=SHOWN, by=officer, at=at)
    for survey in waiting.surveys:
        moderating.moderate_survey(survey_id=survey.id, judgement=SHOWN, by=officer, at=at)
    for advice in waiting.advice:
        moderating.moderate_advice(consultation_id=advice.id, judgement=SHOWN, by=officer, at=at)


def _networks(world: World) -> Story:
    yield (at := world.moments.worked(240, 11))
    made = []
    for number, (name, about) in enumerate(
        (
            ("Quayside Neighbours", "We meet, walk the quay together at dusk, and tell the council what is broken."),
            ("Parents of the Parade", "Parents who take turns at the bus stop after school, in yellow coats."),
            ("The Allotment Table", "Tea and talk on Sundays. Young people have their own beds to plant."),
        )
    ):
        ward = _ward(number)
        draft = NetworkDraft(
            name, about, "First Thursday at 7, in the library", "hello@quayside.example", ward.code, ward.name
        )
        made.append(networks.offer_network(draft=draft, sent_key=_key(name), by=world.viewer(RUNNER, at), at=at))
    yield (at := world.moments.worked(238, 10))
    _read_all(world, at)
    for month in range(10, -1, -1):
        yield (at := world.moments.on_open_day(30 * month + 12, 15))
        _event(world, made[month % 3], month, at)
        yield (at := at + timedelta(hours=1))
        _read_all(world, at)
    yield (at := world.moments.worked(5, 18))
    networks.ask_to_join(
        network_id=made[0], called="Ade", words="Is it fine to bring a pram?", sent_key=_key("ade"), by=NOBODY, at=at
    )
    networks.ask_to_join(network_id=made[0], called="", words="", sent_key=_key("quiet"), by=NOBODY, at=at)
    yield (at := world.moments.worked(3, 9))
    wish = next(one for one in wishes(world.viewer(RUNNER, at), made[0]) if one.called)
    reply = "Prams are welcome. Thursday at 7, the door by the steps."
    networks.reply_to_join(request_id=wish.id, reply=reply, by=world.viewer(RUNNER, at), at=at)


def _event(world: World, network_id: int, month: int, at: datetime) -> None:
    starts = (at + timedelta(days=16)).replace(hour=18, minute=30, second=0, microsecond=0)
    titles = ("Evening walk", "Talk with the neighbourhood police", "Litter morning")
    draft = EventDraft(
        titles[month % 3], "The library, small hall", starts, starts + timedelta(hours=2), "All ages. Tea is free."
    )
    runner = world.viewer(RUNNER, at)
    made = networks.offer_event(network_id=network_id, draft=draft, sent_key=_key("event", month), by=runner, at=at)
    if month == 4:
        networks.call_off_event(event_id=made, by=runner, at=at)


def _send(one: Asked, at: datetime) -> UUID:
    ward, key = _ward(one.ward), _key(one.text)
    draft = PostDraft(one.kind, one.text, one.place, ward.code, ward.name)
    telling.send_post(draft=draft, sent_key=key, by=NOBODY, at=at)
    return key


def _moderate(world: World, text: str, judgement: Judgement, at: datetime) -> int:
    officer = world.viewer(OFFICER, at)
    post = next(one for one in to_moderate(officer).posts if one.text == text)
    moderating.moderate_post(post_id=post.id, judgement=judgement, by=officer, at=at)
    return post.id


def _asked(world: World, one: Asked) -> Story:
    yield (at := world.moments.worked(one.back, 13))
    _send(one, at)
    yield (at := world.moments.worked(one.back - 1, 9))
    shown = Judgement(Verdict.SHOWN, shown_text=one.text, shown_place=one.place)
    post_id = _moderate(world, one.text, shown, at)
    if one.did:
        yield (at := world.moments.worked(one.back - one.answer_after, 15))
        answering.answer_post(post_id=post_id, did=one.did, by=world.viewer(OFFICER, at), at=at)


def _taken_down(world: World) -> Story:
    """A question was shown although it told who somebody is: the next morning a moderator took it down."""
    one = Asked(80, "question", 1, "", "Why does the man with the red van at the corner shop never get a ticket?")
    yield (at := world.moments.worked(one.back, 15))
    _send(one, at)
    yield (at := world.moments.worked(one.back - 1, 10))
    post_id = _moderate(world, one.text, Judgement(Verdict.SHOWN, shown_text=one.text), at)
    yield (at := world.moments.worked(one.back - 2, 9))
    taking_down.take_down(
        subject=Subject.POST, subject_id=post_id, because="names_somebody",
        words="Everybody on the street knows who is meant. Ask about parking there without the van.",
        by=world.viewer(COLLEAGUE, at), at=at,
    )  # fmt: skip


def _not_shown(world: World) -> Story:
    """A post that attacks a group: nobody reads it, and its writer reads why."""
    one = Asked(30, "report", 1, "The parade", "It is always those people from the towers, throw them all out.")
    yield (at := world.moments.worked(one.back, 22))
    _send(one, at)
    yield (at := world.moments.worked(one.back - 1, 10))
    said = "Tell us what happens, where and when. Then we can do something."
    _moderate(world, one.text, Judgement(Verdict.REJECTED, "unkind", said), at)


def _confided(world: World) -> Story:
    """One read and passed on, one that nobody has read in time."""
    told = DoorDraft(
        "An old woman in our block never goes out any more, and two men carry boxes in and out at night.", False,
        when_safe="Mornings", ward_name=_ward(0).name,
    )  # fmt: skip
    yield (at := world.moments.worked(12, 20))
    key = _key("door 1")
    telling.tell_the_door(draft=told, sent_key=key, by=NOBODY, at=at)
    yield (at := world.moments.worked(11, 9))
    report_id = _newest_at_door(world, at)
    for to, reason in (
        (DoorState.READ, ""),
        (DoorState.PASSED_ON, "To adult social care, by telephone, the same day."),
    ):
        door.step_at_door(report_id=report_id, to=to, reason=reason, by=world.viewer(WORKER, at), at=at)
    yield (at := world.moments.worked(3, 21))
    late = DoorDraft("A boy sits alone on our stairs until midnight most nights. He says he is waiting.", True)
    telling.tell_the_door(draft=late, sent_key=_key("door 2"), by=NOBODY, at=at)


def _newest_at_door(world: World, at: datetime) -> int:
    return confided.queue(world.viewer(WORKER, at))[0][0].id


def _unread(world: World) -> Story:
    """Sent this morning: the moderator has not read it."""
    yield (at := world.moments.worked(1, 16))
    _send(Asked(1, "question", 2, "", "Who do we ask for a light at the garages?"), at)


def _priorities(world: World) -> Story:
    told = (
        (200, 0, "The path by the station", "It is dark and people walk around it.", PriorityState.DONE, 12,
         "The lamps are new and the hedge is cut. We measured the light with residents."),
        (60, 1, "Evenings at the parade", "Fights and shouting outside the takeaways.", PriorityState.OPEN, 18,
         "Wardens and police stand there together on Fridays. The shops close their doors at midnight."),
        (45, 2, "Glass in the play park", "Children cut their feet.", PriorityState.OPEN, 0, ""),
    )  # fmt: skip
    for back, number, title, said, to, after, did in told:
        yield (at := world.moments.worked(back, 12))
        ward = _ward(number)
        officer = world.viewer(OFFICER, at)
        draft = PriorityDraft(title, said, ward.code, ward.name)
        made = answering.open_priority(draft=draft, sent_key=_key(title), by=officer, at=at)
        if did:
            world.life.add(_told(world, made, to, did, back - after))
        world.life.add(_joined_with_a_problem(world, made, draft))


def _joined_with_a_problem(world: World, priority_id: int, draft: PriorityDraft) -> Story:
    """Partners work on the same place: the priority says so."""
    yield (at := world.moments.ago(hours=20))
    words = draft.title.split()[-1]
    found = next((one.id for one in places.problems()[0] if words in one.name), None)
    if found is not None:
        answering.change_priority(
            priority_id=priority_id,
            draft=replace(draft, problem_id=found),
            changes=1,
            by=world.viewer(OFFICER, at),
            at=at,
        )


def _told(world: World, priority_id: int, to: PriorityState, did: str, back: int) -> Story:
    yield (at := world.moments.worked(back, 14))
    answering.report_back(priority_id=priority_id, to=to, did=did, by=world.viewer(OFFICER, at), at=at)


def _review(world: World) -> Story:
    """By the dates it was not met; on appeal the harm counted, and two agencies were asked for something."""
    yield (at := world.moments.worked(70, 10))
    reports = tuple(
        ReportMade(
            Complaint((at - timedelta(days=back)).date(), (at - timedelta(days=back - told)).date()), "Larkmere Homes"
        )
        for back, told in ((20, 2), (60, 40), (90, 3))
    )
    ward = _ward(1)
    draft = ReviewDraft(
        "victim", "Banging and threats through the wall, at night, since the spring.",
        "I sleep at work. I am afraid to go home.", reports, "", ward.code, ward.name,
    )  # fmt: skip
    given = reviews.apply_for_review(draft=draft, sent_key=_key("review"), by=NOBODY, at=at)
    steps: tuple[tuple[int, str, ReviewState, str], ...] = (
        (66, OFFICER, ReviewState.ACKNOWLEDGED, "We have it, and rang the housing officer."),
        (57, OFFICER, ReviewState.NOT_MET, "Two of three reports count. One was made more than a month after."),
    )
    for back, who, to, reason in steps:
        yield (at := world.moments.worked(back, 11))
        reviews.move_review(reference=given.reference, to=to, reason=reason, by=world.viewer(who, at), at=at)
    yield (at := world.moments.worked(50, 19))
    reviews.appeal_review(
        reference=given.reference, words="I could not ring sooner, I was in hospital.", by=NOBODY, at=at
    )
    for back, to, reason in (
        (46, ReviewState.APPEAL_UPHELD, "The harm is great, and the delay was not the applicant’s fault."),
        (32, ReviewState.HELD, "All three agencies came. The landlord had three more reports from other flats."),
    ):
        yield (at := world.moments.worked(back, 11))
        panel = ["Larkmere Police", "Larkmere Homes", "Larkmere Council front door"] if to is ReviewState.HELD else []
        reviews.move_review(
            reference=given.reference, to=to, reason=reason, panel=panel, by=world.viewer(COLLEAGUE, at), at=at
        )
    asked = {
        cast.POLICE: "Visit on three nights and write down what is heard.",
        cast.HOUSING: "Serve a notice, and offer the applicant a move.",
    }
    for code, what in asked.items():
        reviews.recommend(
            reference=given.reference, agency_code=code, what=what, sent_key=_key("asked", code),
            by=world.viewer(OFFICER, at), at=at,
        )  # fmt: skip
    yield (at := world.moments.worked(20, 9))
    _police_answers(world, at)


def _police_answers(world: World, at: datetime) -> None:
    by = world.viewer(SERGEANT, at)
    asked = recommendations_to_us(by)[0][0]
    words = "Done on 3 nights. We heard it twice, and the tenant was warned."
    reviews.answer_recommendation(recommendation_id=asked.id, acceptance=Acceptance.DONE, words=words, by=by, at=at)


def _advisors(world: World) -> Story:
    yield (at := world.moments.worked(120, 16))
    by = world.viewer(ADVISOR, at)
    survey = advisors.begin_survey(
        question="Would you ask a police officer here for help?", about="Before and after officers and Young Advisors "
        "walked together at the parade", sent_key=_key("survey"), by=by, at=at,
    )  # fmt: skip
    _count(survey, Wave.BEFORE, (31, 24, 18, 9, 6), (2, 4, 9, 14, 8), by, at)
    yield (at := world.moments.worked(118, 10))
    _read_all(world, at)
    for number, patrol in enumerate(_patrols(world)):
        yield (at := patrol.starts_at - timedelta(days=2))
        made = advisors.plan_patrol(draft=patrol, sent_key=_key("patrol", number), by=world.viewer(ADVISOR, at), at=at)
        yield (at := patrol.ends_at + timedelta(hours=1))
        topics, offers = {"safety": 6, "police": 5 + number, "things_to_do": 7}, {"activity": 5, "job_help": 2}
        counts = PatrolCounts(4, 9 + 3 * number, topics, offers)
        if number == STAYED_IN:
            counts = PatrolCounts(0, 0, {}, {}, "Heavy rain")
        advisors.report_patrol(patrol_id=made, counts=counts, by=world.viewer(ADVISOR, at), at=at)
    yield (at := world.moments.worked(34, 17))
    by = world.viewer(ADVISOR, at)
    _count(survey, Wave.AFTER, (19, 21, 20, 17, 12), (1, 2, 8, 17, 9), by, at)
    for wave in Wave:
        advisors.close_wave(survey_id=survey, wave=wave, by=by, at=at)
    advice = [
        advisors.give_advice(agency_code=code, question=question, advice=words, sent_key=_key(question), by=by, at=at)
        for code, question, words in (
            (cast.POLICE, "Searches at the station", "Say who you are and why, before you touch anybody’s bag."),
            (cast.COUNCIL, "The youth club hours", "Open until 10 on Fridays. That is when it starts on the street."),
        )
    ]
    yield (at := world.moments.worked(33, 9))
    _read_all(world, at)
    yield (at := world.moments.worked(16, 10))
    words = "From now on each officer says it first, and gives a card with it."
    advisors.answer_advice(consultation_id=advice[0], words=words, by=world.viewer(SERGEANT, at), at=at)


def _rota(world: World) -> Story:
    """Of the last weeks one patrol is written down and two wait for it; one is still to come."""
    planned = []
    for number, back in enumerate((14, 6, 2)):
        starts = world.moments.worked(back, 16)
        yield (at := starts - timedelta(days=3))
        planned.append(_planned(world, f"rota {back}", number, starts, at))
        if number == 0:
            yield (at := starts + timedelta(hours=4))
            counts = PatrolCounts(3, 17, {"safety": 8, "things_to_do": 11}, {"activity": 9})
            advisors.report_patrol(patrol_id=planned[0], counts=counts, by=world.viewer(ADVISOR, at), at=at)
    yield (at := world.moments.worked(1, 13))
    _planned(world, "rota to come", 3, at.replace(hour=16) + timedelta(days=7), at)


def _planned(world: World, key: str, number: int, starts: datetime, at: datetime) -> int:
    draft = _patrol(number, starts)
    return advisors.plan_patrol(draft=draft, sent_key=_key(key), by=world.viewer(ADVISOR, at), at=at)


def _patrol(number: int, starts: datetime) -> PatrolDraft:
    ward, place = _ward(number), ("The parade", "The station steps", "The quay")[number % 3]
    return PatrolDraft(place, starts, starts + timedelta(hours=3), 4, ward.code, ward.name)


def _patrols(world: World) -> Iterator[PatrolDraft]:
    for number in range(8):
        yield _patrol(number, world.moments.worked(110 - 9 * number, 16))


def _count(survey: int, wave: Wave, young: tuple[int, ...], police: tuple[int, ...], by: Viewer, at: datetime) -> None:
    for crowd, people in ((Crowd.YOUNG, young), (Crowd.POLICE, police)):
        advisors.count_answers(
            survey_id=survey, crowd=crowd, wave=wave, people=dict(enumerate(people, start=1)),
            sent_key=_key("count", crowd, wave), by=by, at=at,
        )  # fmt: skip
