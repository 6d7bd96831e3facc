"""Contracts in the browser: the list, one with what changed, a new one, new terms."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.partners.errors import Stale
from alongside.partners.roles import Permission
from alongside.support.actions.contracts import change_contract, make_contract, new_contract_reference
from alongside.support.queries import contracts
from alongside.web.design.doing import get_or_post, sent
from alongside.web.design.doors import PageRequest, page
from alongside.web.providers.forms import ChangeForm, ContractForm, initial_of
from alongside.web.providers.steps import step, when

BOTH = (Permission.KEEP_CONTRACTS, Permission.WORK_CASES)


@page(*BOTH)
@require_safe
def every(request: PageRequest) -> HttpResponse:
    keeps = request.viewer.may(Permission.KEEP_CONTRACTS)
    context = {"rows": contracts.contracts(request.viewer), "keeps": keeps}
    return render(request, "providers/contracts.html", context)


@page(*BOTH)
@require_safe
def one(request: PageRequest, reference: str) -> HttpResponse:
    return render(request, "providers/contract.html", {"page": contracts.contract_page(request.viewer, reference)})


@page(Permission.KEEP_CONTRACTS)
@get_or_post
def new(request: PageRequest) -> HttpResponse:
    """Along which pathway, which the address keeps; then with whom and on which terms."""
    pathways = dict(contracts.pathways_for_contracts(request.viewer))
    pathway = request.GET.get("pathway", "")
    if pathway not in pathways:
        return render(request, "providers/contract_for.html", {"pathways": pathways})
    asked = contracts.contract_asked(request.viewer, pathway)
    form = ContractForm(sent(request), initial={"key": new_contract_reference(by=request.viewer)}).choose_from(asked)

    def act() -> str:
        given = form.cleaned_data
        made = make_contract(
            pathway=pathway, provider=given["provider"], terms=form.terms(), reason=given["reason"],
            reference=given["key"], **when(request),
        )  # fmt: skip
        return f"The contract {made.reference} is kept."

    return step(
        request, form, "Make a contract", act, ("contract_list",), caption=pathways[pathway], button="Keep the contract"
    )


@page(Permission.KEEP_CONTRACTS)
@get_or_post
def change(request: PageRequest, reference: str) -> HttpResponse:
    shown = contracts.contract_page(request.viewer, reference)
    now = shown.row.now.terms
    asked = contracts.contract_asked(request.viewer, shown.row.pathway_code)
    form = ChangeForm(sent(request), initial={**initial_of(now), "changes": shown.changes}).choose_from(asked, now)

    def act() -> str:
        given = form.cleaned_data
        try:
            change_contract(
                reference=reference, terms=form.terms(), reason=given["reason"], changes=given["changes"],
                **when(request),
            )  # fmt: skip
        except Stale as problem:
            latest = contracts.contract_page(request.viewer, reference)
            theirs = "; ".join(f"{name}: {after}" for name, _, after in latest.history[0].lines)
            raise Stale(str(problem), theirs) from problem
        return "The new terms are kept. Cases that run keep the list of outcomes under which they began."

    back = ("contract", reference)
    return step(
        request,
        form,
        "Agree new terms",
        act,
        back,
        caption=f"{shown.row.provider}, {reference}",
        button="Keep the terms",
    )
