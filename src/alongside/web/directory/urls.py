from django.urls import path

from alongside.web.directory import feed, keeping, views

urlpatterns = [
    path("directory/", views.find, name="directory"),
    path("directory/data/", views.data, name="directory_data"),
    path("directory/keep/", keeping.every, name="directory_keep"),
    path("directory/keep/new/", keeping.new, name="directory_new"),
    path("directory/keep/<uuid:service>/", keeping.amend, name="directory_amend"),
    path("directory/keep/<uuid:service>/true/", keeping.confirm, name="directory_confirm"),
    path("directory/hsds/", feed.root, name="hsds_root"),
    path("directory/hsds/openapi.json", feed.openapi, name="hsds_openapi"),
    path("directory/hsds/services", feed.services, name="hsds_services"),
    path("directory/hsds/services/<str:number>", feed.service, name="hsds_service"),
    path("directory/hsds/service_at_locations", feed.at_locations, name="hsds_at_locations"),
    path("directory/hsds/service_at_locations/<str:number>", feed.at_location, name="hsds_at_location"),
    path("directory/hsds/taxonomies", feed.taxonomies, name="hsds_taxonomies"),
    path("directory/hsds/taxonomies/<str:number>", feed.taxonomy, name="hsds_taxonomy"),
    path("directory/hsds/taxonomy_terms", feed.taxonomy_terms, name="hsds_taxonomy_terms"),
    path("directory/hsds/taxonomy_terms/<str:number>", feed.taxonomy_term, name="hsds_taxonomy_term"),
    path("directory/<uuid:service>/", views.one, name="directory_service"),
]
