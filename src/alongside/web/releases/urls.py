from django.urls import path

from alongside.web.releases import views

urlpatterns = [
    path("releases/", views.every, name="releases"),
    path("releases/draw/", views.draw, name="release_draw"),
    path("releases/drafts/<int:draft_id>/", views.draft, name="release_draft"),
    path("releases/drafts/<int:draft_id>/sign/", views.sign, name="release_sign"),
    path("releases/drafts/<int:draft_id>/aside/", views.aside, name="release_aside"),
]
