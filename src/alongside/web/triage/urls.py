from django.urls import path

from alongside.web.triage import doing, linking, views

urlpatterns = [
    path("triage/", views.queue, name="triage_queue"),
    path("triage/queue/<slug:name>", views.queue, name="triage_queue"),
    path("triage/<str:reference>/", views.concern, name="triage_concern"),
    path("triage/<str:reference>/take", doing.take, name="triage_take"),
    path("triage/<str:reference>/ask", doing.ask, name="triage_ask"),
    path("triage/<str:reference>/rate", doing.rate, name="triage_rate"),
    path("triage/<str:reference>/decide", doing.decide, name="triage_decide"),
    path("triage/<str:reference>/second-look", doing.second_look, name="triage_second_look"),
    path("triage/<str:reference>/feedback", doing.feedback, name="triage_feedback"),
    path("triage/<str:reference>/reopen", doing.reopen, name="triage_reopen"),
    path("triage/<str:reference>/pause", doing.pause, name="triage_pause"),
    path("triage/<str:reference>/resume", doing.resume, name="triage_resume"),
    path("triage/<str:reference>/who-else", linking.candidates, name="triage_candidates"),
    path("triage/<str:reference>/join", linking.join, name="triage_join"),
    path("triage/<str:reference>/links/<uuid:joined>/undo", linking.unlink, name="triage_unlink"),
]
