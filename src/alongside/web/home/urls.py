from django.conf import settings
from django.urls import URLPattern, path

from alongside.web.home import views

urlpatterns: list[URLPattern] = [path("", views.start, name="home")]

DEMO_URLS = [
    path("demo/cast", views.show_cast, name="demo_cast"),
    path("demo/sign-in", views.sign_in_as, name="demo_sign_in"),
]
if settings.IS_DEMO:
    urlpatterns += DEMO_URLS
