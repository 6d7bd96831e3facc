"""The URL map as data: every page, with sample arguments that lead to a real thing about one child."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import uuid4

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from alongside.analysis.common import sealed, whole_fingerprint
from alongside.audit.entries import Actor
from alongside.exchange import encompass_csv
from alongside.exchange.export_files import sheet_csv
from alongside.outcomes.actions.verdicts import give_verdict, read_verdict
from alongside.outcomes.pledge_states import ReadState, Word
from alongside.partners.models import MemberNotice, Restriction
from alongside.partners.own_access import visitor
from alongside.partners.states import FieldGroup, Purpose
from alongside.people.actions import add_record, join
from alongside.people.identity.pinned import pinned
from alongside.people.models import IdentityNotice, PairReview, QualitySample
from alongside.places import actions as operating
from alongside.places.models import Operation, OperationAgency, OperationStage, PatrolTrial, PlaceRun
from alongside.places.operation_drafts import ActivityDraft, ItemDraft, TaskingDraft
from alongside.support.actions import (
    affiliation,
    asking,
    disruption,
    disruption_agenda,
    exporting,
    handovers,
    moments,
    national,
    own_reading,
    own_view,
    panel_actions,
    panel_items,
    panels,
    planning,
    raising,
    scorecards,
    sessions,
    triage,
)
from alongside.support.actions.cases import write_entry
from alongside.support.actions.encompass import take_incident
from alongside.support.actions.handovers_documents import list_document
from alongside.support.actions.handovers_naming import name_child
from alongside.support.actions.pathway_versions import install
from alongside.support.actions.referring import Referral, refer
from alongside.support.encompass_drafts import ChildTold, IncidentDraft
from alongside.support.handover_drafts import Destination, Naming
from alongside.support.models import Concern, Panel, PanelSeat
from alongside.support.own_links import link_and_code
from alongside.support.shipped import shipped
from tests.cast import NOW, child, details
from tests.mentored import make_mentors
from tests.outcomes.assessed import keep_a_draft
from tests.outcomes.listed import list_one
from tests.programmes.world import enrol, row
from tests.programmes.world import world as programme_world
from tests.providers import make_provider_world, session, supported
from tests.residents import make_residents
from tests.scoreboards import draw, pledge, release
from tests.stated import EMPTY, keep
from tests.systems import system

# What must never reach anybody without business: the child's name, what happened, what she says, her plan.
SECRETS = ("Okafor-Lindqvist", "Amina", "two new phones", "ring my mum", "Is she waiting?", "home safe", "bus pass")


MEETING_PAGES = ("minutes_pdf", "meeting", "propose", "begin", "close", "minutes", "date", "move")


@dataclass(frozen=True)
class Page:
    name: str
    route: str
    arguments: tuple[str, ...]
    public: bool


def pages() -> list[Page]:
    return sorted(_walk(get_resolver().url_patterns), key=lambda page: page.route)


def _walk(patterns: list, prefix: str = "") -> Iterator[Page]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, prefix + str(one.pattern))
        elif isinstance(one, URLPattern) and hasattr(one.callback, "door"):
            door = one.callback.door
            yield Page(one.name, prefix + str(one.pattern), tuple(one.pattern.converters), door.public)


@dataclass
class World:
    """A concern in triage with a request, a plan and a draft, all about one child, in the given cast."""

    values: dict[str, dict[str, object]]
    person_id: object

    def url(self, page: Page, *, real: bool = True) -> str:
        journey = page.name.split("_")[0]
        found = {}
        for argument in page.arguments:
            known = self.values.get(page.name, {}) | self.values["any"] | self.values.get(journey, {})
            known |= self.values.get(page.name, {})
            assert argument in known, f"teach the matrix what <{argument}> of {page.name} is"
            found[argument] = known[argument] if real else _unreal(known[argument])
        return reverse(page.name, kwargs=found)


def _unreal(value: object) -> object:
    """Something of the same shape that does not exist."""
    if isinstance(value, int):
        return 987_654
    if isinstance(value, str):
        return "CN-XXX-XXX"
    return uuid4()


def make_case(cast, record_id):
    """The same child, referred by her school for early help."""
    cast.agreement(
        "EH-1", ["council", "school"], purposes=frozenset({Purpose.EARLY_HELP}), field_groups=frozenset(FieldGroup)
    )
    document = next(one for one in shipped() if one["code"] == "early-help")
    install(document=document, receivers=["council"], change_note="As it comes", by=Actor.system("tests"), at=NOW)
    answers = {"worry": "She came in with two new phones.", "child_says": "Don't ring my mum."}
    case = refer(
        referral=Referral("early-help", child(), answers, consent="given", record_id=record_id),
        by=cast.viewer("dsl"),
        at=NOW,
    )
    entry = write_entry(
        reference=case.reference, kind="first-contact", happened_at=NOW, answers={"how": "home"},
        by=cast.viewer("triage"), at=NOW,
    )  # fmt: skip
    return case, entry


def make_panel(cast, record_id):
    """The same child before a panel, with an action."""
    cast.agreement(
        "EX-1", ["council", "school", "police"], purposes=frozenset({Purpose.EXPLOITATION}),
        field_groups=frozenset(FieldGroup),
    )  # fmt: skip
    document = next(one for one in shipped() if one["code"] == "exploitation")
    install(document=document, receivers=["council"], change_note="As it comes", by=Actor.system("tests"), at=NOW)
    answers = {
        "seen": "She came in with two new phones.", "child_says": "Don't ring my mum.", "kinds": ["lines"],
        "missing": "yes", "away": "no", "screening_by": "P.", "screening_tool": "T", "screening_level": "moderate",
    }  # fmt: skip
    referral = Referral("exploitation", child(), answers, consent="given", record_id=record_id)
    case = refer(referral=referral, by=cast.viewer("dsl"), at=NOW)
    panel = Panel.objects.create(code="mace", name="Panel", belongs="Stuck cases", holder=cast.agencies["council"])
    panel.pathways.add(case.pathway)
    sees = frozenset({FieldGroup.IDENTITY, FieldGroup.CONCERN})
    for name in ("council", "police"):
        PanelSeat.objects.create(panel=panel, agency=cast.agencies[name], since=NOW, sees=sees)
    manager = cast.viewer("manager")
    meeting = panels.plan_meeting(
        panel="mace", starts_at=NOW + timedelta(days=7), place="", chair="manager", by=manager, at=NOW
    )
    item = panel_items.put_on_agenda(
        meeting_id=meeting.pk, case_reference=case.reference, why="Amina is stuck.", by=cast.viewer("triage"), at=NOW
    )
    action = panel_actions.agree_action(
        item_id=item.pk, what="Get a bus pass.", owner_agency="council", owner="Jo",
        due_on=NOW.date().replace(month=12), by=manager, at=NOW,
    )  # fmt: skip
    panel_items.contribute(
        item_id=item.pk, group="support", text="Amina walks alone.", release="chair", by=manager, at=NOW
    )
    return meeting, item, action, case


def make_exploited(cast, case, meeting, record_id):
    """The same child referred nationally, and at a reachable moment; and a plan of a place beside her case."""
    worker, officer = cast.viewer("triage"), cast.viewer("officer")
    national_draft = national.NationalDraft("council", "The council", "Tomasz Wilk", ["sexual"], "single")
    referral = national.open_national(reference=case.reference, draft=national_draft, sent_key="k", by=worker, at=NOW)
    national.add_national_step(
        reference=referral.reference, kind="sent", happened_on=NOW.date(), text="With the two new phones.", changes=1,
        by=worker, at=NOW,
    )  # fmt: skip
    draft = moments.MomentDraft(
        child(), "missing", NOW - timedelta(hours=9), "From home", "She had two new phones.", record_id=record_id
    )
    moment = moments.record_moment(draft=draft, sent_key="k", by=cast.viewer("dsl"), at=NOW)
    place = disruption.DisruptionDraft("hotel", "Rooms for cash", "The Quay Lodge", "Fridays.", date(2026, 12, 1))
    plan = disruption.start_disruption(panel="mace", draft=place, sent_key="k", by=officer, at=NOW)
    action = disruption.agree_disruption_action(
        reference=plan.reference, what="Ask who booked.", owner_agency="police", owner="Dev", due_on=date(2026, 12, 1),
        by=officer, at=NOW,
    )  # fmt: skip
    item = disruption_agenda.put_disruption_on_agenda(
        meeting_id=meeting.pk, reference=plan.reference, why="Third Friday.", by=officer, at=NOW
    )
    return {
        "national": {"reference": referral.reference, "entry": referral.steps.get(kind="sent").pk},
        "national_begin": {"reference": case.reference},
        "moment": {"reference": moment.reference, "name": "open"},
        "disruption": {"reference": plan.reference, "action_id": action.pk, "item": item.pk},
    }


def make_programme(cast):
    """A class of her school with lessons: nothing in it tells of any child."""
    own = programme_world(cast)
    received = enrol(cast, row(name="7 Teal"))
    return {
        "code": "life-skills", "class_id": own.pk, "session_id": own.sessions.order_by("day")[0].pk,
        "file_id": received.file_id,
    }  # fmt: skip


def make_handover(cast, record_id):
    """The same child on her way to another school, with a document."""
    cast.agreement(
        "TR-1", ["school", "other_school"], purposes=frozenset({Purpose.TRANSITION}), field_groups=frozenset(FieldGroup)
    )
    document = next(one for one in shipped() if one["code"] == "in-year-change")
    install(document=document, receivers=["other-school"], change_note="As it comes", by=Actor.system("tests"), at=NOW)
    answers = {"says": "I want to get home safe.", "helps": "A bus pass.", "call": "Priya", "file": "yes"}
    naming = Naming("in-year-change", child(), answers, Destination("other-school"), NOW.date(), record_id=record_id)
    dsl = cast.viewer("dsl")
    made = handovers.send(reference=name_child(naming=naming, by=dsl, at=NOW).reference, by=dsl, at=NOW)
    document = list_document(reference=made.reference, name="Amina’s file", is_protection_file=True, by=dsl, at=NOW)
    return made, document


def make_encompass(cast):
    """The same child in an incident of last night: one notice to her school, one with the council's officer."""
    cast.agreement(
        "EN-1", ["police", "council", "school"], purposes=frozenset({Purpose.DOMESTIC_ABUSE_NOTICE}),
        field_groups=frozenset(FieldGroup),
    )  # fmt: skip
    words, night = "A man came for the two new phones.", NOW - timedelta(hours=9)
    taken = [
        take_incident(
            draft=IncidentDraft(
                f"P/{school}", night, "Home", words,
                (ChildTold(child(), "home", voice="Don't ring my mum.", school_name=school),),
            ), by=cast.viewer("officer"), at=NOW,
        ).incident
        for school in ("Elmsgate Academy", "Nowhere")
    ]  # fmt: skip
    incident = taken[0]
    sent, queued = incident.notices.get(kind="school"), taken[1].notices.get(kind="officer")
    file = encompass_csv.take_in(
        name="night.csv", raw=b"Police reference\nAmina\n", by=cast.viewer("officer"), at=NOW
    )  # fmt: skip
    return {
        "encompass": {"reference": sent.reference, "id": file.file_id},
        **{f"encompass_{name}": {"reference": queued.reference} for name in ("waiting", "send_on", "settle")},
        **{
            f"encompass_{name}": {"reference": incident.reference}
            for name in ("incident", "add_child", "correct", "withdraw")
        },
    }


def make_provided(cast, record_id):
    """The same child with a provider under contract: a planned session, one that was missed, something said, a copy."""
    make_provider_world(cast)
    worker, manager = cast.viewer("youth_worker"), cast.viewer("manager")
    case = supported(cast, record_id=record_id)
    tie = affiliation.say_tie(
        reference=case.reference, said="Amina was seen with two new phones.", source="Her school", grade="told",
        said_on=NOW.date(), lapses_on=NOW.date() + timedelta(days=90), seen_by="referrer", by=worker, at=NOW,
    )  # fmt: skip
    challenge = affiliation.challenge_tie(tie=tie.pk, challenger="child", text="Not true.", by=worker, at=NOW)
    planned = sessions.plan_session(
        reference=case.reference, key=uuid4(), starts_at=NOW + timedelta(days=1), strand="safety", place="", by=worker,
        at=NOW,
    )  # fmt: skip
    session(cast, case, "not_brought", obstacle="travel", at=NOW)
    copy = scorecards.draw_up_scorecard(
        reference=cast.contract.reference, first_day=date(2026, 9, 1), last_day=NOW.date(), by=manager, at=NOW,
    )  # fmt: skip
    return {
        "contract": {"reference": cast.contract.reference},
        "session": {"reference": case.reference, "key": planned.pk, "step": case.next_steps.get().pk},
        "support": {"reference": case.reference, "occasion": "start"},
        "provider": {"reference": case.reference},
        "tie": {"tie": tie.pk, "challenge": challenge.pk},
        "scorecard": {"reference": cast.contract.reference, "copy": copy.pk},
    }


def make_patrol_days(operation, who):
    """Patrol days by lot of the operation, the first of which is today."""
    day = {"date": NOW.date().isoformat(), "visits": [[0, 0, 1, NOW.isoformat()]], "patrolled": [0],
           "slots": [[NOW.isoformat(), (NOW + timedelta(hours=4)).isoformat()]]}  # fmt: skip
    place = {"squares": [[530_000, 180_000]], "side": 250.0, "x": 530_125, "y": 180_125}
    seal = {"date": day["date"], **sealed(b"of the tests", 0, day)}
    result = {
        "days": [seal], "fingerprint": whole_fingerprint([seal["hash"]]), "budget": {"visit": 15}, "random": True,
        "places": [{**place, "name": "Garages"}, {**place, "name": "Bus stops"}], "about": {"plane": "EPSG:27700"},
    }  # fmt: skip
    asked = {"state": "done", "agency_code": "police", "asked_by": "Bryn Astell", "asked_at": NOW}
    # Their numbers are far from the 1 that stands for no answer of places.
    plan = PlaceRun.objects.create(
        pk=5_001,
        kind="patrol_plan",
        title="By lot",
        settings={"source": "recorded_crime"},
        question="p",
        result=result,
        **asked,
    )
    trial = PatrolTrial.objects.create(
        operation=operation, plan=plan, fingerprint=result["fingerprint"], source="recorded_crime", definition="Robbery",
        first_day=NOW.date(), last_day=NOW.date(), is_secret=True, expected=20, sent_key=uuid4(), **who,
    )  # fmt: skip
    run = PlaceRun.objects.create(
        pk=5_002, kind="patrol_days", title="Days", settings={"source": "recorded_crime", "trial": trial.pk}, question="d",
        **{**asked, "state": "refused"}, refusal="Too few",
    )  # fmt: skip
    return {"trial_id": trial.pk, "run_id": run.pk, "number": 1, "place": 0}


def make_operation(cast):
    """An operation in its response, run by police and council, with one of each thing that is done in it."""
    who = {"agency_code": "police", "by": "Bryn Astell", "at": NOW}
    made = Operation.objects.create(
        reference="SA-777-777", name="Heron", why="Robbery", areas=["ward:2024:E05240000"], sent_key=uuid4(),
        agency_code="police", made_by="Bryn Astell", made_at=NOW,
    )  # fmt: skip
    for code in ("police", "council"):
        OperationAgency.objects.create(operation=made, **{**who, "agency_code": code})
    OperationStage.objects.create(operation=made, stage="response", reason="Begun", **who)
    sergeant = {"by": cast.viewer("sergeant"), "at": NOW}
    draft = TaskingDraft("cameras", "Turn the camera", "Garages", "police", "Team", NOW + timedelta(days=3))
    tasking = operating.task(draft=draft, reference=made.reference, sent_key=uuid4(), **sergeant)
    done = ActivityDraft("patrol", NOW - timedelta(minutes=15), 15, "Garages")
    activity = operating.write_activity(reference=made.reference, draft=done, sent_key=uuid4(), **sergeant)
    meeting = operating.hold_meeting(
        kind="ward_panel", name="Quayside", held_on=NOW.date(), place="", sent_key=uuid4(), **sergeant
    )
    item = operating.put_item(
        meeting_id=meeting, draft=ItemDraft("Lamps", "They are out"), sent_key=uuid4(), **sergeant
    )
    answer = operating.write_answer(item_id=item, you_said="Dark", we_did="Lit", sent_key=uuid4(), **sergeant)
    one = {
        "reference": made.reference, "to": "assessment", "kind": "cameras", "doer": "police", "power_id": 1,
        "activity_id": activity, "rung": "arrests", "form": "csv", **make_patrol_days(made, who),
    }  # fmt: skip
    return {
        "operation": one,
        "tasking": {"tasking_id": tasking, "meeting_id": meeting, "item_id": item, "answer_id": answer},
    }


def make_world(cast) -> World:
    dsl, worker = cast.viewer("dsl"), cast.viewer("triage")
    concern = raising.raise_concern(details=details(), by=dsl, at=NOW)
    asked = asking.ask(
        reference=concern.reference, agency_code="health", groups=[FieldGroup.HEALTH], question="Is she waiting?",
        by=worker, at=NOW,
    )  # fmt: skip
    triage.rate(reference=concern.reference, level_code="complex", reason="As told.", by=worker, at=NOW)
    version = Concern.objects.get(pk=concern.pk).version
    triage.decide_concern(
        reference=concern.reference, kind="early_help", rationale="As told.", version=version, by=worker, at=NOW
    )
    plan = planning.start_plan(
        concern_reference=concern.reference, lead_username="triage", reason="To keep Amina safe.",
        first_review_on=NOW.date().replace(month=12), by=worker, at=NOW,
    )  # fmt: skip
    planning.add_goal(
        reference=plan.reference, goal="I want to get home safe.", is_childs_words=True, by=worker, at=NOW
    )
    action = planning.add_action(
        reference=plan.reference, what="Get a bus pass.", owner_agency="council", owner="Jo",
        due_on=NOW.date().replace(month=12), by=worker, at=NOW,
    )  # fmt: skip
    draft = raising.save_draft(
        key=None, answers={"given": "Amina", "family": "Okafor-Lindqvist", "fact": "two new phones"}, by=dsl, at=NOW
    )
    provided = make_provided(cast, concern.record_id)
    identity = _identity(cast, concern)
    concern.record.refresh_from_db()
    agreement = cast.agencies["council"].agreements.first().agreement
    case, entry = make_case(cast, concern.record_id)
    handover, listed = make_handover(cast, concern.record_id)
    meeting, item, action, exploited = make_panel(cast, concern.record_id)
    own = _own_view(cast, plan)
    return World(
        {
            "programme": make_programme(cast),
            "any": {"reference": concern.reference, "person": concern.record.person_id, "joined": uuid4()},
            "triage_queue": {"name": "open"},
            "file": {"id": 1, "kind": "csv"},
            "places": {"file_id": 1},
            "near": {"run_id": 1},
            "patrol": {"run_id": 1, "number": 1},
            "incident": {"set_id": 1, "file_id": 1, "deed": "resume", "key": "stops:x"},
            "place": {"run_id": 1, "problem_id": 1},
            "hot": {"run_id": 1, "number": 1, "cell": 1, "form": "csv"},
            "comparison": {"run_id": 1, "form": "csv"},
            "measure": {"code": "robbery"},
            **{
                f"measure_{name}": {"code": "met-robbery", "version": "1"}
                for name in ("definition", "version", "change")
            },
            "ward": {"run_id": 1, "code": "E05999001"},
            "evaluation": {"evaluation_id": 1, "run_id": 1, "claim_id": 1, "form": "csv"},
            "evaluations": {"reference": "SA-TST-001"},
            "restriction": {
                "restriction_id": Restriction.objects.create(
                    person_id=uuid4(), reason="x", placed_by="x", placed_at=NOW, lifted_at=NOW
                ).pk
            },
            "member": {"id": cast.members["dsl"].pk},
            "key": {"id": system(cast).key.pk},
            "concern": {"key": draft.key},
            "request": {"reference": asked.reference},
            "plan": {"reference": plan.reference, "action_id": action.pk, "agency_code": "school"},
            "plan_start": {"concern_reference": concern.reference},
            "agreement": {"id": agreement.pk},
            "panel": {
                "panel": "mace",
                "id": item.pk,
                "action_id": action.pk,
                "contribution": item.contributions.get().pk,
            },
            **{f"panel_{name}": {"id": meeting.pk} for name in MEETING_PAGES},
            "notice": {
                "id": MemberNotice.objects.filter(member=cast.members["triage"]).values_list("pk", flat=True)[0]
            },
            "pathway": {"pathway": "early-help", "path": "clocks.0", "number": 1},
            "bank": {"holiday_id": 1},
            "needs": {"reference": keep_a_draft(), "number": 1, "section": "kinds"},
            "directory": {"service": list_one(cast.viewer("community_officer"))},
            "case": {
                "reference": case.reference,
                "code": "accept",
                "kind": "first-contact",
                "entry": entry.pk,
                "pathway": "early-help",
                "stage": "new",
            },
            "waits": {"pathway": "early-help", "queue": "new"},
            "equality": {"pathway": "early-help"},
            **_scoreboard(cast),
            "identity": identity,
            "own": own,
            "copy": {"copy": _copy(cast, plan), "reference": plan.reference, "pathway": "early-help"},
            "handover": {
                "reference": handover.reference,
                "document": listed.pk,
                "code": "accept",
                "kind": "in-year-change",
                "queue": "outgoing",
            },
            **make_operation(cast),
            **make_residents(cast),
            **make_mentors(cast),
            **make_encompass(cast),
            **make_exploited(cast, exploited, meeting, concern.record_id),
            **provided,
        },
        concern.record.person_id,
    )


def _scoreboard(cast) -> dict[str, dict[str, object]]:
    """A pledge with a verdict on a release, and a draft that waits for its signature."""
    pledge(cast)
    release(cast)
    by = cast.viewer("young_advisor")
    verdict = give_verdict(code="life-skills", release=1, word=Word.PARTLY, reason="Four schools wait.", by=by, at=NOW)
    read_verdict(verdict_id=verdict, to=ReadState.LET_THROUGH, ground="", by=cast.viewer("lead"), at=NOW)
    return {
        "pledge": {"code": "life-skills", "verdict_id": verdict}, "release": {"draft_id": draw(cast)},
        "public": {"page": "releases/1/"},
    }  # fmt: skip


def _copy(cast, plan) -> str:
    """A copy of the plan that a colleague holds."""
    handed = exporting.export_plan(
        reference=plan.reference, recipient="colleague", why="For court.", format="csv", write=sheet_csv,
        by=cast.viewer("triage"), at=NOW,
    )  # fmt: skip
    assert "Okafor-Lindqvist" in handed.file.decode()
    return handed.copy


def _own_view(cast, plan) -> dict[str, object]:
    """The child's own view of the plan: a link that was opened, a face with words, a correction asked for."""
    worker = cast.viewer("triage")
    draft = own_view.RuleDraft(0, "We get you home safe.", (), (), (), "Not yet.")
    own_view.keep_rule(reference=plan.reference, draft=draft, by=worker, at=NOW)
    link = own_view.make_link(
        reference=plan.reference, reader="child", because="", sent_key="k", by=worker, at=NOW
    )  # fmt: skip
    secret, by = link_and_code(link.pk), visitor(NOW)
    opened = own_reading.open_link(address=secret.address, code=secret.code, by=by, at=NOW)
    reader = own_reading.enter(secret=opened.secret, by=by, at=NOW)
    own_reading.say_how_it_goes(
        reader=reader, face="mixed", words="I got home safe.", sent_key="k", by=reader.viewer, at=NOW
    )
    asked = own_reading.ask_correction(
        reader=reader, about="plan", words="I never had two new phones.", sent_key="k", by=reader.viewer, at=NOW
    )
    return {"reference": plan.reference, "correction": asked.reference}


def _identity(cast, concern) -> dict[str, object]:
    """The child joined with a record of another name, and a question whether a third is hers; one notice, one sample."""
    police = [
        add_record(
            draft=child("Amina", family, date_of_birth=date(2009, 11, 30)), holder=cast.agencies["police"],
            source="test", by=cast.viewer("officer").actor, at=NOW, today=NOW.date(),
        )
        for family in ("Marsh", "Quill")
    ]  # fmt: skip
    event = join(
        record_id=police[0].pk, to_person=concern.record.person_id, reason="Is she waiting?", by=cast.viewer("triage"),
        at=NOW, may_find=[police[0].pk],
    )  # fmt: skip
    pair = {"one": concern.record, "other": police[1]}
    review, _ = PairReview.objects.get_or_create(**pair, defaults={"because": "unsure", "opened_at": NOW})
    notice = IdentityNotice.objects.create(
        member=cast.members["manager"], event_id=event, person_id=concern.record.person_id, read_at=NOW
    )
    sample = QualitySample.objects.create(model_id=pinned(NOW).pk, drawn_at=NOW, by="x", seed=1, records=3)
    sample.pairs.create(**pair, stratum="apart")
    statement = keep(EMPTY, NOW, sample)
    return {
        "event": event, "review_id": review.pk, "notice_id": notice.pk, "statement_id": statement.pk,
    }  # fmt: skip
