from django.urls import path

from alongside.web.places import views

urlpatterns = [
    path("places/", views.crime, name="places"),
    path("places/files/", views.files, name="places_files"),
    path("places/files/<int:file_id>/", views.file, name="places_file"),
]
