"""For how long agencies at a panel see a case: whoever is invited for as long as minutes are being checked, and the agency
that holds the panel also until the case was looked at again. Each view is a row of its own, with its reason and its end;
none is lengthened in place."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db.models import Max

from alongside.partners.actions import end_involvements, involve
from alongside.partners.errors import Invalid
from alongside.partners.models import Agency, Involvement
from alongside.partners.standing import LONDON, Viewer
from alongside.partners.states import FieldGroup
from alongside.support import rules
from alongside.support.case_parts import purpose_of
from alongside.support.definitions.kept import definition_of
from alongside.support.models import AgendaItem, Case, Meeting, PanelSeat
from alongside.support.panel_parts import invited_until, opened_for, opened_for_review, views_until
from alongside.support.states import ItemState

# So long after the day on which a case is looked at again its panel has it still, to put it on an agenda.
AFTER_REVIEW = timedelta(days=14)


def open_views(item: AgendaItem, agencies: Iterable[Agency], by: Viewer, at: datetime) -> list[int]:
    """Let these agencies see the case until so long after the meeting; gives those for whom that is new. A view that has
    run out, or would sooner, is opened anew."""
    until, matter = invited_until(item, at), opened_for(item.pk)
    known = views_until(item, matter, at)
    chosen = [one for one in agencies if known.get(one.pk, at) < until]
    for agency in chosen:
        if agency.pk in known:
            _end(item, matter, agency, by, at)
        _open(item, matter, agency, "", until, by, at)
    return [one.pk for one in chosen]


def follow_meeting(meeting: Meeting, by: Viewer, at: datetime) -> None:
    """The meeting was moved: whoever is invited sees the case as long after its new day."""
    rows = meeting.items.filter(state__in=(ItemState.PROPOSED, ItemState.ACCEPTED))
    for item in rows.select_related("meeting__panel", "case__record", "case__version"):
        live = views_until(item, opened_for(item.pk), at)
        open_views(item, item.invited.filter(pk__in=live), by, at)


def keep_review_views(case: Case, by: Viewer, at: datetime) -> None:
    """Let each panel's holder see the case until it was looked at again, and no longer: called when a day was set, moved
    or dropped, and when the case was heard again, has ended or was taken up again."""
    heard = case.agenda_items.filter(state=ItemState.HEARD).select_related("meeting__panel__holder")
    items = list(heard.order_by("meeting__starts_at", "pk"))
    last = {one.meeting.panel_id: one.pk for one in items}
    for item in items:
        _keep_review_view(item, _until(item) if last[item.meeting.panel_id] == item.pk else None, by, at)


def _keep_review_view(item: AgendaItem, until: datetime | None, by: Viewer, at: datetime) -> None:
    """Where the invitation lasts as long, no second view is opened."""
    holder, matter = item.meeting.panel.holder, opened_for_review(item.pk)
    invited = views_until(item, opened_for(item.pk), at).get(holder.pk, at)
    wanted = until if until and until > invited else None
    known = views_until(item, matter, at).get(holder.pk)
    if known and known != wanted:
        _end(item, matter, holder, by, at)
    if wanted and known != wanted and item.review_on:
        _open(item, matter, holder, f", looked at again on {_day(item.review_on)}", wanted, by, at)


def _until(item: AgendaItem) -> datetime | None:
    """Never longer than whoever works the case sees it."""
    if item.review_on is None or item.case.ended_at is not None:
        return None
    after = datetime.combine(item.review_on + AFTER_REVIEW + timedelta(days=1), time(), LONDON)
    return min(after, case_seen_until(item.case))


def case_seen_until(case: Case) -> datetime:
    """When the view of whoever works the case ends: as its pathway says."""
    rows = Involvement.objects.filter(
        person_id=case.record.person_id, opened_for=case.reference, agency_id=case.receiver_id, ended_at=None
    )
    found: datetime | None = rows.aggregate(until=Max("expires_at"))["until"]
    return found or case.received_at + timedelta(days=definition_of(case.version).lasts_days)


def check_review(case: Case, review_on: date, by: Viewer) -> None:
    """Refuse a day that is past, or on which nobody would see the case any more."""
    until = case_seen_until(case).astimezone(LONDON).date()
    if why := rules.why_not_due(review_on, by.day):
        raise Invalid(why, "review_on")
    if review_on >= until:
        raise Invalid(f"By its pathway nobody sees this case from {_day(until)} on. Choose a day before.", "review_on")


def _open(item: AgendaItem, matter: str, agency: Agency, why: str, until: datetime, by: Viewer, at: datetime) -> None:
    """As far as its seat says; without a seat, who the child is."""
    case, panel = item.case, item.meeting.panel
    seat = PanelSeat.objects.filter(panel=panel, agency=agency).first()
    involve(
        agency_id=agency.pk, person_id=case.record.person_id, purpose=purpose_of(definition_of(case.version)),
        groups=seat.sees if seat else frozenset({FieldGroup.IDENTITY}), matter=case.reference, opened_for=matter,
        reason=f"{panel.name}: {case.reference}{why}", by=by.actor, at=at, lasts=until - at,
    )  # fmt: skip


def _end(item: AgendaItem, matter: str, agency: Agency, by: Viewer, at: datetime) -> None:
    end_involvements(person_id=item.case.record.person_id, opened_for=matter, agency_id=agency.pk, by=by.actor, at=at)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
