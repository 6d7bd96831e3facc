"""The addresses as they are in demo mode."""

from alongside.config.urls import handler403, handler404, handler500  # noqa: F401
from alongside.config.urls import urlpatterns as always
from alongside.web.home.urls import DEMO_URLS

urlpatterns = [*DEMO_URLS, *always]
