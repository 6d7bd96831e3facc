"""Which pathways there are for me, my agency's referrals, the queue of a pathway, one case."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.partners.roles import Permission
from alongside.support.definitions.parts import StageKind, Who
from alongside.support.queries import case_lists, cases, referral_choices
from alongside.support.queries.directory import has_directory
from alongside.support.queries.origins import led_to, origin, others_on_pathway
from alongside.support.queries.panels_of_case import PanelsOfCase, panels_of_case
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.lists import page_number, paging


@page(Permission.REFER, Permission.WORK_CASES)
@require_safe
def pathways(request: PageRequest) -> HttpResponse:
    sits = request.viewer.may(Permission.SIT_ON_PANELS)
    context = {
        "pathways": referral_choices.pathways_for(request.viewer), "sits": sits, "providers": has_directory(request.viewer),
        "keeps": request.viewer.may(Permission.KEEP_PATHWAYS),
        "led": origin(request.viewer, request.GET.get("from", "")),
    }  # fmt: skip
    return render(request, "cases/pathways.html", context)


@page(Permission.REFER)
@require_safe
def own(request: PageRequest) -> HttpResponse:
    part = case_lists.own_cases(request.viewer, page=page_number(request))
    return render(request, "cases/own.html", {"rows": part.rows, "paging": paging(part)})


@page(Permission.WORK_CASES)
@require_safe
def queue(request: PageRequest, pathway: str, stage: str = "") -> HttpResponse:
    mine = "mine" in request.GET
    part = case_lists.case_queue(request.viewer, pathway, stage=stage, page=page_number(request), mine=mine)
    context = {
        "pathway": part.pathway, "counts": part.counts, "stage": stage, "rows": part.rows, "paging": paging(part),
        "mine": mine, "total_open": sum(count for _, _, count in part.counts),
        "ended": next(one.code for one in part.definition.stages if one.kind is StageKind.ENDED),
    }  # fmt: skip
    context["has_queues"] = any(one.kind is StageKind.WAITING for one in part.definition.stages)
    return render(request, "cases/queue.html", context)


@page(Permission.REFER, Permission.WORK_CASES)
@require_safe
def case(request: PageRequest, reference: str) -> HttpResponse:
    shown = cases.case_page(request.viewer, reference)
    context = {
        "shown": shown,
        "works": Who.WORKER in shown.parts,
        "looks": Who.MANAGER in shown.parts and shown.second_look is not None
        and shown.second_look.asked_by_id != request.viewer.member_id,
        "referred": Who.REFERRER in shown.parts,
        "manages": Who.MANAGER in shown.parts and bool(referral_choices.other_receivers(request.viewer, shown.pathway_code)),
        "refers": not shown.held_because and request.viewer.may(Permission.REFER),
        "led_to": led_to(request.viewer, shown.reference),
        "stands_at_panel": shown.stage_kind is StageKind.PANEL,
        "others": others_on_pathway(request.viewer, shown.reference),
        "panels": panels_of_case(request.viewer, shown.reference, shown.pathway_code)
        if Who.WORKER in shown.parts else PanelsOfCase(),
    }  # fmt: skip
    return render(request, "cases/case.html", context)
