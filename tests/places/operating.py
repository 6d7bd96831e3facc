"""Operations of the standing cast: wards A to F in a row, a source to judge by, and operations at every stage."""

from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from alongside.places import actions, operating
from alongside.places.operation_drafts import ActivityDraft, OperationDraft, PowerDraft, ProtocolDraft, TaskingDraft
from tests.cast import NOW
from tests.places.incidents import give_whole, incident, new_set
from tests.places.warded import draw, ward_code

LONDON = ZoneInfo("Europe/London")
STARTS, ENDS = date(2026, 11, 24), date(2027, 2, 28)
BEGUN = datetime(2026, 11, 24, 9, 0, tzinfo=LONDON)
OVER = datetime(2027, 3, 1, 9, 0, tzinfo=LONDON)


def ward(number):
    return f"ward:2024:{ward_code(number, 2024)}"


def make_ground(tmp_path, audience="places"):
    """Six wards, and a source of events with one kind; gives the source's key."""
    draw(tmp_path / "areas", wards=6, vintage=2024)
    set_id = new_set(audience=audience)
    give_whole(set_id, incident("2025-01-05T21:00"), incident("2026-10-30T21:00"))
    return f"incidents:{set_id}"


def sent():
    return {"sent_key": uuid4()}


def when(cast, name="sergeant", at=NOW):
    return {"by": cast.viewer(name, at), "at": at}


def begin(cast, member="sergeant", **changed):
    fields = {"name": "Heron", "why": "Robbery after school", "areas": (ward(0),), "agencies": ("council", "provider")}
    return actions.start_operation(draft=OperationDraft(**{**fields, **changed}), **sent(), **when(cast, member))


def protocol(source, **changed):
    fields = {
        "outcome": "Fewer robberies of young people", "source": source, "kinds": ("robbery",),
        "definition": "Robbery of the person, as called in", "baseline_from": date(2025, 1, 1), "starts_on": STARTS,
        "ends_on": ENDS, "comparison_areas": (ward(3), ward(4)), "buffer_areas": (ward(1),),
    }  # fmt: skip
    return ProtocolDraft(**{**fields, **changed})


def written(cast, reference, source, version=0, at=NOW, reason="", **changed):
    return actions.write_protocol(
        reference=reference, draft=protocol(source, **changed), version=version, reason=reason, **sent(),
        **when(cast, at=at),
    )  # fmt: skip


def found(cast, reference, text="It gathers at the bus stops.", at=NOW, **more):
    actions.note_finding(reference=reference, text=text, **more, **sent(), **when(cast, at=at))


def moved(cast, reference, to, reason="As found", at=NOW, name="sergeant"):
    actions.move_stage(reference=reference, to=to, reason=reason, **when(cast, name, at))


def planned(cast, source):
    """In analysis, with a tactic and a locked protocol."""
    reference = begin(cast)
    found(cast, reference)
    moved(cast, reference, "analysis")
    found(cast, reference, "The lamps are out.")
    actions.set_tactic(
        reference=reference, kind="hot_spot_patrol", doer_code="police", text="Each evening", **sent(), **when(cast)
    )
    actions.lock_protocol(reference=reference, version=written(cast, reference, source), **sent(), **when(cast))
    return reference


def responding(cast, source):
    reference = planned(cast, source)
    moved(cast, reference, "response", at=BEGUN)
    return reference


def did(cast, reference, name="sergeant", at=BEGUN + timedelta(hours=3), key=None, **changed):
    fields = {"kind": "patrol", "began_at": at - timedelta(minutes=15), "minutes": 15, "where": "Bus stops"}
    return actions.write_activity(
        reference=reference, draft=ActivityDraft(**{**fields, **changed}), sent_key=key or uuid4(),
        **when(cast, name, at),
    )  # fmt: skip


def tasked(cast, reference, doer="provider", due_at=BEGUN + timedelta(days=7), at=BEGUN, **more):
    draft = TaskingDraft("youth_outreach", "Be there when school ends", "Bus stops", doer, "Youth team", due_at)
    return actions.task(draft=draft, reference=reference, **more, **sent(), **when(cast, at=at))


def answered(cast, tasking_id, to, text="", name="youth_worker", at=BEGUN):
    actions.answer_tasking(tasking_id=tasking_id, to=to, text=text, **sent(), **when(cast, name, at))


def power(starts_at=BEGUN, hours=24.0, **changed):
    fields = {
        "power": "stop_search", "authority": "inspector", "authorised_by": "Duty inspector", "where": "Ward A",
        "grounds": "Two stabbings in two days", "child_welfare": "Youth workers are told first", "equality": "Watched",
        "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=hours),
    }  # fmt: skip
    return PowerDraft(**{**fields, **changed})


def used(cast, reference, at=BEGUN, **changed):
    return actions.use_power(reference=reference, draft=power(**changed), **sent(), **when(cast, at=at))


def counted(cast, reference, rung, total, as_of=STARTS, at=BEGUN, reason="", **more):
    return actions.record_result(
        reference=reference, rung=rung, total=total, as_of=as_of, source="Custody system", reason=reason,
        **{**sent(), **more}, **when(cast, at=at),
    )  # fmt: skip


def seen(cast, reference, name="sergeant", at=BEGUN):
    return operating.operation(cast.viewer(name, at), reference)
