"""Operation Encompass in the demo: last night's file with every ending, and older nights that were put right."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from alongside.areas.queries import terms_of
from alongside.common.timelines import local
from alongside.demo.families import Invented
from alongside.demo.life import Story, World
from alongside.exchange import encompass_csv
from alongside.exchange.encompass_columns import COLUMNS
from alongside.partners.standing import Viewer, terms_for
from alongside.people.drafts import NameDraft, RecordDraft
from alongside.support.actions import encompass_answering as answering
from alongside.support.actions import encompass_correcting as correcting
from alongside.support.actions import encompass_routing as routing
from alongside.support.actions.encompass import Taken, take_incident
from alongside.support.encompass_drafts import ChildTold, IncidentDraft
from alongside.support.encompass_states import PURPOSE
from alongside.support.models import IncidentChild, SchoolNotice

Spare = Callable[..., Invented]
PRIMARY, SECONDARY = range(6, 10), range(12, 16)
POLICE = "dev"
SHOUTING = "A neighbour rang: shouting and a plate thrown. One adult was taken to a friend’s home for the night."


def encompass_stories(world: World, spare: Spare) -> list[Story]:
    """Each about children of its own."""
    return [
        _officers(world), _last_night(world, spare), _no_longer_ours(world, spare(SECONDARY)),
        _in_the_holidays(world, spare(PRIMARY)), _corrected(world, spare(PRIMARY)), _withdrawn(world, spare(SECONDARY)),
    ]  # fmt: skip


def _officers(world: World) -> Story:
    yield (at := world.moments.on(80, 9))
    for queue, username in (("officer", "tomasz"), ("home_education", "jo")):
        routing.name_officer(queue=queue, username=username, by=world.viewer("marian", at), at=at)


def _last_night(world: World, spare: Spare) -> Story:
    """A file: acknowledged with support, silent and chased, brother and sister in two schools, unmatched, at home."""
    sent = world.moments.on(0, 5, 40)
    sent = sent if sent + timedelta(hours=4) < world.moments.now else world.moments.on(1, 5, 40)
    seen, quiet, small = (spare(ages) for ages in (SECONDARY, PRIMARY, PRIMARY))
    big = spare(SECONDARY, at=world.member("priya").agency.code)
    lost, home = spare(SECONDARY), spare(PRIMARY)
    told: Sequence[tuple[str, Invented, Mapping[str, str]]] = (
        ("118203", seen, {"school": _school(world, seen), "voice": "“I turned the telly up.”", "voice_with": "Alone"}),
        ("118211", quiet, {"school": _school(world, quiet)}),
        ("118240", small, {"school": _school(world, small), "where": "In the bath", "presence": "saw"}),
        ("118240", big, {"school": _school(world, big), "presence": "away"}),
        ("118252", lost, {"school": "St Brannoc’s, out of the borough"}),
        ("118260", home, {"home_educated": "yes"}),
    )  # fmt: skip
    rows = [_row(reference, child, local(sent), **more) for reference, child, more in told]
    rows.append(_row("118271", lost, local(sent), first_name="Name", last_name="Unreadable", happened_time="after tea"))
    yield sent
    by = world.viewer(POLICE, sent)
    encompass_csv.take_in(name="encompass-last-night.csv", raw=_file(rows), by=by, at=sent)
    notices = {child.key: _notice(world, reference, child) for reference, child, _ in told}
    yield (at := sent + timedelta(hours=2, minutes=5))
    _acknowledge(world, notices[seen.key], at)
    yield (at := sent + timedelta(hours=2, minutes=20))
    _offer(world, notices[seen.key], "silent", "Form tutor and head of year know. Breakfast club kept a place.", at)
    yield (at := sent + timedelta(hours=2, minutes=40))
    _acknowledge(world, notices[small.key], at)
    yield (at := sent + timedelta(hours=3, minutes=50))
    routing.chase(reference=notices[quiet.key].reference, by=world.viewer(POLICE, at), at=at)


def _no_longer_ours(world: World, child: Invented) -> Story:
    """Told to the wrong school, sent back with a reason, and on to the right one the same morning."""
    at = world.moments.worked(2, 6, 30)
    yield at
    wrong = next(one.agency.name for code, one in world.partnership.leads.items() if code != child.school)
    taken = _take(world, "117904", [child], at, school=wrong)
    yield (at := at + timedelta(minutes=75))
    notice = _notice(world, "117904", child)
    if notice.kind != "school":
        return
    answering.return_notice(
        reference=notice.reference, reason="Moved in September. We sent the file on.",
        by=_lead(world, notice, at), at=at,
    )  # fmt: skip
    yield (at := at + timedelta(minutes=12))
    queued = _notice(world, "117904", child)
    right = world.partnership.agencies[child.school]
    if right.name == wrong or not terms_for(right.pk, world.moments.today).get((PURPOSE, taken.incident.agency_id)):
        routing.settle(reference=queued.reference, reason="Told by phone.", by=world.viewer("tomasz", at), at=at)
        return
    routing.send_on(
        reference=queued.reference, to=right.code, reason="The admissions team says so.",
        by=world.viewer("tomasz", at), at=at,
    )  # fmt: skip
    yield (at := at + timedelta(minutes=20))
    _acknowledge(world, _notice(world, "117904", child), at)


def _in_the_holidays(world: World, child: Invented) -> Story:
    """Sent when the school was closed: delivered at once, and the clock ran to its own next day."""
    agency = world.partnership.agencies[child.school]
    closed = _closed_day(world, agency.school_urn)
    yield (at := world.moments.on((world.moments.today - closed).days, 7, 15))
    _take(world, "116318", [child], at, school=agency.name)
    yield (at := at + timedelta(hours=3))
    _acknowledge(world, _notice(world, "116318", child), at)
    _offer(
        world, _notice(world, "116318", child), "welfare", "Rang on the safe number. Seen on the first day back.", at
    )


def _closed_day(world: World, urn: str) -> date:
    """The last weekday on which that school was closed; a Saturday, where it has not been."""
    terms = terms_of([urn]).get(urn)
    days = [world.moments.today - timedelta(days=back) for back in range(2, 75)]
    closed = [day for day in days if day.weekday() < 5 and terms is not None and not terms.is_school_day(day)]
    return next(iter(closed), next(day for day in days if day.weekday() == 5))


def _corrected(world: World, child: Invented) -> Story:
    at = world.moments.worked(6, 6, 10)
    yield at
    taken = _take(world, "117340", [child], at, school=_school(world, child))
    yield (at := at + timedelta(hours=5))
    now = correcting.Correction(
        taken.incident.happened_at, "At a relative’s flat", taken.incident.circumstances, {},
        "The address in the first report was wrong.",
    )  # fmt: skip
    correcting.amend_incident(
        reference=taken.incident.reference, changes=1, correction=now, by=world.viewer(POLICE, at), at=at
    )


def _withdrawn(world: World, child: Invented) -> Story:
    at = world.moments.worked(9, 6, 10)
    yield at
    taken = _take(world, "116977", [child], at, school=_school(world, child))
    yield (at := at + timedelta(hours=2))
    correcting.withdraw_incident(
        reference=taken.incident.reference,
        reason="Another family of the same name.",
        by=world.viewer(POLICE, at),
        at=at,
    )


def _school(world: World, child: Invented) -> str:
    return world.partnership.agencies[child.school].name


def _take(world: World, reference: str, children: Sequence[Invented], at: datetime, school: str) -> Taken:
    draft = IncidentDraft(
        f"LK/{reference}", at - timedelta(hours=7), "At home", SHOUTING,
        tuple(
            ChildTold(
                RecordDraft(names=(NameDraft(one.given.usual, one.family.usual),), date_of_birth=one.born), "home",
                where_in_home="Upstairs", school_name=school,
            )
            for one in children
        ),
    )  # fmt: skip
    taken = take_incident(draft=draft, by=world.viewer(POLICE, at), at=at)
    for one in children:
        _notice(world, reference, one)
    return taken


def _notice(world: World, reference: str, child: Invented) -> SchoolNotice:
    """The child's notice as it stands; its record goes into the truth."""
    rows = IncidentChild.objects.filter(incident__police_reference=f"LK/{reference}", record__date_of_birth=child.born)
    found = rows.get(record__names__given=child.given.usual)
    world.truth.note(found.record_id, child, world.member(POLICE).agency.code)
    notice = found.notices.select_related("receiver").order_by("sent_at", "pk").last()
    assert notice is not None
    return notice


def _lead(world: World, notice: SchoolNotice, at: datetime) -> Viewer:
    assert notice.receiver is not None
    code = notice.receiver.code
    lead = world.partnership.leads.get(code)
    return world.viewer(lead.username if lead else "tomasz", at)


def _acknowledge(world: World, notice: SchoolNotice, at: datetime) -> None:
    """By the lead of the school that has it; what waits with the council's officer stays there."""
    if notice.kind == "school":
        answering.open_notice(reference=notice.reference, by=_lead(world, notice, at), at=at)
        answering.acknowledge(reference=notice.reference, by=_lead(world, notice, at), at=at)


def _offer(world: World, notice: SchoolNotice, kind: str, note: str, at: datetime) -> None:
    if notice.kind == "school":
        by = _lead(world, notice, at)
        answering.record_offer(reference=notice.reference, kind=kind, note=note, by=by, at=at)


def _row(reference: str, child: Invented, sent: datetime, **more: str) -> dict[str, str]:
    plain = {
        "reference": f"LK/{reference}", "happened_on": (sent.date() - timedelta(days=1)).isoformat(),
        "happened_time": "22:50", "place": "At home", "circumstances": SHOUTING, "first_name": child.given.usual,
        "last_name": child.family.usual, "born": child.born.isoformat(), "presence": "home",
    }  # fmt: skip
    return {**plain, **more}


def _file(rows: Iterable[Mapping[str, str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([one.title for one in COLUMNS])
    writer.writerows([row.get(one.field, "") for one in COLUMNS] for row in rows)
    return text.getvalue().encode()
