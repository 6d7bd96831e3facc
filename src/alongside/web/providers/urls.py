from django.urls import path

from alongside.web.providers import cards, directory, keeping, support, views

urlpatterns = [
    path("providers/", directory.every, name="provider_directory"),
    path("providers/for/<str:reference>/", directory.at_hand, name="provider_directory_for"),
    path("contracts/", keeping.every, name="contract_list"),
    path("contracts/new/", keeping.new, name="contract_new"),
    path("contracts/<str:reference>/", keeping.one, name="contract"),
    path("contracts/<str:reference>/change/", keeping.change, name="contract_change"),
    path("sessions/", views.board, name="session_board"),
    path("sessions/next/<int:step>/", views.finish, name="session_next"),
    path("sessions/<str:reference>/", views.write, name="session_write"),
    path("sessions/<str:reference>/plan/", views.plan, name="session_plan"),
    path("sessions/<str:reference>/planned/<uuid:key>/", views.write, name="session_planned"),
    path("sessions/<str:reference>/planned/<uuid:key>/drop/", views.drop, name="session_drop"),
    path("support/<str:reference>/", support.one, name="support"),
    path("support/<str:reference>/report/", support.report, name="support_report"),
    path("support/<str:reference>/outcomes/<slug:occasion>/", support.outcomes, name="support_outcomes"),
    path("support/<str:reference>/said/", support.say, name="support_say"),
    path("said/<uuid:tie>/challenge/", support.challenge, name="tie_challenge"),
    path("said/<uuid:tie>/answer/<int:challenge>/", support.answer, name="tie_answer"),
    path("scorecards/", cards.every, name="scorecard_list"),
    path("scorecards/copy/<uuid:copy>/", cards.kept, name="scorecard_copy"),
    path("scorecards/copy/<uuid:copy>/reply/", cards.reply, name="scorecard_reply"),
    path("scorecards/copy/<uuid:copy>/done/", cards.done, name="scorecard_done"),
    path("scorecards/copy/<uuid:copy>/freeze/", cards.freeze, name="scorecard_freeze"),
    path("scorecards/<str:reference>/", cards.one, name="scorecard"),
]
