from django.urls import path

from alongside.web.notices import views

urlpatterns = [
    path("notices/", views.listed, name="notices"),
    path("notices/seen", views.seen, name="notices_seen"),
    path("notices/<int:id>/", views.opened, name="notice"),
    path("account/messages", views.choices, name="message_choices"),
    path("messages/", views.messages_out, name="outbox"),
]
