from django.urls import path

from alongside.web.claims import views

urlpatterns = [
    path("check-a-claim/", views.check, name="check_claim"),
]
