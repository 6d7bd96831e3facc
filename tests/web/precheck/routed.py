"""The URL map with asking in code switched on."""

from django.urls import include, path

from alongside.config import urls
from alongside.config.urls import *  # noqa: F403 (the handlers of errors)

urlpatterns = [*urls.urlpatterns, path("", include("alongside.web.precheck.urls"))]
