from django.urls import path

from alongside.web.equality import views

urlpatterns = [
    path("equality/", views.pathways, name="equality_list"),
    path("equality/<slug:pathway>/", views.monitor, name="equality"),
]
