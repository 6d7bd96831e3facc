"""Children who read their own view and speak there, a link that locked itself, minutes as PDF, copies that went out."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count

from alongside.demo import cast
from alongside.demo.families import Invented
from alongside.demo.life import Story, World
from alongside.exchange.export_files import sheet_workbook
from alongside.exchange.minutes_pdf import minutes_pdf
from alongside.partners.own_access import visitor
from alongside.people.drafts import NameDraft, RecordDraft
from alongside.support.actions import cases, exporting, own_reading, own_view, panel_actions, panel_items, panels
from alongside.support.actions.own_view import RuleDraft
from alongside.support.actions.referring import Referral, refer
from alongside.support.models import AgendaItem, Case, OwnView, Plan
from alongside.support.own_links import link_and_code
from alongside.support.queries.exporting import plan_recipients
from alongside.support.queries.own_matters import worked_matter
from alongside.support.queries.own_view import rule_shown
from alongside.support.states import OwnReader, PlanStatus

Spare = Callable[[range], Invented]
WORDS = "We meet each week. We make sure that you get home safe. You can say stop at any time."
WORKER = "tomasz"
READS_ALONE = timedelta(days=10 * 365)


def own_view_stories(world: World, spare: Spare) -> list[Story]:
    """The first three are about children who have a plan already; the last about a child of its own."""
    return [_reads(world), _locked(world), _copies(world), _minutes(world, spare(range(14, 18)))]


def _plan(world: World, number: int, at: datetime) -> Plan | None:
    """An open plan of the front door, of a child who can read it; always the same one for a number."""
    born = (at - READS_ALONE).date()
    plans = Plan.objects.filter(
        status=PlanStatus.OPEN, holder__code=cast.COUNCIL, started_at__lt=at - timedelta(days=1),
        record__date_of_birth__lt=born,
    ).exclude(record__person_id__in=world.viewer(WORKER, at).hidden_persons)  # fmt: skip
    return plans.order_by("started_at", "pk")[number : number + 1].first()


def _link(world: World, plan: Plan, at: datetime) -> OwnView:
    by = world.viewer(WORKER, at)
    offered = rule_shown(by, worked_matter(by, plan.reference))
    draft = RuleDraft(
        offered.number, WORDS, [one.key for one in offered.goals], [one.key for one in offered.actions][:2],
        [one.key for one in offered.agencies], "Some of it names other people.",
    )  # fmt: skip
    own_view.keep_rule(reference=plan.reference, draft=draft, by=by, at=at)
    return own_view.make_link(
        reference=plan.reference, reader=OwnReader.CHILD, because="", sent_key=f"demo-{plan.pk}"[:40], by=by, at=at
    )


def _opened(link: OwnView, at: datetime) -> own_reading.Reader:
    secret = link_and_code(link.pk)
    opened = own_reading.open_link(address=secret.address, code=secret.code, by=visitor(at), at=at)
    reader = own_reading.enter(secret=opened.secret, by=visitor(at), at=at)
    if reader is None:
        raise ValueError("The demo's own view does not open.")
    return reader


def _reads(world: World) -> Story:
    """A link that lives; what was wrong is put right, and something else is asked."""
    yield (at := world.moments.ago(days=5, hours=3))
    plan = _plan(world, 0, at)
    if plan is None:
        return
    keys = map(str, count())
    link = _link(world, plan, at)
    yield (at := at + timedelta(hours=2))
    reader = _opened(link, at)
    asked = own_reading.ask_correction(
        reader=reader, about="knows", words="You wrote that my mum knows. She does not know yet.", sent_key=next(keys),
        by=reader.viewer, at=at,
    )  # fmt: skip
    yield (at := at + timedelta(days=2))
    own_view.answer_correction(
        reference=asked.reference, outcome="changed", answer="You are right. We took it out. We ask you first.",
        by=world.viewer(WORKER, at), at=at,
    )  # fmt: skip
    yield (at := at + timedelta(days=1))
    reader = _opened(link, at)
    own_reading.say_how_it_goes(
        reader=reader, face="mixed", words="School is better. The bus stop is not.", sent_key=next(keys),
        by=reader.viewer, at=at,
    )  # fmt: skip
    own_reading.ask_correction(
        reader=reader, about="goals", words="I did not say football. I said boxing.", sent_key=next(keys),
        by=reader.viewer, at=at,
    )  # fmt: skip


def _locked(world: World) -> Story:
    """Somebody has the link and not the code."""
    yield (at := world.moments.ago(days=3))
    plan = _plan(world, 1, at)
    if plan is None:
        return
    secret = link_and_code(_link(world, plan, at).pk)
    yield (at := at + timedelta(hours=6))
    wrong = "123456" if secret.code != "123456" else "654321"
    for _ in range(5):
        own_reading.open_link(address=secret.address, code=wrong, by=visitor(at), at=at)


def _copies(world: World) -> Story:
    """One copy lives; one was recalled, and nobody has confirmed."""
    yield (at := world.moments.ago(days=9))
    plan = _plan(world, 0, at)
    if plan is None:
        return
    by = world.viewer(WORKER, at)
    holders = [one.username for one in plan_recipients(by, plan.reference)]
    copies = [
        exporting.export_plan(
            reference=plan.reference, recipient=holder, why="For the hearing on Monday.", format="xlsx",
            write=sheet_workbook, by=by, at=at,
        )
        for holder in (holders[0], holders[-1])
    ]  # fmt: skip
    recalled = copies[-1].copy
    yield (at := at + timedelta(days=4))
    keeper = world.viewer("ines", at)
    exporting.recall(copy=recalled, reason="The hearing was called off.", by=keeper, at=at)
    yield (at := at + timedelta(days=3))
    exporting.chase(copy=recalled, by=world.viewer("ines", at), at=at)


def _minutes(world: World, child: Invented) -> Story:
    """A panel met last month; police and the provider took their minutes away as PDF."""
    days = world.moments.worked
    yield (at := days(34, 11, 30))
    case = _before_the_panel(world, child, at)
    yield (at := days(30, 10, 0))
    chair, starts = world.viewer("odette", at), days(22, 10, 0)
    meeting = panels.plan_meeting(
        panel="exploitation-panel", starts_at=starts, place="Town hall, room 3", chair="odette", by=chair, at=at
    )
    item = panel_items.put_on_agenda(
        meeting_id=meeting.pk, case_reference=case.reference, why="Nobody has spoken to the child alone.",
        by=world.viewer(WORKER, at), at=at,
    )  # fmt: skip
    panel_items.filter_item(item_id=item.pk, state="accepted", reason="", by=chair, at=at)
    panel_items.invite(item_id=item.pk, agencies=[cast.POLICE, cast.STEPPING_STONES], by=chair, at=at)
    panel_items.contribute(
        item_id=item.pk, group="support", text="Found twice on the coast line, once with somebody else’s bag.",
        release="invited", by=world.viewer("dev", at), at=at,
    )  # fmt: skip
    yield (at := starts)
    _meet(world, item, at)
    yield (at := days(20, 9, 10))
    for name in ("dev", "kez"):
        exporting.export_minutes(meeting_id=meeting.pk, write=minutes_pdf, by=world.viewer(name, at), at=at)


def _before_the_panel(world: World, child: Invented, at: datetime) -> Case:
    school = world.viewer(world.lead_of(child), at)
    answers = {
        "seen": "Away for two nights, back with a second phone.", "child_says": "“Leave it.”", "kinds": ["lines"],
        "missing": "yes", "away": "yes", "screening_by": "Safeguarding lead of the school",
        "screening_tool": "Borough screening tool", "screening_level": "significant",
    }  # fmt: skip
    draft = RecordDraft(names=(NameDraft(child.given.usual, child.family.usual),), date_of_birth=child.born)
    held = world.truth.record_of(child, school.agency_code)
    reason = "Whoever gives the child the phone lives at home."
    referral = Referral("exploitation", draft, answers, "not_sought_unsafe", reason, record_id=held)
    case = refer(referral=referral, by=school, at=at)
    world.truth.note(case.record_id, child, school.agency_code)
    worker = world.viewer(WORKER, at)
    for move, told in (("strategy", {}), ("to-panel", {"stuck": "Nobody has spoken to the child alone."})):
        cases.move_case(reference=case.reference, move=move, answers=told, reason="Significant.", by=worker, at=at)
    cases.tell_referrer(
        reference=case.reference, text="The panel hears it. Keep ringing us.", reason_for_none=False, by=worker, at=at
    )
    return case


def _meet(world: World, item: AgendaItem, at: datetime) -> None:
    chair = world.viewer("odette", at)
    present = [
        (cast.COUNCIL, "Odette Farrow", "present"), (cast.POLICE, "Dev Anand", "present"),
        (cast.STEPPING_STONES, "Kez Marlow", "present"), (cast.CAMHS, "Ruth Ekwueme", "apologies"),
    ]  # fmt: skip
    panels.open_meeting(meeting_id=item.meeting_id, present=present, reason="", by=chair, at=at)
    changes = AgendaItem.objects.values_list("changes", flat=True).get(pk=item.pk)
    panel_items.decide_item(
        item_id=item.pk, decision="Kez meets the child at school, alone; police look at the coast line.",
        review_on=(at + timedelta(days=28)).date(), changes=changes, by=chair, at=at,
    )  # fmt: skip
    panel_actions.agree_action(
        item_id=item.pk, what="Meet the child at school, alone.", owner_agency=cast.STEPPING_STONES, owner="Kez Marlow",
        due_on=(at + timedelta(days=10)).date(), by=chair, at=at,
    )  # fmt: skip
    panels.close_meeting(meeting_id=item.meeting_id, by=chair, at=at)
