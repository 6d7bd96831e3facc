from allauth.account.signals import user_logged_in
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from alongside.partners.roles import Permission
from alongside.support.queries.in_hand import MOST_COUNTED
from alongside.web.design.doors import PageRequest, page, public
from alongside.web.design.navigation import address
from alongside.web.home import cast
from alongside.web.home.cards import cards_for, grouped
from alongside.web.home.sections import sections_for
from alongside.web.home.setting_up import still_to_set_up

BACKEND = "django.contrib.auth.backends.ModelBackend"


@public("The start page: who is who in the demo, the sign-in page otherwise, and her own work to a member.")
@never_cache
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return my_work(request)
    return show_cast(request) if settings.IS_DEMO else redirect_to_login("/")


@page()
def my_work(request: PageRequest) -> HttpResponse:
    may_raise = request.viewer.may(Permission.RAISE_CONCERN)
    context = {
        "to_set_up": still_to_set_up(request.viewer),
        "sections": sections_for(request.viewer),
        "groups": grouped(cards_for(request.viewer)),
        "most": MOST_COUNTED,
        "raise_url": address("concern_start") if may_raise else "",
    }
    return render(request, "home/index.html", context)


@public("Demo only: the invented people, one of whom one can be.")
@never_cache
@require_safe
def show_cast(request: HttpRequest) -> HttpResponse:
    told, others = cast.by_agency()
    context = {"agencies": told, "others": others, "onward": request.GET.get("next", "")}
    return render(request, "home/cast.html", context)


@public("Demo only: signs in as one of the invented people. The URL does not exist in production.")
@require_POST
def sign_in_as(request: HttpRequest) -> HttpResponse:
    member = cast.person(request.POST.get("username", ""))
    if member is None:
        return redirect("demo_cast")
    login(request, member, backend=BACKEND)
    user_logged_in.send(sender=type(member), request=request, user=member)  # allauth lists the session
    onward = request.POST.get("next", "/")
    return redirect(onward if url_has_allowed_host_and_scheme(onward, allowed_hosts={request.get_host()}) else "/")
