from django.urls import path

from alongside.web.agreements import keeping, views

urlpatterns = [
    path("agreements/", views.agreement_list, name="agreement_list"),
    path("agreements/who-may-tell-whom", views.explain, name="agreement_explain"),
    path("agreements/new", keeping.new, name="agreement_new"),
    path("agreements/<int:id>/", views.agreement, name="agreement"),
    path("agreements/<int:id>/next-version", keeping.next_version, name="agreement_new"),
    path("agreements/<int:id>/sign", keeping.sign, name="agreement_sign"),
    path("agreements/<int:id>/leave", keeping.leave, name="agreement_leave"),
    path("agreements/<int:id>/withdraw", keeping.withdraw, name="agreement_withdraw"),
]
