"""What the frame around every page needs to know: who is signed in, where she is, what the system is called."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from alongside.partners.noticeboard import unread_count
from alongside.partners.standing import Viewer
from alongside.web.design.navigation import Link, address, in_sight, links


@dataclass(frozen=True, slots=True)
class Frame:
    partnership: str
    is_demo: bool
    demo_password: str = ""
    member: str = ""
    role: str = ""
    agency: str = ""
    links: tuple[Link, ...] = ()
    account_url: str = ""
    notices_url: str = ""
    unread: int = 0
    sign_in_url: str = ""
    sign_out_url: str = ""
    switch_url: str = ""
    stay_url: str = ""
    session_seconds: int = 0
    footer: tuple[tuple[str, str], ...] = ()

    @property
    def navigation(self) -> list[dict[str, Any]]:
        return [asdict(link) for link in in_sight(self.links)[0]]

    @property
    def more(self) -> Sequence[Link]:
        return in_sight(self.links)[1]


FOOTER = (
    ("Find help near me", "directory"),
    ("Ask or tell us something", "community"),
    ("Is it getting better?", "public_site"),
    ("Check a claim", "check_claim"),
    ("Accessibility statement", "accessibility"),
    ("Privacy", "privacy"),
    ("Licences and sources", "licences"),
)


def of(request: HttpRequest | None, bare: bool = False) -> Frame:
    """The frame for this request. `bare` asks nothing of session or database: for pages that say what is broken."""
    footer = tuple((text, href) for text, name in FOOTER if (href := address(name)))
    user: Any = None if bare or request is None else getattr(request, "user", None)
    if request is None or user is None or not user.is_authenticated:
        return Frame(
            settings.PARTNERSHIP, settings.IS_DEMO, sign_in_url="" if bare else address("account_login"), footer=footer
        )
    viewer: Viewer = getattr(request, "viewer", None) or Viewer.of(user, at=timezone.now())
    return Frame(
        partnership=settings.PARTNERSHIP,
        is_demo=settings.IS_DEMO,
        demo_password=settings.DEMO_PASSWORD,
        member=user.name,
        role=user.job_title or user.get_role_display(),
        agency=user.agency.name,
        links=tuple(links(request, viewer)),
        account_url=address("mfa_index"),
        notices_url=address("notices"),
        unread=unread_count(viewer),
        sign_out_url=address("account_logout"),
        switch_url=address("demo_cast") if settings.IS_DEMO else "",
        stay_url=address("stay_signed_in"),
        session_seconds=settings.SESSION_COOKIE_AGE,
        footer=footer,
    )


def page_url(request: HttpRequest, number: int, name: str = "page") -> str:
    """This page's own address with another page number; the filters stay."""
    query = request.GET.copy()
    query[name] = str(number)
    return f"{request.path}?{query.urlencode()}"
