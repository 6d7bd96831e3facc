from django.urls import path

from alongside.web.design import pages

urlpatterns = [
    path("health", pages.health, name="health"),
    path("accessibility", pages.accessibility, name="accessibility"),
    path("privacy", pages.privacy, name="privacy"),
    path("licences", pages.licences, name="licences"),
    path("account/stay", pages.stay, name="stay_signed_in"),
]
