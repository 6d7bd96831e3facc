"""Keeping contracts: a new one, a change with its reason. What was agreed before stays to be read."""

from dataclasses import asdict
from datetime import datetime

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.common.references import parse_reference
from alongside.common.text import TextError, clean_line
from alongside.partners.access import refuse, writing
from alongside.partners.errors import Invalid, Stale
from alongside.partners.models import Agency
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.support.casework import words
from alongside.support.contract_terms import Listed, Terms, faults_in
from alongside.support.contracting import said, terms_in_use
from alongside.support.models import Contract, ContractTerms, DefinedPathway
from alongside.support.references import CONTRACT, new_reference, normal
from alongside.support.versions_in_use import pathway_in_use


def make_contract(
    *, pathway: str, provider: str, terms: Terms, reason: str, by: Viewer, at: datetime, reference: str = ""
) -> Contract:
    """Keep a new contract between the member's agency and a provider. With a `reference` that is there already (the
    form was sent twice), it is given back as it is."""
    if not by.may(Permission.KEEP_CONTRACTS):
        raise refuse(by, "contract", provider, "the role may not keep contracts", act=Act.CREATE)
    good, why = _checked(terms), words(reason, "Why it is made", "reason", 500)
    with writing():
        along = DefinedPathway.objects.select_for_update().filter(code=pathway).first()
        version = pathway_in_use(pathway)
        if along is None or version is None or version.definition.handover:
            raise Invalid("Choose a pathway from the list.", "pathway")
        given = parse_reference(reference, [CONTRACT]).value
        if given and (known := Contract.objects.filter(reference=given).first()):
            return _same(known, by)
        agency = Agency.objects.filter(code=provider, is_active=True, receives__pathway=along).first()
        if agency is None or agency.pk == by.agency_id:
            raise Invalid("Choose a provider that receives cases of this pathway.", "provider")
        made = Contract.objects.create(
            reference=given or new_reference(CONTRACT, Contract), commissioner_id=by.agency_id, provider=agency,
            pathway=along, made_at=at,
        )  # fmt: skip
        _write(made, good, why, by, at)
        _log(made, Act.CREATE, why, by, at)
    return made


def new_contract_reference(*, by: Viewer) -> str:
    """A reference for a form that is about to be filled in, so that it makes one contract however often it is sent."""
    if not by.may(Permission.KEEP_CONTRACTS):
        raise refuse(by, "contract", "new", "the role may not keep contracts", act=Act.CREATE)
    return new_reference(CONTRACT, Contract)


def _same(known: Contract, by: Viewer) -> Contract:
    if known.commissioner_id != by.agency_id:
        raise refuse(by, "contract", known.reference, "no such contract of the member's agency", act=Act.CREATE)
    return known


def change_contract(*, reference: str, terms: Terms, reason: str, changes: int, by: Viewer, at: datetime) -> Contract:
    """Agree new terms, with the reason. Cases that run keep the list of outcomes under which they began."""
    normalised = normal(reference, CONTRACT)
    good, why = _checked(terms), words(reason, "Why it changes", "reason", 500)
    with writing():
        contract = (
            Contract.objects.select_for_update(of=("self",))
            .select_related("commissioner", "provider")
            .filter(reference=normalised, commissioner_id=by.agency_id)
            .first()
        )
        if contract is None or not by.may(Permission.KEEP_CONTRACTS):
            raise refuse(by, "contract", normalised, "no such contract of the member's agency", act=Act.CHANGE)
        latest = terms_in_use([contract])[contract.pk]
        if said(latest) == good:
            raise Invalid("Nothing is different from the terms in use.", "reason")
        if contract.changes != changes:
            raise Stale("Somebody has changed this contract since you opened it. What you typed is below.", latest)
        contract.changes += 1
        contract.save(update_fields=["changes"])
        _write(contract, good, why, by, at)
        _log(contract, Act.CHANGE, why, by, at)
    return contract


def _checked(terms: Terms) -> Terms:
    try:
        good = Terms(
            **{
                **{name: getattr(terms, name) for name in Terms.__slots__},
                "title": clean_line(terms.title, 120, "The title"),
                "areas": tuple(dict.fromkeys(one for line in terms.areas if (one := clean_line(line, 80, "An area")))),
                "strands": _clean(terms.strands, "A strand"),
                "outcomes": _clean(terms.outcomes, "An outcome"),
            }
        )
    except TextError as error:
        raise Invalid(str(error), "title") from error
    for field, sentence in faults_in(good):
        raise Invalid(sentence, field)
    return good


def _clean(lines: tuple[Listed, ...], name: str) -> tuple[Listed, ...]:
    return tuple(Listed(one.code.strip(), clean_line(one.label, 200, name)) for one in lines)


def _write(contract: Contract, terms: Terms, reason: str, by: Viewer, at: datetime) -> None:
    told = asdict(terms)
    told["strands"] = [[one.code, one.label] for one in terms.strands]
    told["outcomes"] = [[one.code, one.label] for one in terms.outcomes]
    ContractTerms.objects.create(
        contract=contract, number=contract.changes, reason=reason, by=by.actor.name, by_member_id=by.member_id or None,
        at=at, **told,
    )  # fmt: skip


def _log(contract: Contract, act: Act, reason: str, by: Viewer, at: datetime) -> None:
    record(
        Entry(
            at=at, actor=by.actor, act=act, subject_kind="contract", subject_id=contract.reference,
            holder_code=contract.commissioner.code, reason=reason,
        )
    )  # fmt: skip
