"""The language of a public page. It stands in the address (`?lang=ar`): no cookie, no guess from the browser's header, and
a link that is handed on opens in the same language. Pages of members are in English."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.dateformat import format as in_words
from django.views.decorators.csrf import csrf_exempt

from alongside.web.design import wording
from alongside.web.design.doors import public
from alongside.web.design.navigation import address

KEY = "lang"


@dataclass(frozen=True, slots=True)
class Language:
    """`is_read` once somebody who speaks it has read the whole translation."""

    code: str
    tag: str
    name: str
    direction: str = "ltr"
    is_read: bool = True


ENGLISH = Language("en-gb", "en-GB", "English")
LANGUAGES = (ENGLISH, Language("ar", "ar", "العربية", "rtl", is_read=False))


@dataclass(frozen=True, slots=True)
class Tongue:
    """What a public template needs to speak: its language, links that keep it, dates in it."""

    language: Language
    path: str
    query: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, request: HttpRequest) -> "Tongue":
        asked = request.GET.get(KEY, "")
        language = next((one for one in LANGUAGES if one.code == asked), ENGLISH)
        rest = tuple((key, str(value)) for key, value in request.GET.items() if key != KEY)
        return cls(language, request.path, rest)

    def url(self, name: str, *arguments: object, **query: object) -> str:
        """The address of a page, in this language."""
        asked = {key: str(value) for key, value in query.items() if value not in ("", None)}
        if self.language is not ENGLISH:
            asked[KEY] = self.language.code
        return address(name, *arguments) + (f"?{urlencode(asked)}" if asked else "")

    @property
    def others(self) -> list[tuple[Language, str]]:
        """The same page in the other languages."""
        found = []
        for one in LANGUAGES:
            if one is not self.language:
                query = dict(self.query) | ({KEY: one.code} if one is not ENGLISH else {})
                found.append((one, self.path + (f"?{urlencode(query)}" if query else "")))
        return found

    @property
    def kept(self) -> str:
        """What a form that is sent by GET carries on, or nothing."""
        return "" if self.language is ENGLISH else self.language.code

    def day(self, at: datetime) -> str:
        return wording.day(at) if self.language is ENGLISH else in_words(timezone.localtime(at), "j F Y")

    def moment(self, at: datetime) -> str:
        return wording.moment(at) if self.language is ENGLISH else in_words(timezone.localtime(at), "j F Y، H:i")


class PublicRequest(HttpRequest):
    """A request that came through a public door that speaks."""

    tongue: Tongue
    at: datetime


def speaks(why: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A public page in the language of its address, without a session and without any cookie.

    Django's token against forged forms needs a cookie. Such a form acts for nobody: whoever sends it is not signed in as
    far as this page knows, so that there is nothing to forge. What a browser says was sent from another site is refused.
    """

    def wrap(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def through(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            request.tongue, request.at = Tongue.of(request), timezone.now()
            if request.method == "POST" and not _from_here(request):
                return HttpResponse("This form was on another website. Open our own page.", status=403)
            with translation.override(request.tongue.language.code):
                response = view(request, *args, **kwargs)
            response["Content-Language"] = request.tongue.language.tag
            return response

        return csrf_exempt(public(why)(through))

    return wrap


def _from_here(request: HttpRequest) -> bool:
    return request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")
