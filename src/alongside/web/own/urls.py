"""The child's addresses tell nothing: a letter and a number."""

from django.urls import path

from alongside.web.own import reading, views

urlpatterns = [
    path("p/", reading.plan, name="p_1"),
    path("p/2/", reading.knows, name="p_2"),
    path("p/3/", reading.goes, name="p_3"),
    path("p/4/", reading.wrong, name="p_4"),
    path("p/out/", reading.leave, name="p_out"),
    path("p/<slug:address>/", reading.door, name="p_door"),
    path("own-views/", views.queue, name="own_queue"),
    path("own-views/correction/<slug:correction>/", views.correction, name="own_correction"),
    path("own-views/<slug:reference>/", views.one, name="own_view"),
    path("own-views/<slug:reference>/shows/", views.shows, name="own_shows"),
    path("own-views/<slug:reference>/link/", views.link, name="own_link"),
    path("own-views/<slug:reference>/end/", views.end, name="own_end"),
    path("own-views/<slug:reference>/read/", views.read, name="own_read"),
]
