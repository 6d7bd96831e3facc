from django.urls import path

from alongside.web.pathways import holidays, views

urlpatterns = [
    path("pathways/keep/bank-holidays/", holidays.every, name="bank_holidays"),
    path("pathways/keep/bank-holidays/<int:holiday_id>/take-back/", holidays.take_back, name="bank_holiday_taken_back"),
    path("pathways/keep/", views.every, name="pathways_kept"),
    path("pathways/keep/<slug:pathway>/", views.one, name="pathway_kept"),
    path("pathways/keep/<slug:pathway>/version/<int:number>/", views.one, name="pathway_version"),
    path("pathways/keep/<slug:pathway>/preview/", views.preview, name="pathway_preview"),
    path("pathways/keep/<slug:pathway>/part/", views.part, name="pathway_whole"),
    path("pathways/keep/<slug:pathway>/part/<str:path>/", views.part, name="pathway_part"),
    path("pathways/keep/<slug:pathway>/remove/<str:path>/", views.remove, name="pathway_remove"),
    path("pathways/keep/<slug:pathway>/move/<str:path>/", views.move, name="pathway_move"),
    path("pathways/keep/<slug:pathway>/copy/", views.copy, name="pathway_copy"),
    path("pathways/keep/<slug:pathway>/publish/", views.publish, name="pathway_publish"),
    path("pathways/keep/<slug:pathway>/discard/", views.discard, name="pathway_discard"),
    path("pathways/keep/<slug:pathway>/opening/", views.opening, name="pathway_opening"),
    path("pathways/keep/<slug:pathway>/receivers/", views.receivers, name="pathway_receivers"),
]
