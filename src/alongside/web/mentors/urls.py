from django.urls import path

from alongside.web.mentors import ambassadors, matches, views

urlpatterns = [
    path("mentors/", views.listing, name="mentors"),
    path("mentors/new/", views.new, name="mentors_new"),
    path("mentors/figures/", views.figures, name="mentors_figures"),
    path("mentors/ambassadors/", ambassadors.listing, name="mentors_ambassadors"),
    path("mentors/ambassadors/new/", ambassadors.new, name="mentors_ambassador_new"),
    path("mentors/ambassadors/<str:ambassador>/stop/", ambassadors.stop, name="mentors_ambassador_stop"),
    path("mentors/matches/<int:match_id>/", matches.one, name="mentors_match"),
    path("mentors/<str:reference>/", views.one, name="mentors_one"),
    path("mentors/<str:reference>/change/", views.change, name="mentors_change"),
    path("mentors/<str:reference>/check/", views.check, name="mentors_check"),
    path("mentors/<str:reference>/supervision/", views.supervise, name="mentors_supervision"),
    path("mentors/<str:reference>/match/", matches.new, name="mentors_match_new"),
    path("mentors/<str:reference>/leave/", views.leave, name="mentors_leave"),
]
