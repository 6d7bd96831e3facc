from django.urls import path

from alongside.web.cases import doing, views

urlpatterns = [
    path("pathways/", views.pathways, name="pathways"),
    path("pathways/<slug:pathway>/refer/", doing.start, name="case_refer"),
    path("pathways/<slug:pathway>/cases/", views.queue, name="case_queue"),
    path("pathways/<slug:pathway>/cases/<slug:stage>/", views.queue, name="case_queue_stage"),
    path("referrals/", views.own, name="case_own"),
    path("cases/<str:reference>/", views.case, name="case"),
    path("cases/<str:reference>/do/<slug:code>/", doing.move, name="case_move"),
    path("cases/<str:reference>/write/<slug:kind>/", doing.write, name="case_write"),
    path("cases/<str:reference>/correct/<int:entry>/", doing.correct, name="case_correct"),
    path("cases/<str:reference>/second-look/", doing.look, name="case_look"),
    path("cases/<str:reference>/tell/", doing.tell, name="case_tell"),
    path("cases/<str:reference>/whose/", doing.give, name="case_give"),
    path("cases/<str:reference>/withdraw/", doing.withdraw, name="case_withdraw"),
    path("cases/<str:reference>/transfer/", doing.transfer, name="case_transfer"),
    path("cases/<str:reference>/reopen/", doing.reopen, name="case_reopen"),
]
