from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.web.claims.checking import checked
from alongside.web.claims.forms import ClaimForm
from alongside.web.design.doors import public

EXAMPLE = "said=Knife+crime+fell+38%25+in+six+months&months_before=6&months_after=6&area=St+James+Street&picked=bad"


@public("Checks a published percentage; holds nothing and keeps nothing of what is typed.")
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """All that was typed stands in the address, so that a check can be passed on."""
    asked = any(name in request.GET for name in ClaimForm.base_fields)
    form = ClaimForm(request.GET) if asked else ClaimForm()
    found = None
    if asked and form.is_valid():
        try:
            found = checked(form)
        except ValueError as unread:
            form.add_error("said", str(unread))
    context = {"form": form, "found": found, "example": EXAMPLE, "claimed": found and form.cleaned_data["said"]}
    return render(request, "claims/check.html", context)
