from django.urls import path

from alongside.web.api import pages
from alongside.web.api.doors import nothing, operation

urlpatterns = [
    path("api/docs", pages.documentation, name="api_docs"),
    path("api/v1/openapi.json", pages.openapi, name="api_openapi"),
    *(
        path(f"api/v1/{route}", operation(name), name=name)
        for route, name in (
            ("concerns", "api_raise_concern"),
            ("concerns/<str:reference>", "api_concern_progress"),
            ("pathways", "api_pathways"),
            ("pathways/<str:code>", "api_pathway_form"),
            ("referrals", "api_refer"),
            ("referrals/<str:reference>", "api_referral_progress"),
            ("cases/<str:reference>/attendance", "api_attendance"),
            ("encompass/incidents", "api_send_incident"),
            ("encompass/incidents/<str:reference>", "api_incident_progress"),
        )
    ),
    path("api/v1/<path:rest>", nothing, name="api_nothing"),
]
