from django.urls import path

from alongside.web.places import runs, views, wards

urlpatterns = [
    path("places/", views.crime, name="places"),
    path("places/files/", views.files, name="places_files"),
    path("places/files/<int:file_id>/", views.file, name="places_file"),
    path("places/runs/<int:run_id>/", runs.run, name="place_run"),
    path("places/runs/<int:run_id>/state/", runs.state, name="place_run_state"),
    path("places/runs/<int:run_id>/stop/", runs.stop, name="place_run_stop"),
    path("places/wards/", wards.watches, name="ward_watch"),
    path("places/wards/new/", wards.ask, name="ward_watch_new"),
    path("places/wards/<int:run_id>/", wards.watch, name="ward_watch_run"),
    path("places/wards/<int:run_id>/ranges.csv", wards.ranges, name="ward_watch_ranges"),
    path("places/wards/<int:run_id>/<slug:code>/", wards.ward, name="ward_watch_ward"),
]
