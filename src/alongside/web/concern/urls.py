from django.urls import path

from alongside.web.concern import own, views

urlpatterns = [
    path("concern/", views.start, name="concern_start"),
    path("concern/<uuid:key>/child", views.child, name="concern_child"),
    path("concern/<uuid:key>/match", views.match, name="concern_match"),
    path("concern/<uuid:key>/", views.details, name="concern_draft"),
    path("concern/<uuid:key>/autosave", views.autosave, name="concern_autosave"),
    path("concern/<uuid:key>/check", views.check, name="concern_check"),
    path("concern/<uuid:key>/discard", views.discard, name="concern_discard"),
    path("concerns/", own.own_list, name="concern_own_list"),
    path("concerns/<str:reference>/", own.own, name="concern_own"),
    path("concerns/<str:reference>/sent", own.sent, name="concern_sent"),
    path("concerns/<str:reference>/read", own.read, name="concern_read"),
]
