from django.urls import path

from alongside.web.records import disclosures, log, restricting

urlpatterns = [
    path("disclosures/", disclosures.find, name="disclosures_find"),
    path("disclosures/<uuid:person>/", disclosures.show, name="disclosures"),
    path("log/", log.verify, name="log_verify"),
    path("log/seal", log.seal, name="log_seal"),
    path("log/refusals", log.refusals, name="log_recent_refusals"),
    path("restrictions/", restricting.listed, name="restriction_list"),
    path("restrictions/<uuid:person>/place", restricting.place, name="restriction_place"),
    path("restrictions/<int:restriction_id>/lift", restricting.lift, name="restriction_lift"),
]
