from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.web.design.doors import PageRequest, page


@page()
@require_safe
def second_factor_first(request: PageRequest) -> HttpResponse:
    return render(request, "accounts/second_factor_first.html")


@page()
@require_safe
def signed_in_again(request: HttpRequest) -> HttpResponse:
    """Where a member lands who signed in again in a second tab while her typing waits in the first."""
    return render(request, "accounts/signed_in_again.html")
