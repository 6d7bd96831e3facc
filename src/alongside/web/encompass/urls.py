from django.urls import path

from alongside.web.encompass import sending, views

urlpatterns = [
    path("encompass/", sending.board, name="encompass_board"),
    path("encompass/new/", sending.new, name="encompass_new"),
    path("encompass/files/", sending.file_list, name="encompass_files"),
    path("encompass/files/send/", sending.file_send, name="encompass_send"),
    path("encompass/files/template.csv", sending.file_template, name="encompass_template"),
    path("encompass/files/<int:id>/", sending.file_report, name="encompass_file"),
    path("encompass/files/<int:id>/rejects.csv", sending.file_rejects, name="encompass_rejects"),
    path("encompass/incidents/<str:reference>/", sending.incident, name="encompass_incident"),
    path("encompass/incidents/<str:reference>/child/", sending.add_child, name="encompass_add_child"),
    path("encompass/incidents/<str:reference>/correct/", sending.correct, name="encompass_correct"),
    path("encompass/incidents/<str:reference>/withdraw/", sending.withdraw, name="encompass_withdraw"),
    path("encompass/notices/", views.notices, name="encompass_notices"),
    path("encompass/notices/<str:reference>/", views.notice, name="encompass_notice"),
    path("encompass/notices/<str:reference>/acknowledge/", views.acknowledge, name="encompass_acknowledge"),
    path("encompass/notices/<str:reference>/offer/", views.offer, name="encompass_offer"),
    path("encompass/notices/<str:reference>/return/", views.give_back, name="encompass_return"),
    path("encompass/notices/<str:reference>/concern/", views.concern, name="encompass_concern"),
    path("encompass/notices/<str:reference>/chase/", sending.chase, name="encompass_chase"),
    path("encompass/queue/", views.queue, name="encompass_queue"),
    path("encompass/queue/<str:reference>/", views.notice, name="encompass_waiting"),
    path("encompass/queue/<str:reference>/send-on/", views.send_on, name="encompass_send_on"),
    path("encompass/queue/<str:reference>/settle/", views.settle, name="encompass_settle"),
    path("encompass/officers/", views.officer, name="encompass_officer"),
]
