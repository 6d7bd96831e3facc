from django.urls import path

from alongside.web.waiting import views

urlpatterns = [
    path("waits/", views.pathways, name="waits"),
    path("waits/figures/", views.figures_list, name="waits_figures_list"),
    path("waits/figures/<slug:pathway>/", views.figures, name="waits_figures"),
    path("waits/<slug:pathway>/", views.queue, name="waits_pathway"),
    path("waits/<slug:pathway>/<slug:queue>/", views.queue, name="waits_queue"),
]
