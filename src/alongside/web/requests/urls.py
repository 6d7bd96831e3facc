from django.urls import path

from alongside.web.requests import views

urlpatterns = [
    path("requests/", views.request_list, name="request_list"),
    path("requests/<str:reference>/", views.request_page, name="request"),
]
