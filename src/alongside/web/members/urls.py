from django.urls import path

from alongside.web.members import steps, views

urlpatterns = [
    path("members/", views.member_list, name="member_list"),
    path("members/add/", views.add, name="member_add"),
    path("members/<int:id>/", views.member, name="member"),
    path("members/<int:id>/role/", views.role, name="member_role"),
    path("members/<int:id>/password/", steps.password, name="member_password"),
    path("members/<int:id>/second-factor/", steps.second_factor, name="member_second_factor"),
    path("members/<int:id>/unlock/", steps.unlock, name="member_unlock"),
    path("members/<int:id>/close/", steps.close, name="member_close"),
    path("members/<int:id>/reopen/", steps.reopen, name="member_reopen"),
]
