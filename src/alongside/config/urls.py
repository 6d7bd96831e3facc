"""Every door of the web system. Each page declares who may open it (see `web.design.doors`)."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("alongside.web.home.urls")),
    path("", include("alongside.web.accounts.urls")),
    path("", include("alongside.web.concern.urls")),
    path("", include("alongside.web.files.urls")),
    path("", include("alongside.web.triage.urls")),
    path("", include("alongside.web.identity.urls")),
    path("", include("alongside.web.agreements.urls")),
    path("", include("alongside.web.records.urls")),
    path("", include("alongside.web.keys.urls")),
    path("", include("alongside.web.api.urls")),
    path("", include("alongside.web.requests.urls")),
    path("", include("alongside.web.plan.urls")),
    path("", include("alongside.web.places.urls")),
    path("", include("alongside.web.evaluations.urls")),
    path("", include("alongside.web.operations.urls")),
    path("", include("alongside.web.programmes.urls")),
    path("", include("alongside.web.pathways.urls")),
    path("", include("alongside.web.cases.urls")),
    path("", include("alongside.web.handovers.urls")),
    path("", include("alongside.web.panels.urls")),
    path("", include("alongside.web.own.urls")),
    path("", include("alongside.web.exploitation.urls")),
    path("", include("alongside.web.exports.urls")),
    path("", include("alongside.web.encompass.urls")),
    path("", include("alongside.web.providers.urls")),
    path("", include("alongside.web.waiting.urls")),
    path("", include("alongside.web.equality.urls")),
    path("", include("alongside.web.directory.urls")),
    path("", include("alongside.web.needs.urls")),
    path("", include("alongside.web.members.urls")),
    path("", include("alongside.web.community.urls")),
    path("", include("alongside.web.residents.urls")),
    path("", include("alongside.web.advisors.urls")),
    path("", include("alongside.web.mentors.urls")),
    path("", include("alongside.web.notices.urls")),
    path("", include("alongside.web.pledges.urls")),
    path("", include("alongside.web.releases.urls")),
    path("", include("alongside.web.public_site.urls")),
    path("", include("alongside.web.claims.urls")),
    path("", include("alongside.web.measures.urls")),
    path("", include("alongside.web.design.urls")),
]

if settings.PRECHECK:
    urlpatterns.append(path("", include("alongside.web.precheck.urls")))

handler400 = "alongside.web.design.pages.bad_request"
handler403 = "alongside.web.design.pages.refused"
handler404 = "alongside.web.design.pages.not_found"
handler500 = "alongside.web.design.pages.broken"
handler429 = "alongside.web.accounts.lockout.too_many"
