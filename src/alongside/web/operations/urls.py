from django.urls import path

from alongside.web.operations import meetings, pages, plan, results, work

_ONE = "operations/<str:reference>/"
urlpatterns = [
    path("operations/", pages.listing, name="operations"),
    path("operations/new/", plan.start, name="operation_new"),
    path("operations/taskings/", work.my_taskings, name="taskings"),
    path("operations/taskings/<int:tasking_id>/", work.answer, name="tasking"),
    path("operations/powers/", work.powers, name="operation_powers"),
    path("operations/activity/", work.where_to_write, name="operation_activity_start"),
    path("operations/meetings/", meetings.listing, name="tasking_meetings"),
    path("operations/meetings/new/", meetings.hold, name="tasking_meeting_new"),
    path("operations/meetings/<int:meeting_id>/", meetings.one, name="tasking_meeting"),
    path("operations/meetings/<int:meeting_id>/item/", meetings.put, name="tasking_meeting_put"),
    path("operations/meetings/item/<int:item_id>/decide/", meetings.decide, name="tasking_item_decide"),
    path("operations/meetings/item/<int:item_id>/task/", meetings.task_item, name="tasking_item_task"),
    path("operations/meetings/item/<int:item_id>/answer/", meetings.answer, name="tasking_item_answer"),
    path("operations/meetings/item/<int:item_id>/sign/<int:answer_id>/", meetings.sign, name="tasking_item_sign"),
    path(_ONE, pages.operation, name="operation"),
    path(f"{_ONE}work/", pages.working, name="operation_work"),
    path(f"{_ONE}results/", pages.results, name="operation_results"),
    path(f"{_ONE}police-only/", results.police_only, name="operation_police_only"),
    path(f"{_ONE}agency/", plan.agency, name="operation_agency"),
    path(f"{_ONE}finding/", plan.finding, name="operation_finding"),
    path(f"{_ONE}stage/<slug:to>/", plan.stage, name="operation_stage"),
    path(f"{_ONE}protocol/", plan.protocol, name="operation_protocol"),
    path(f"{_ONE}protocol/lock/", plan.lock, name="operation_lock"),
    path(f"{_ONE}tactic/", plan.tactic, name="operation_tactic"),
    path(f"{_ONE}tactic/<slug:kind>/<slug:doer>/give-up/", plan.give_up, name="operation_tactic_give_up"),
    path(f"{_ONE}task/", work.task_operation, name="operation_task"),
    path(f"{_ONE}power/", work.power, name="operation_power"),
    path(f"{_ONE}power/<int:power_id>/end/", work.end, name="operation_power_end"),
    path(f"{_ONE}activity/", work.activity, name="operation_activity"),
    path(f"{_ONE}activity/<int:activity_id>/correct/", work.correct, name="operation_activity_correct"),
    path(f"{_ONE}result/<slug:rung>/", results.write, name="operation_result"),
]
