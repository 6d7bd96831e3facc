"""Every door of the web system. Each page declares who may open it (see `web.design.doors`)."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
