"""Events as a feed for anybody's calendar."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from alongside.community.queries import public
from alongside.community.queries.public import EventTold
from alongside.exchange.calendar import CalendarEntry, calendar
from alongside.web.design.tongue import PublicRequest, speaks

WHY = "Events that a moderator let be public, for anybody's calendar."


@speaks(WHY)
@require_safe
def everything(request: PublicRequest) -> HttpResponse:
    return _feed(request, public.events(at=request.at, for_feed=True), "events")


@speaks(WHY)
@require_safe
def of_network(request: PublicRequest, network_id: int) -> HttpResponse:
    if public.network(network_id) is None:
        raise Http404
    return _feed(request, public.events(at=request.at, network_id=network_id, for_feed=True), f"network-{network_id}")


def _feed(request: PublicRequest, events: list[EventTold], name: str) -> HttpResponse:
    site = settings.PUBLIC_URL or request.build_absolute_uri("/").rstrip("/")
    entries = [
        CalendarEntry(
            key=f"community-event-{one.id}", starts_at=one.starts_at, ends_at=one.ends_at, summary=one.title,
            place=one.place, description=f"{one.about}\n{one.network}".strip(), changes=one.changes - 1,
            is_cancelled=one.is_called_off, is_public=True,
        )
        for one in events
    ]  # fmt: skip
    response = HttpResponse(
        calendar(entries, what="Events of residents’ networks", at=request.at, site=site),
        content_type="text/calendar; charset=utf-8",
    )
    response["Content-Disposition"] = f'inline; filename="{name}.ics"'
    response["Access-Control-Allow-Origin"] = "*"
    return response
