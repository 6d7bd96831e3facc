from django.urls import path

from alongside.web.exports import views

urlpatterns = [
    path("copies/", views.mine, name="copy_mine"),
    path("copies/register/", views.register, name="copy_register"),
    path("copies/plan/<slug:reference>/", views.plan, name="copy_plan"),
    path("copies/cases/<slug:pathway>/", views.cases, name="copy_cases"),
    path("copies/<slug:copy>/", views.one, name="copy"),
    path("copies/<slug:copy>/recall/", views.recall, name="copy_recall"),
    path("copies/<slug:copy>/chase/", views.chase, name="copy_chase"),
    path("copies/<slug:copy>/destroyed/", views.destroyed, name="copy_destroyed"),
    path("panels/meeting/<uuid:id>/minutes/pdf/", views.minutes, name="panel_minutes_pdf"),
]
