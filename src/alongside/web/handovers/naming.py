"""Naming children who move on: one, from a search, a case or a plan; or a whole class from its list."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from alongside.partners.errors import Invalid, Stale
from alongside.partners.roles import Permission
from alongside.people import queries as people
from alongside.support.actions import handovers as work
from alongside.support.actions.handovers_naming import keep_page, name_child, name_children
from alongside.support.handover_drafts import Destination, Naming
from alongside.support.queries import handovers
from alongside.support.queries.handovers_page import HandoverPage, handover_page
from alongside.support.queries.origins import origin
from alongside.web.design.doing import get_or_post
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.questions import initial_of
from alongside.web.design.who import WhoForm
from alongside.web.handovers.forms import BeginForm, ClassForm, PageForm, PupilForm

STEP, SEND, FROM = "step", "send", "from"
QUICK = ("grade", "criteria")  # what a class is named with; the page of each child comes later


def sent_form(request: PageRequest) -> Any:
    return request.POST if request.method == "POST" else None


@page(Permission.REFER)
@require_safe
def kinds(request: PageRequest) -> HttpResponse:
    """Which kind of handover. It may go on from a case or a plan, which the address names."""
    matter = request.GET.get(FROM, "")
    context = {"kinds": handovers.kinds_for(request.viewer), "matter": matter, "origin": origin(request.viewer, matter)}
    return render(request, "handovers/kinds.html", context)


@page(Permission.REFER)
@get_or_post
def begin(request: PageRequest, kind: str) -> HttpResponse:
    """Who it is, then her page. Both are posted: no name ever stands in an address."""
    asked = handovers.kind_asked(request.viewer, kind)
    found_from = origin(request.viewer, request.POST.get(FROM) or request.GET.get(FROM, ""))
    initial = None
    if found_from:
        initial = {
            "given": found_from.given, "family": found_from.family, "date_of_birth": found_from.child.date_of_birth,
        }  # fmt: skip
    who = WhoForm(sent_form(request), initial=initial)
    context = {"asked": asked, "who": who, "origin": found_from}
    if request.method != "POST" or not who.is_valid():
        return render(request, "handovers/who.html", {**context, "form": who})
    found = [] if found_from else people.search(request.viewer, who.terms())
    form = BeginForm(
        request.POST if STEP in request.POST else None, questions=asked.definition.questions,
        receivers=asked.receivers, initial={"sent_key": uuid4().hex},
    ).found(found)  # fmt: skip
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        naming = Naming(
            kind=kind, child=who.child(), answers=form.answers(), to=form.to(), moves_on=given["moves_on"],
            group_name=given["group_name"], record_id=found_from.record_id if found_from else form.record_id(),
            from_matter=found_from.matter if found_from else "",
            sent_key=f"form-{given['sent_key']}" if given["sent_key"] else "",
        )  # fmt: skip
        if answer := _name(request, naming, form):
            return answer
    return render(request, "handovers/begin.html", {**context, "form": form, "found": found})


def _name(request: PageRequest, naming: Naming, form: BeginForm) -> HttpResponse | None:
    try:
        made = name_child(naming=naming, by=request.viewer, at=request.viewer.at)
    except Invalid as problem:
        put(form, problem)
        return None
    messages.success(request, f"Named. The reference is {made.reference}. Nothing is told to anybody yet.")
    return redirect("handover", made.reference)


def put(form: Any, problem: Invalid) -> None:
    """What the domain says goes to its field, or to the top of the page."""
    place = getattr(form, "field_of", lambda key: key if key in form.fields else None)(problem.field)
    form.add_error(place, str(problem))


@page(Permission.REFER)
@get_or_post
def whole_class(request: PageRequest, kind: str) -> HttpResponse:
    """The list of a class, then one row for each child: how much help, why, and which school."""
    asked = handovers.kind_asked(request.viewer, kind)
    top = ClassForm(sent_form(request))
    top.offer(asked.receivers)
    if request.method != "POST" or not top.is_valid():
        return render(request, "handovers/class.html", {"asked": asked, "form": top})
    sent = request.POST if STEP in request.POST else None
    questions = [one for one in asked.definition.questions if one.key in QUICK]
    rows = [
        PupilForm(
            sent, pupil=pupil, questions=questions, receivers=asked.receivers, prefix=f"c{number}",
            initial={"agency": top.cleaned_data["agency"]},
        )
        for number, pupil in enumerate(top.pupils)
    ]  # fmt: skip
    valid = [row.is_valid() for row in rows]
    if sent is not None and all(valid) and (answer := _name_class(request, kind, top, rows)):
        return answer
    key = request.POST.get("sent_key") or uuid4().hex
    return render(request, "handovers/class_rows.html", {"asked": asked, "top": top, "rows": rows, "sent_key": key})


def _name_class(request: PageRequest, kind: str, top: ClassForm, rows: list[PupilForm]) -> HttpResponse | None:
    given, key = top.cleaned_data, request.POST.get("sent_key", "")[:40]
    namings = [_naming(kind, top, row, f"class-{key}-{n}" if key else "") for n, row in enumerate(rows)]
    try:
        made = name_children(namings=namings, by=request.viewer, at=request.viewer.at)
    except Invalid as problem:
        number, _, place = problem.field.partition(".")
        row = rows[int(number)] if number.isdecimal() and int(number) < len(rows) else rows[0]
        row.add_error(row.field_of(place), str(problem))
        return None
    messages.success(request, f"Named: {len(made)} of {given['group_name']}. Write the page of each child next.")
    return redirect("handover_queue", "outgoing")


def _naming(kind: str, top: ClassForm, row: PupilForm, key: str) -> Naming:
    agency = row.cleaned_data["agency"]
    return Naming(
        kind=kind, child=row.pupil.draft, answers=row.answers(),
        to=Destination(agency, "" if agency else top.cleaned_data["outside"]), moves_on=top.cleaned_data["moves_on"],
        group_name=top.cleaned_data["group_name"], sent_key=key,
    )  # fmt: skip


@page(Permission.REFER)
@get_or_post
def edit(request: PageRequest, reference: str) -> HttpResponse:
    """The one page about the child, while it is with the sender. A collision shows both texts."""
    shown = handover_page(request.viewer, reference)
    if not shown.may_edit:
        messages.warning(request, "It is with the receiver now. Here is how it stands.")
        return redirect("handover", reference)
    form = _page_form(shown, sent_form(request))
    theirs: list[tuple[str, str, str]] = []
    if form.is_bound and form.is_valid():
        try:
            keep_page(
                reference=reference, answers=form.answers(), to=form.to(), moves_on=form.cleaned_data["moves_on"],
                changes=form.cleaned_data["changes"] or 0, by=request.viewer, at=request.viewer.at,
            )  # fmt: skip
            messages.success(request, "The page is kept.")
            return redirect("handover", reference)
        except Invalid as problem:
            put(form, problem)
        except Stale:
            shown = handover_page(request.viewer, reference)
            theirs = _both(shown, form)
            form = _page_form(shown, {**request.POST.dict(), **_several(request), "changes": shown.changes})
    return render(request, "handovers/edit.html", {"shown": shown, "form": form, "theirs": theirs})


def _page_form(shown: HandoverPage, data: Any) -> PageForm:
    initial = {
        **initial_of(shown.definition.questions, shown.given), "agency": shown.receiver_code, "outside": shown.outside,
        "moves_on": shown.moves_on, "changes": shown.changes,
    }  # fmt: skip
    return PageForm(data, questions=shown.definition.questions, receivers=shown.receivers, initial=initial)


def _several(request: PageRequest) -> dict[str, Any]:
    """Ticked boxes come several under one name."""
    return {name: request.POST.getlist(name) for name in request.POST if len(request.POST.getlist(name)) > 1}


def _both(shown: HandoverPage, form: PageForm) -> list[tuple[str, str, str]]:
    """Question by question where they differ: what somebody kept meanwhile, and what was typed here."""
    kept = {one.key: one.words for one in shown.answers}
    return [
        (one.label, kept.get(one.key, ""), str(form.cleaned_data.get(f"q_{one.key}") or ""))
        for one in shown.definition.questions
        if shown.given.get(one.key) != form.answers().get(one.key) and not one.options
    ]


@page(Permission.REFER)
@get_or_post
def send(request: PageRequest, reference: str) -> HttpResponse:
    """Look once more at what goes to whom, and send it."""
    shown = handover_page(request.viewer, reference)
    problem = ""
    if request.method == "POST":
        changes = request.POST.get("changes", "")
        try:
            work.send(
                reference=reference, by=request.viewer, at=request.viewer.at,
                changes=int(changes) if changes.isdecimal() and len(changes) < 9 else None,
            )  # fmt: skip
            messages.success(request, f"Sent to {shown.receiver}. You see here when it is received and accepted.")
            return redirect("handover", reference)
        except (Invalid, Stale) as error:
            problem = str(error)
    return render(request, "handovers/send.html", {"shown": shown, "problem": problem})
