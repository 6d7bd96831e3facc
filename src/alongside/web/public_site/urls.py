from django.urls import path

from alongside.web.public_site import views

urlpatterns = [
    path("public/", views.site, name="public_site"),
    path("public/<path:page>", views.site, name="public_site_page"),
]
