from django.urls import path

from alongside.web.measures import beside, keeping, views

urlpatterns = [
    path("measures/", views.listing, name="measures"),
    path("measures/police-and-hospital/", beside.page_of, name="police_beside_hospital"),
    path("measures/definitions/<slug:code>/", views.definition_page, name="measure_definition"),
    path("measures/definitions/<slug:code>/change/", keeping.change, name="measure_change"),
    path("measures/definitions/<slug:code>/<str:version>/", views.definition_page, name="measure_version"),
    path("measures/<slug:code>/", views.measure_page, name="measure"),
    path("measures/<slug:code>/add/", keeping.add, name="measure_add"),
]
