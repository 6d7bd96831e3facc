from django.urls import path

from alongside.web.plan import sharing, steps, views

urlpatterns = [
    path("plans/", views.plan_list, name="plan_list"),
    path("plans/start/<str:concern_reference>/", steps.start, name="plan_start"),
    path("plans/<str:reference>/", views.plan, name="plan"),
    path("plans/<str:reference>/goal", steps.goal, name="plan_goal"),
    path("plans/<str:reference>/action", steps.action, name="plan_action"),
    path("plans/<str:reference>/action/<int:action_id>", steps.end, name="plan_action_end"),
    path("plans/<str:reference>/review", steps.review, name="plan_review"),
    path("plans/<str:reference>/sharing", sharing.share, name="plan_share"),
    path("plans/<str:reference>/sharing/<str:agency_code>/end", sharing.unshare, name="plan_share_end"),
]
