"""What stands in the service navigation, for whom. An entry shows once its page exists and the role may open it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse

from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.support.queries.contracts import works_under_contract


@dataclass(frozen=True, slots=True)
class Entry:
    """`where`: her agency has something there at all. Asked only of those who have the permission."""

    text: str
    url_name: str
    permission: Permission | None = None
    where: Callable[[Viewer], bool] | None = None

    def is_for(self, viewer: Viewer) -> bool:
        if self.permission is not None and not viewer.may(self.permission):
            return False
        return self.where is None or self.where(viewer)


@dataclass(frozen=True, slots=True)
class Link:
    text: str
    href: str
    active: bool
    current: bool


NAVIGATION = (
    Entry("My work", "home"),
    Entry("Sessions", "session_board", Permission.MANAGE_CASES, works_under_contract),
    Entry("Raise a concern", "concern_start", Permission.RAISE_CONCERN),
    Entry("Our concerns", "concern_own_list", Permission.RAISE_CONCERN),
    Entry("Concerns", "triage_queue", Permission.TRIAGE),
    Entry("Domestic abuse notices", "encompass_notices", Permission.ANSWER_ENCOMPASS),
    Entry("Encompass", "encompass_board", Permission.SEND_ENCOMPASS),
    Entry("Encompass", "encompass_queue", Permission.ROUTE_ENCOMPASS),
    Entry("Pathways", "pathways", Permission.REFER),
    Entry("Who waits", "waits", Permission.MANAGE_CASES),
    Entry("Handovers", "handovers", Permission.REFER),
    Entry("Find a child", "child_search", Permission.FOLLOW_CONCERNS),
    Entry("Requests", "request_list", Permission.ANSWER_REQUESTS),
    Entry("Plans", "plan_list", Permission.WORK_PLANS),
    Entry("Panels", "panel_list", Permission.RUN_PANELS),
    Entry("Same child?", "identity_queue", Permission.REVIEW_IDENTITY),
    Entry("Files", "file_list", Permission.SEND_CONCERN_FILE),
    Entry("Ask in code", "precheck", Permission.ASK_PRECHECK),
    Entry("Disclosures", "disclosures_find", Permission.SEE_DISCLOSURES),
    Entry("Log", "log_verify", Permission.VERIFY_LOG),
    Entry("Members", "member_list", Permission.MANAGE_MEMBERS),
    Entry("Keys", "key_list", Permission.KEEP_KEYS),
    Entry("Agreements", "agreement_list", Permission.SEE_AGREEMENTS),
    Entry("Operations", "operations", Permission.SEE_OPERATIONS),
    Entry("Residents", "residents", Permission.KEEP_COMMUNITY),
    Entry("Told in confidence", "residents_door", Permission.TRIAGE),
    Entry("Our network", "residents_networks", Permission.RUN_NETWORK),
    Entry("Rota and surveys", "advisors", Permission.ADVISE),
    Entry("Programmes", "programme_list", Permission.SEE_PROGRAMMES),
    Entry("Mentors", "mentors", Permission.RUN_PROGRAMMES),
    Entry("Lessons", "programme_lessons", Permission.DELIVER_LESSONS),
    Entry("Places", "places", Permission.SEE_PLACES),
    Entry("Measures", "measures", Permission.SEE_MEASURES),
    Entry("Evaluations", "evaluations", Permission.SEE_OPERATIONS),
    Entry("Matching", "identity_quality", Permission.SEE_MATCHING),
    Entry("Handovers in numbers", "handover_overview", Permission.SEE_HANDOVERS),
    Entry("Waits in figures", "waits_figures_list", Permission.SEE_MEASURES),
    Entry("Mentors in figures", "mentors_figures", Permission.SEE_MEASURES),
    Entry("Pledges", "pledges", Permission.KEEP_PLEDGES),
    Entry("Pledges", "pledges", Permission.ADVISE),
    Entry("Pledges", "pledges", Permission.RUN_NETWORK),
    Entry("Scoreboard", "releases", Permission.PUBLISH),
    Entry("Scoreboard", "releases", Permission.KEEP_MEASURES),
    Entry("Is it fair?", "equality_list", Permission.SEE_MEASURES),
)  # what is opened daily first: a role with many entries has the last ones behind “More”
IN_SIGHT = 8  # with “More”, one row on a desk


def links(request: HttpRequest, viewer: Viewer) -> list[Link]:
    """The entries for this member, with the one that she is in marked: where two fit, the longer address."""
    offered = [entry for entry in NAVIGATION if entry.is_for(viewer)]
    named = [(entry.text, href) for entry in offered if (href := address(entry.url_name))]
    around = [href for _, href in named if href == request.path or (href != "/" and request.path.startswith(href))]
    here = max(around, key=len, default="")
    return [Link(text, href, href == here, href == request.path) for text, href in named]


def in_sight(offered: Sequence[Link]) -> tuple[Sequence[Link], Sequence[Link]]:
    """Those that always stand in the navigation, and those behind “More”, which is never for a single one."""
    few = len(offered) <= IN_SIGHT + 1
    return (offered, ()) if few else (offered[:IN_SIGHT], offered[IN_SIGHT:])


def address(url_name: str, *arguments: object) -> str:
    """The URL of a page, or nothing while the page does not exist."""
    try:
        return url_of(url_name, *arguments)
    except NoReverseMatch:
        return ""


def url_of(url_name: str, *arguments: object, **named: object) -> str:
    """The URL of a page, looked up once: a list has hundreds, and the addresses stand still while a process runs."""
    return _found(get_urlconf() or settings.ROOT_URLCONF, get_script_prefix(), url_name, *arguments, **named)


@lru_cache(maxsize=10_000, typed=True)
def _found(urls: str, prefix: str, url_name: str, /, *arguments: object, **named: object) -> str:
    return reverse(url_name, args=arguments, kwargs=named)
