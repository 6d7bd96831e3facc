"""For whoever runs programmes: begin one, a new version, target, money, training, questionnaires, the register."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from alongside.exchange import class_register
from alongside.exchange.tables import TableRefused
from alongside.partners.roles import Permission
from alongside.programmes.actions import programmes as acts
from alongside.programmes.drafts import InstrumentDraft, ProgrammeDraft, TargetDraft, TrainingDraft, VersionDraft
from alongside.programmes.errors import ProgrammeRefused
from alongside.programmes.queries import programmes
from alongside.programmes.rules.scheduling import school_year_of
from alongside.programmes.states import Counted
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.doors import PageRequest, page
from alongside.web.design.downloads import csv_download
from alongside.web.design.lists import page_number, paging
from alongside.web.programmes.asking import Done, form_page
from alongside.web.programmes.keeping_forms import (
    InstrumentForm,
    ProgrammeForm,
    RegisterForm,
    SpendingForm,
    TargetForm,
    TrainingForm,
    VersionForm,
    year_choices,
)
from alongside.web.programmes.words import money, period

RUN = Permission.RUN_PROGRAMMES
SENT_BEFORE = "The very same file was sent before. Nothing enters twice: this is what became of it."


@page(RUN)
@get_or_post
def new(request: PageRequest) -> HttpResponse:
    form = ProgrammeForm(sent(request))

    def act(given: dict[str, Any]) -> Done:
        draft = ProgrammeDraft(given["code"], given["name"], given["about"])
        code = acts.keep_programme(draft=draft, first=_version(given), by=request.viewer, at=request.viewer.at)
        return reverse("programme_keep", args=[code]), f"{given['name']} is begun. Set its target next."

    return form_page(
        request, form, act, title="Begin a programme", button="Begin it", back=reverse("programme_list"),
        intro=("A programme is given to whole classes, lesson by lesson. No pupil is named anywhere in it.",),
    )  # fmt: skip


@page(RUN)
@require_safe
def keep(request: PageRequest, code: str) -> HttpResponse:
    kept = programmes.kept(request.viewer, code)
    target = kept.programme.target
    context = {
        "kept": kept, "period": period(target.first_year, target.last_year) if target else "",
        "spending": [(year, money(pence), what, by) for year, pence, what, by in kept.spending],
    }  # fmt: skip
    return render(request, "programmes/keep.html", context)


@page(RUN)
@get_or_post
def version(request: PageRequest, code: str) -> HttpResponse:
    kept = programmes.kept(request.viewer, code)
    form = VersionForm(sent(request), initial={"lessons": _titles(kept), "change_note": ""})

    def act(given: dict[str, Any]) -> Done:
        number = acts.add_version(code=code, draft=_version(given), by=request.viewer, at=request.viewer.at)
        return reverse("programme_keep", args=[code]), f"Version {number} is kept. Classes that began keep theirs."

    return _kept_form(request, code, kept.programme.name, form, act, "A new version", "Keep this version")


@page(RUN)
@get_or_post
def target(request: PageRequest, code: str) -> HttpResponse:
    one, year = programmes.kept(request.viewer, code).programme, school_year_of(request.viewer.day)
    form = TargetForm(sent(request), years=year_choices(year), initial={"first_year": year, "last_year": year + 2})

    def act(given: dict[str, Any]) -> Done:
        draft = TargetDraft(
            given["first_year"], given["last_year"], given["pupils"], Counted(given["counted"]), given["reason"]
        )
        acts.set_target(code=code, draft=draft, by=request.viewer, at=request.viewer.at)
        return reverse("programme_keep", args=[code]), "The target is set. Earlier ones stay in the log."

    return _kept_form(request, code, one.name, form, act, "Set the target", "Set it")


@page(RUN)
@get_or_post
def spending(request: PageRequest, code: str) -> HttpResponse:
    one, year = programmes.kept(request.viewer, code).programme, school_year_of(request.viewer.day)
    form = SpendingForm(sent(request), years=year_choices(year), initial={"school_year": year})

    def act(given: dict[str, Any]) -> Done:
        acts.spend(
            code=code, school_year=given["school_year"], pence=form.pence, what_for=given["what_for"],
            sent_key=given["sent_key"], by=request.viewer, at=request.viewer.at,
        )  # fmt: skip
        return reverse("programme_keep", args=[code]), "The money is written down."

    return _kept_form(request, code, one.name, form, act, "Write down money spent", "Write it down")


@page(RUN)
@get_or_post
def training(request: PageRequest, code: str) -> HttpResponse:
    one = programmes.kept(request.viewer, code).programme
    form = TrainingForm(sent(request))

    def act(given: dict[str, Any]) -> Done:
        draft = TrainingDraft(given["school_urn"].strip(), given["held_on"], given["teachers"], given["sent_key"])
        acts.train(code=code, draft=draft, by=request.viewer, at=request.viewer.at)
        return reverse("programme_keep", args=[code]), "The training is written down."

    return _kept_form(request, code, one.name, form, act, "Write down a training", "Write it down")


@page(RUN)
@get_or_post
def instruments(request: PageRequest) -> HttpResponse:
    form = InstrumentForm(sent(request))

    def act(given: dict[str, Any]) -> Done:
        fields = {key: given[key] for key in given if key != "direction"}
        draft = InstrumentDraft(**fields, higher_is_worse=given["direction"] == "low")
        acts.keep_instrument(draft=draft, by=request.viewer, at=request.viewer.at)
        return reverse("programme_instruments"), f"{draft.name} can be used now."

    return form_page(
        request, form, act, title="Questionnaires", button="Add it", back=reverse("programme_list"),
        template="programmes/instruments.html", held=programmes.instruments(),
    )  # fmt: skip


@page(RUN)
@get_or_post
def register(request: PageRequest, code: str) -> HttpResponse:
    one = programmes.kept(request.viewer, code).programme
    form = RegisterForm(request.POST, request.FILES) if request.method == "POST" else RegisterForm()

    def act(given: dict[str, Any]) -> Done:
        file = given["file"]
        try:
            received = class_register.take_in(
                code=code, name=file.name, raw=file.read(), by=request.viewer, at=request.viewer.at
            )
        except TableRefused as refused:
            raise ProgrammeRefused(str(refused), "file") from None
        where = reverse("programme_register_file", args=[code, received.file_id])
        return where, "The file is read." if received.is_new else SENT_BEFORE

    part = programmes.files(request.viewer, code, page=page_number(request))
    return form_page(
        request, form, act, title="Register of classes", caption=one.name, button="Send",
        back=reverse("programme_keep", args=[code]), template="programmes/register.html", part=part, paging=paging(part),
        columns=class_register.COLUMNS, code=code, most=class_register.MOST_ROWS,
    )  # fmt: skip


@page(RUN)
@require_safe
def register_file(request: PageRequest, code: str, file_id: int) -> HttpResponse:
    report = programmes.file_report(request.viewer, code, file_id, page=page_number(request))
    return render(
        request, "programmes/register_file.html", {"report": report, "code": code, "paging": paging(report.rows)}
    )


@page(RUN)
@require_safe
def register_template(request: PageRequest, code: str) -> HttpResponse:
    programmes.kept(request.viewer, code)
    return csv_download(class_register.template().splitlines(keepends=True), "register-of-classes.csv")


def _kept_form(
    request: PageRequest, code: str, name: str, form: Any, act: Any, title: str, button: str
) -> HttpResponse:
    back = reverse("programme_keep", args=[code])
    return form_page(request, form, act, title=title, caption=name, button=button, back=back)


def _version(given: dict[str, Any]) -> VersionDraft:
    groups = tuple(int(one) for one in given["year_groups"])
    starts: date = given["valid_from"]
    return VersionDraft(starts, groups, given["lessons"], given["change_note"])


def _titles(kept: programmes.Kept) -> str:
    newest = kept.versions[0].lessons if kept.versions else ()
    return "\n".join(one.split(". ", 1)[-1] for one in newest)
