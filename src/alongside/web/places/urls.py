from django.urls import path

from alongside.web.places import incident_views, near_views, patrol_views, runs, views

urlpatterns = [
    path("places/", views.crime, name="places"),
    path("places/files/", views.files, name="places_files"),
    path("places/files/<int:file_id>/", views.file, name="places_file"),
    path("places/runs/<int:run_id>/", runs.run, name="place_run"),
    path("places/runs/<int:run_id>/state/", runs.state, name="place_run_state"),
    path("places/runs/<int:run_id>/stop/", runs.stop, name="place_run_stop"),
    path("places/near-repeats/", near_views.listing, name="near_repeats"),
    path("places/near-repeats/new/", near_views.new, name="near_repeats_new"),
    path("places/near-repeats/<int:run_id>/", near_views.result, name="near_repeats_run"),
    path("places/patrol-plans/", patrol_views.listing, name="patrol_plans"),
    path("places/patrol-plans/new/", patrol_views.new, name="patrol_plan_new"),
    path("places/patrol-plans/<int:run_id>/", patrol_views.result, name="patrol_plan_run"),
    path("places/patrol-plans/<int:run_id>/day/<int:number>/", patrol_views.card, name="patrol_plan_card"),
    path("places/patrol-plans/<int:run_id>/plan.csv", patrol_views.table, name="patrol_plan_table"),
    path("places/patrol-plans/<int:run_id>/plan.ics", patrol_views.dates, name="patrol_plan_dates"),
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
]
