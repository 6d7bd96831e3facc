"""MARAC and community MARAC with life in them: heard and flagged, back as a repeat, told of again, waiting too long."""

from datetime import datetime, timedelta

from alongside.demo import cast
from alongside.demo.case_stories import PATHWAYS_SINCE, Spare
from alongside.demo.families import Invented
from alongside.demo.life import Story, World
from alongside.demo.partnership import BUILDER
from alongside.partners.states import FieldGroup as G
from alongside.people.drafts import NameDraft, RecordDraft
from alongside.people.states import EventRole
from alongside.support.actions import cases, panel_actions, panel_items, panels, raising
from alongside.support.actions.panels import PanelDraft
from alongside.support.actions.referring import Referral, refer
from alongside.support.drafts import ConcernDetails
from alongside.support.models import AgendaItem, Case
from alongside.support.states import Consent, ReferrerRole

PANEL = "marac"
NEARLY_GROWN = range(16, 18)
TOLD = frozenset({G.IDENTITY, G.CONTACT, G.CONCERN, G.CHILD_VOICE, G.SUPPORT, G.PLAN})
CONFERENCE = PanelDraft(
    PANEL, "MARAC and community MARAC",
    "People in high danger from domestic abuse, and people whom anti-social behaviour harms most. Where another conference "
    "fits better, it is theirs.",
    cast.COUNCIL, ("marac", "community-marac"), dict.fromkeys((cast.COUNCIL, cast.POLICE, cast.CAMHS, cast.STEPPING_STONES), TOLD),
)  # fmt: skip


def keep_conference(world: World) -> None:
    panels.keep_panel(draft=CONFERENCE, by=BUILDER, at=world.moments.on(PATHWAYS_SINCE - 1, 11))


def marac_stories(world: World, spare: Spare) -> list[Story]:
    """Each about somebody of its own; sixteen is old enough for a MARAC."""
    return [_heard_and_repeated(world, spare(NEARLY_GROWN)), _not_heard_yet(world, spare(NEARLY_GROWN))]


def _referred(world: World, one: Invented, pathway: str, at: datetime, unasked: str, **answers: object) -> Case:
    """By the school, without asking at home, where asking could put her or him in danger."""
    by = world.viewer(world.lead_of(one), at)
    referral = Referral(
        pathway, _told(one), answers, "not_sought_unsafe", unasked,
        record_id=world.truth.record_of(one, by.agency_code),
    )  # fmt: skip
    made = refer(referral=referral, by=by, at=at)
    world.truth.note(made.record_id, one, by.agency_code)
    return made


def _told(one: Invented) -> RecordDraft:
    return RecordDraft(names=(NameDraft(one.given.usual, one.family.usual),), date_of_birth=one.born)


def _move(world: World, case: Case, move: str, reason: str, at: datetime) -> None:
    cases.move_case(
        reference=case.reference, move=move, answers={}, reason=reason, by=world.viewer("tomasz", at), at=at
    )


def _on_agenda(world: World, case: Case, starts_at: datetime, why: str, at: datetime) -> AgendaItem:
    chair = world.viewer("odette", at)
    meeting = panels.plan_meeting(
        panel=PANEL, starts_at=starts_at, place="Town hall, room 1", chair="odette", by=chair, at=at
    )
    item = panel_items.put_on_agenda(
        meeting_id=meeting.pk, case_reference=case.reference, why=why, by=world.viewer("tomasz", at), at=at
    )
    panel_items.filter_item(item_id=item.pk, state="accepted", reason="", by=chair, at=at)
    panel_items.invite(item_id=item.pk, agencies=[cast.POLICE, cast.STEPPING_STONES], by=chair, at=at)
    return item


def _heard_and_repeated(world: World, one: Invented) -> Story:
    """A flag stands since the first conference; what happened last week brings her back to the next."""
    days = world.moments.worked
    yield (at := days(38, 10, 15))
    case = _referred(
        world, one, "marac", at, "He reads her messages.", ticks=9,
        incident="He waited at the gate and took her by the hair, on Friday.",
        ticked_by="Safeguarding lead of the school", judged="yes", judged_why="She plans her days around him.",
        escalation="no", repeat="no", safe_contact="At school, before noon", children="None",
        says="“I want him to forget where I live.”",
    )  # fmt: skip
    yield (at := days(37, 11, 0))
    cases.write_entry(
        reference=case.reference, kind="idva", happened_at=at, by=world.viewer("tomasz", at), at=at,
        answers={"safe": "yes", "words": "“I will talk, at school.”"},
    )  # fmt: skip
    _move(world, case, "to-agenda", "Nine ticks, and the judgement of who knows her.", at)
    yield (at := days(36, 9, 30))
    item = _on_agenda(world, case, days(30, 10, 0), "Three agencies hold a part each.", at)
    yield (at := days(30, 10, 20))
    _hear(world, case, item, at)
    yield (at := days(4, 12, 0))
    _move(world, case, "again", "He followed her home: a repeat within twelve months.", at)
    _on_agenda(world, case, world.moments.on_open_day(-9, 14), "A repeat, while the flag stands.", at)
    yield (at := world.moments.ago(minutes=50))
    _worried_again(world, one, at)


def _worried_again(world: World, one: Invented, at: datetime) -> None:
    """This morning the school is worried anew, and does not know of the flag: the front door sees it on the concern."""
    lead = world.lead_of(one)
    by = world.viewer(lead, at)
    details = ConcernDetails(
        child=_told(one), child_role=EventRole.VICTIM, referrer_role=ReferrerRole.SAFEGUARDING_LEAD,
        happened_on=world.moments.worked(1, 12).date(), happened_where="School gate",
        fact="The same man stood at the gate at half past three and walked behind as far as the bus. He stands there again "
        "now; the doors are locked and the police are called.",
        opinion="This is planned: he knew of the new timetable.", in_danger_now=True,
        child_voice="“He is quicker than your letters.”",
        consent=Consent.NOT_SOUGHT_UNSAFE, consent_reason="He reads the messages on the phone at home.",
        call_back=world.member(lead).agency.telephone,
    )  # fmt: skip
    made = raising.raise_concern(details=details, by=by, at=at, record_id=world.truth.record_of(one, by.agency_code))
    world.truth.note(made.record_id, one, by.agency_code)
    world.concerns.append(made.reference)


def _hear(world: World, case: Case, item: AgendaItem, at: datetime) -> None:
    chair, worker = world.viewer("odette", at), world.viewer("tomasz", at)
    present = [
        (cast.COUNCIL, "Odette Farrow", "present"), (cast.POLICE, "Dev Anand", "present"),
        (cast.STEPPING_STONES, "Kez Marlow", "present"),
    ]  # fmt: skip
    panels.open_meeting(meeting_id=item.meeting_id, present=present, reason="", by=chair, at=at)
    changes = AgendaItem.objects.values_list("changes", flat=True).get(pk=item.pk)
    panel_items.decide_item(
        item_id=item.pk, decision="Police ask for an order; Kez walks her home; the school changes her timetable.",
        review_on=None, changes=changes, by=chair, at=at,
    )  # fmt: skip
    ends = (
        ("Ask the court for a stalking protection order.", cast.POLICE, "Dev Anand", "done", "Granted for two years."),
        ("Fit a second lock at her aunt’s.", cast.COUNCIL, "Tomasz Wilk", "impossible", "She moved to her father’s."),
    )
    for what, agency, owner, state, outcome in ends:
        action = panel_actions.agree_action(
            item_id=item.pk, what=what, owner_agency=agency, owner=owner, due_on=(at + timedelta(days=9)).date(),
            by=chair, at=at,
        )  # fmt: skip
        panel_actions.end_panel_action(
            action_id=action.pk, state=state, outcome=outcome, changes=action.changes, by=chair, at=at
        )
    panels.close_meeting(meeting_id=item.meeting_id, by=chair, at=at)
    _move(world, case, "heard", "Heard. The flag stands for twelve months.", at)
    cases.tell_referrer(
        reference=case.reference, text="Heard today. Ring us at once if he comes again.", reason_for_none=False, by=worker,
        at=at,
    )  # fmt: skip


def _not_heard_yet(world: World, one: Invented) -> Story:
    """More than a month on, nobody has spoken with him and no conference has heard it: both clocks have run out."""
    yield (at := world.moments.worked(26, 15, 40))
    _referred(
        world, one, "community-marac", at, "Strangers answer the phone.", part="at_risk", matrix=27, better="none",
        judged="no", escalation="yes",
        goes_on="Strangers come and go in the flat at night; neighbours have rung nine times.",
        matrix_by="Safeguarding lead of the school", repeat="no", tried="Tenancy warning; door knocked twice.",
        safe_contact="At school only", says="“They were friends at first.”",
    )  # fmt: skip
