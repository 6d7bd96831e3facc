from django.urls import path

from alongside.web.identity import history, notices, quality, searching, views

urlpatterns = [
    path("identity/", views.queue, name="identity_queue"),
    path("identity/review/<int:review_id>/", views.pair, name="identity_pair"),
    path("identity/notices/", notices.listed, name="identity_notices"),
    path("identity/notices/<int:notice_id>/read", notices.read, name="identity_notice_read"),
    path("identity/measure/", quality.judge, name="identity_judge"),
    path("identity/quality/", quality.statement, name="identity_quality"),
    path("identity/quality/<int:statement_id>/", quality.statement, name="identity_statement"),
    path("identity/quality/model/", quality.model, name="identity_model"),
    path("identity/<uuid:person>/", history.show, name="identity_history"),
    path("identity/<uuid:person>/split", history.split, name="identity_split"),
    path("identity/<uuid:person>/events/<uuid:event>/undo", history.undo, name="identity_undo"),
    path("search/", searching.find, name="child_search"),
]
