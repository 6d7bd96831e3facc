from django.urls import path

from alongside.web.advisors import views

urlpatterns = [
    path("advisors/", views.rota, name="advisors"),
    path("advisors/patrols/new/", views.new_patrol, name="advisors_patrol_new"),
    path("advisors/patrols/<int:patrol_id>/", views.patrol, name="advisors_patrol"),
    path("advisors/surveys/new/", views.new_survey, name="advisors_survey_new"),
    path("advisors/surveys/<int:survey_id>/", views.survey, name="advisors_survey"),
    path("advisors/advice/new/", views.new_advice, name="advisors_advice_new"),
    path("advisors/advice/", views.advice_to_us, name="advisors_advice"),
    path("advisors/advice/<int:consultation_id>/", views.answer, name="advisors_advice_answer"),
]
