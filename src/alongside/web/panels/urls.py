from django.urls import path

from alongside.web.panels import amending, views

urlpatterns = [
    path("panels/", views.every, name="panel_list"),
    path("panels/told/", amending.every_word, name="panel_told"),
    path("panels/<slug:panel>/plan/", views.plan, name="panel_plan"),
    path("panels/meeting/<uuid:id>/", views.meeting, name="panel_meeting"),
    path("panels/meeting/<uuid:id>/date.ics", views.date_file, name="panel_date"),
    path("panels/meeting/<uuid:id>/move/", views.move, name="panel_move"),
    path("panels/meeting/<uuid:id>/propose/", views.propose, name="panel_propose"),
    path("panels/meeting/<uuid:id>/begin/", views.begin, name="panel_begin"),
    path("panels/meeting/<uuid:id>/close/", views.close, name="panel_close"),
    path("panels/meeting/<uuid:id>/minutes/", views.minutes, name="panel_minutes"),
    path("panels/case/<uuid:id>/", views.item, name="panel_item"),
    path("panels/case/<uuid:id>/filter/", views.choose, name="panel_filter"),
    path("panels/case/<uuid:id>/invite/", views.invite, name="panel_invite"),
    path("panels/case/<uuid:id>/conflict/", views.conflict, name="panel_conflict"),
    path("panels/case/<uuid:id>/tell/", views.say, name="panel_say"),
    path("panels/case/<uuid:id>/decide/", views.decide, name="panel_decide"),
    path("panels/case/<uuid:id>/action/", views.action, name="panel_action"),
    path("panels/case/<uuid:id>/action/<int:action_id>/", views.end_action, name="panel_end_action"),
    path("panels/action/<int:action_id>/", views.task, name="panel_task"),
    path("panels/case/<uuid:id>/amend/", amending.decision, name="panel_amend"),
    path("panels/case/<uuid:id>/action/<int:action_id>/correct/", amending.action, name="panel_correct_action"),
    path("panels/case/<uuid:id>/told/<int:contribution>/take-back/", amending.take_back, name="panel_take_back"),
    path("panels/case/<uuid:id>/uninvite/", amending.uninvite, name="panel_uninvite"),
]
