"""Asking, reporting, telling in confidence, asking to join; and reading with a code what came of it."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from alongside.audit.entries import Actor
from alongside.community.actions import limits, telling
from alongside.community.actions import networks as joining
from alongside.community.actions.telling import DoorDraft, PostDraft, Receipt
from alongside.community.errors import CommunityRefused
from alongside.community.queries import public
from alongside.community.queries.codes import by_code, is_code, is_short
from alongside.community.queries.wards import wards
from alongside.community.states import PostKind
from alongside.web.community.forms import AppealForm, CodeForm, JoinForm, PostForm, SomebodyForm
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.form_tokens import AnybodysForm
from alongside.web.design.tongue import PublicRequest, speaks

WHY = "Residents ask and tell without an account; what they write is read by a moderator or the front door alone."
NOBODY = Actor.unknown()
Found = TypeVar("Found")


def page(
    request: PublicRequest, template: str, context: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    return render(request, f"community/{template}", {"t": request.tongue, **(context or {})}, status=status)


def taken(request: PublicRequest, form: AnybodysForm, keep: Callable[[], limits.Receipt]) -> limits.Receipt | None:
    """What `keep` gives; None when it cannot be kept: then the form says why, and holds what was written.

    What was sent before is not counted again, so that nobody shuts a form for all by sending one of it over and over.
    """
    if not form.is_valid():
        return None
    try:
        return limits.keep_and_count(form=form.kind, keep=keep, by=NOBODY, at=request.at)
    except limits.TooManyNow:
        _say_too_many(form)
    except CommunityRefused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.said(_))
    return None


def looked_up(request: PublicRequest, form: AnybodysForm, look: Callable[[], Found]) -> Found | None:
    """What `look` finds behind a code. Each look is counted first, so that codes cannot be tried out; a page that is sent
    over and over is refused before it is counted, so that it uses up nobody else's looks. What can be no code is not
    looked for, and not counted."""
    if not form.is_valid():
        return None
    typed = form.cleaned_data["code"]
    kind = form.kind if is_short(typed) else f"long {form.kind}"
    counted = limits.count_look(form=kind, page=form.sent_key, by=NOBODY, at=request.at) if is_code(typed) else None
    if counted is limits.Look.TOO_MANY or counted is limits.Look.WORN_OUT:
        _say_too_many(form) if counted is limits.Look.TOO_MANY else _say_worn_out(form)
        return None
    try:
        return look()
    except CommunityRefused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.said(_))
        return None


def _say_too_many(form: AnybodysForm) -> None:
    form.add_error(None, _("Very many people are writing now. Your words are still here: send them later, or ring 101"))


def _say_worn_out(form: AnybodysForm) -> None:
    form.renew()
    form.add_error(
        None, _("You have sent this page many times. Look at your code letter by letter, then send it again")
    )


def receipt(request: PublicRequest, given: Receipt, what: str) -> HttpResponse:
    """The code is on this page and nowhere else; no browser and nobody on the way keeps it."""
    response = page(request, "receipt.html", {"given": given, "what": what})
    response["Cache-Control"] = "no-store, private"
    return response


@speaks(WHY)
@require_safe
def tell(request: PublicRequest) -> HttpResponse:
    return page(request, "tell.html")


@speaks(WHY)
@get_or_post
def question(request: PublicRequest) -> HttpResponse:
    return _post(request, PostKind.QUESTION)


@speaks(WHY)
@get_or_post
def report(request: PublicRequest) -> HttpResponse:
    return _post(request, PostKind.REPORT)


def _post(request: PublicRequest, kind: PostKind) -> HttpResponse:
    form = PostForm(sent(request), at=request.at, wards=wards())
    is_personal = form.is_bound and form.data.get("about") == "yes"
    if is_personal:
        # What tells of somebody never becomes a public post: the same words go on in the other form.
        words = "\n".join(filter(None, (form.data.get("text", ""), form.data.get("place", ""))))
        return _somebody(request, SomebodyForm(at=request.at, wards=wards(), initial={"words": words[:6000]}), True)

    def keep() -> Receipt:
        code, name = form.ward
        said = form.cleaned_data
        draft = PostDraft(kind, said["text"], said["place"], code, name, request.tongue.language.code)
        return telling.send_post(draft=draft, sent_key=form.sent_key, by=NOBODY, at=request.at)

    given = taken(request, form, keep) if form.is_bound else None
    if given is not None:
        return receipt(request, given, "post")
    return page(request, "post.html", {"form": form, "is_question": kind is PostKind.QUESTION})


@speaks(WHY)
@get_or_post
def somebody(request: PublicRequest) -> HttpResponse:
    form = SomebodyForm(sent(request), at=request.at, wards=wards())

    def keep() -> Receipt:
        said = form.cleaned_data
        draft = DoorDraft(
            said["words"], said["is_child"] == "yes", said["how_to_reach"], said["when_safe"], form.ward[1]
        )
        return telling.tell_the_door(draft=draft, sent_key=form.sent_key, by=NOBODY, at=request.at)

    given = taken(request, form, keep) if form.is_bound else None
    return receipt(request, given, "door") if given is not None else _somebody(request, form, False)


def _somebody(request: PublicRequest, form: SomebodyForm, is_moved: bool) -> HttpResponse:
    response = page(request, "somebody.html", {"form": form, "is_moved": is_moved})
    response["Cache-Control"] = "no-store, private"
    return response


@speaks(WHY)
@get_or_post
def join(request: PublicRequest, network_id: int) -> HttpResponse:
    network = public.network(network_id)
    if network is None:
        raise Http404
    form = JoinForm(sent(request), at=request.at)

    def keep() -> Receipt:
        said = form.cleaned_data
        return joining.ask_to_join(
            network_id=network_id, called=said["called"], words=said["words"], sent_key=form.sent_key, by=NOBODY,
            at=request.at,
        )  # fmt: skip

    given = taken(request, form, keep) if form.is_bound else None
    if given is not None:
        return receipt(request, given, "join")
    return page(request, "join.html", {"form": form, "network": network})


@speaks(WHY)
@get_or_post
def code(request: PublicRequest) -> HttpResponse:
    form = CodeForm(sent(request), at=request.at)
    found = (
        looked_up(request, form, lambda: by_code(form.cleaned_data["code"], at=request.at)) if form.is_bound else None
    )
    if form.is_bound and not form.errors and found is None:
        form.add_error("code", _("We do not know this code. Look at it again, letter by letter"))
    context: dict[str, Any] = {"form": form, "kind": "", "found": None, "appeal": None}
    if found:
        context |= {"kind": found[0].value, "found": found[1]}
        context["appeal"] = AppealForm(at=request.at, initial={"code": form.cleaned_data["code"]})
    response = page(request, "code.html", context)
    response["Cache-Control"] = "no-store, private"
    return response
