from django.urls import path

from alongside.web.records import disclosures, log

urlpatterns = [
    path("disclosures/", disclosures.find, name="disclosures_find"),
    path("disclosures/<uuid:person>/", disclosures.show, name="disclosures"),
    path("log/", log.verify, name="log_verify"),
    path("log/seal", log.seal, name="log_seal"),
    path("log/refusals", log.refusals, name="log_recent_refusals"),
]
