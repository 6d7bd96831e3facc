from django.urls import path

from alongside.web.evaluations import asking, claim_views, views

urlpatterns = [
    path("evaluations/", views.listing, name="evaluations"),
    path("evaluations/new/", asking.ask, name="evaluation_new"),
    path("evaluations/run/<int:run_id>/", views.of_run, name="evaluation_of_run"),
    path("evaluations/operation/<str:reference>/", views.of_operation, name="evaluations_of_operation"),
    path("evaluations/<int:evaluation_id>/", views.show, name="evaluation"),
    path("evaluations/<int:evaluation_id>/again/", views.again, name="evaluation_again"),
    path("evaluations/<int:evaluation_id>/files/<slug:form>/", views.download, name="evaluation_file"),
    path("evaluations/<int:evaluation_id>/claim/", claim_views.state, name="evaluation_claim_new"),
    path("evaluations/claims/<int:claim_id>/", claim_views.show, name="evaluation_claim"),
    path("evaluations/claims/<int:claim_id>/withdraw/", claim_views.withdraw, name="evaluation_claim_withdraw"),
]
