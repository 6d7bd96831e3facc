from django.urls import path

from alongside.web.places import comparison_views, hot_views, incident_views, problem_views, runs, views

_RUN = "places/hot-spots/<int:run_id>/"
urlpatterns = [
    path("places/", views.crime, name="places"),
    path("places/files/", views.files, name="places_files"),
    path("places/files/<int:file_id>/", views.file, name="places_file"),
    path("places/runs/<int:run_id>/", runs.run, name="place_run"),
    path("places/runs/<int:run_id>/state/", runs.state, name="place_run_state"),
    path("places/runs/<int:run_id>/stop/", runs.stop, name="place_run_stop"),
    path("places/incidents/", incident_views.listing, name="incidents"),
    path("places/incidents/new/", incident_views.make, name="incident_make"),
    path("places/incidents/<int:set_id>/", incident_views.one_set, name="incident_set"),
    path("places/incidents/<int:set_id>/amend/", incident_views.amend, name="incident_amend"),
    path("places/incidents/<int:set_id>/send/", incident_views.send, name="incident_send"),
    path("places/incidents/<int:set_id>/outline/", incident_views.outline, name="incident_outline"),
    path("places/incidents/counts/<str:key>/", incident_views.counts, name="incident_counts"),
    path("places/incidents/files/<int:file_id>/", incident_views.file, name="incident_file"),
    path("places/incidents/files/<int:file_id>/columns/", incident_views.columns, name="incident_columns"),
    path("places/incidents/files/<int:file_id>/<slug:deed>/", incident_views.change, name="incident_file_change"),
    path("places/hot-spots/", hot_views.listing, name="hot_spots"),
    path("places/hot-spots/new/", hot_views.ask, name="hot_spots_new"),
    path(_RUN, hot_views.answer, name="hot_spots_run"),
    path(f"{_RUN}area/<int:number>/", hot_views.area, name="hot_spots_area"),
    path(f"{_RUN}why/<int:cell>/", hot_views.why_cell, name="hot_spots_why"),
    path(f"{_RUN}find/", hot_views.find_place, name="hot_spots_find"),
    path(f"{_RUN}map/", hot_views.map_data, name="hot_spots_map"),
    path(f"{_RUN}files/<slug:form>/", hot_views.export, name="hot_spots_export"),
    path(f"{_RUN}problem/", problem_views.raise_one, name="place_problem_new"),
    path("places/comparisons/", comparison_views.listing, name="comparisons"),
    path("places/comparisons/new/", comparison_views.ask, name="comparison_new"),
    path("places/comparisons/<int:run_id>/", comparison_views.answer, name="comparison_run"),
    path("places/problems/", problem_views.listing, name="place_problems"),
    path("places/problems/<int:problem_id>/", problem_views.problem, name="place_problem"),
]
