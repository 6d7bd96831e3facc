from django.urls import path

from alongside.web.keys import views

urlpatterns = [
    path("keys/", views.key_list, name="key_list"),
    path("keys/make/", views.make, name="key_make"),
    path("keys/<int:id>/", views.key, name="key"),
    path("keys/<int:id>/revoke/", views.revoke, name="key_revoke"),
]
