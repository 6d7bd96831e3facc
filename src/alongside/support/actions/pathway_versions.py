"""Keeping pathways: a draft is written, looked at, published; the one before it is retired; a case keeps to its own."""

from collections.abc import Mapping
from datetime import datetime

from alongside.audit.actions import record
from alongside.audit.entries import Actor, Entry
from alongside.audit.states import Act
from alongside.partners.access import refuse, writing
from alongside.partners.errors import Invalid, Stale
from alongside.partners.models import Agency
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.support.casework import words
from alongside.support.definitions.checking import faults_in, why_not_code
from alongside.support.definitions.parts import Definition
from alongside.support.definitions.reading import Faults, read, written
from alongside.support.models import DefinedPathway, PathwayOpening, PathwayReceiver, PathwayVersion
from alongside.support.pathway_seen import Seen, seen_of
from alongside.support.phases import may_receive, of_phases
from alongside.support.states import VersionState

AGAIN = "Yours is not kept yet: look at what is new, then keep yours again where it should still hold."


def keep_draft(
    *, document: Mapping[str, object], by: Viewer, at: datetime, seen: Seen | None = None
) -> PathwayVersion:  # fmt: skip
    """Keep a draft of a pathway, new or the next version. It may still have faults, but it must be readable.

    Where somebody saved, published or threw it away since the member had it before her (`seen`), it is refused: what
    she has would undo unseen what her colleague did.
    """
    _require(by, str(document.get("code", "")))
    definition = _readable(document)
    if why := why_not_code(definition.code):
        raise Invalid(why, "code")
    with writing():
        pathway, _ = DefinedPathway.objects.get_or_create(code=definition.code, defaults={"name": definition.name})
        pathway = DefinedPathway.objects.select_for_update().get(pk=pathway.pk)
        last = pathway.versions.order_by("-number").first()
        if seen is not None and (why := _why_stale(last, seen)):
            raise Stale(why, last.document if last else None)
        if last is None or last.state != VersionState.DRAFT:
            draft = PathwayVersion.objects.create(
                pathway=pathway, number=last.number + 1 if last else 1, document=written(definition),
                made_by=by.actor.name, made_at=at,
            )  # fmt: skip
        else:
            draft = last
            draft.document, draft.made_by, draft.made_at = written(definition), by.actor.name, at
            draft.saved += 1
            draft.save(update_fields=["document", "made_by", "made_at", "saved"])
        _log(by.actor, at, Act.CHANGE, draft, "kept a draft")
    return draft


def _why_stale(last: PathwayVersion | None, seen: Seen) -> str:
    """What a colleague did since the member opened the page; empty when it is as she saw it."""
    if (seen_of(last) if last else Seen(0, 0)) == seen:
        return ""
    was = PathwayVersion.objects.filter(pk=seen.version).first()
    if was is None:
        done = "thrown this draft away" if seen.version else "made a pathway with this code"
    elif (seen.saved and was.state != VersionState.DRAFT) or (last and last.state != VersionState.DRAFT):
        done = "published a version"
    else:
        done = "saved this draft"
    return f"A colleague has {done} since you opened this page. {AGAIN}"


def publish(*, code: str, seen: Seen, change_note: str, by: Viewer, at: datetime) -> PathwayVersion:
    """Let new cases begin under the draft, as the member saw it. Cases that are under way keep to the version under which
    they began."""
    _require(by, code)
    note = words(change_note, "What changed and why", "change_note")
    with writing():
        draft = _draft(code, "There is no draft of this pathway. Change something first.")
        if seen_of(draft) != seen:
            raise Stale("A colleague has changed the draft since you looked at it. Look again.", draft.document)
        _put_in_use(draft, _readable(draft.document), note, by.actor, at)
    return draft


def discard_draft(*, code: str, by: Viewer, at: datetime, seen: Seen | None = None) -> None:
    """Throw a draft away, as the member saw it; what is published stays as it is."""
    _require(by, code)
    with writing():
        draft = _draft(code, "There is no draft of this pathway.")
        if seen is not None and seen_of(draft) != seen:
            raise Stale("A colleague has changed the draft since you looked at it. It is still there: look again.")
        _log(by.actor, at, Act.CHANGE, draft, "threw a draft away")
        draft.delete()


def _draft(code: str, or_else: str) -> PathwayVersion:
    rows = PathwayVersion.objects.select_for_update(of=("self",)).select_related("pathway")
    draft = rows.filter(pathway__code=code, state=VersionState.DRAFT).first()
    if draft is None:
        raise Invalid(or_else, "code")
    return draft


def install(*, document: Mapping[str, object], receivers: list[str], change_note: str, by: Actor, at: datetime) -> None:
    """Publish a pathway at set-up. One that stands in the partnership's own words already is left alone."""
    definition = _readable(document)
    with writing():
        pathway, is_new = DefinedPathway.objects.get_or_create(code=definition.code, defaults={"name": definition.name})
        if is_new:
            made = PathwayVersion.objects.create(
                pathway=pathway, number=1, document=written(definition), made_by=by.name, made_at=at
            )
            _put_in_use(made, definition, change_note, by, at)
        for agency in of_phases(Agency.objects.filter(code__in=receivers), definition.to_phases):
            PathwayReceiver.objects.get_or_create(pathway=pathway, agency=agency, defaults={"added_at": at})


def close_pathway(*, code: str, reason: str, by: Viewer, at: datetime) -> None:
    """Let no new case begin. Those under way go on to their end under their version, their clocks with them; what is
    held for want of an agreement is still sent when there is one."""
    _set_open(code, False, words(reason, "Why it closes", "reason", 500), by, at)


def reopen_pathway(*, code: str, reason: str, by: Viewer, at: datetime) -> None:
    """Let new cases begin again, under the version that is published."""
    _set_open(code, True, words(reason, "Why it opens again", "reason", 500), by, at)


def _set_open(code: str, is_open: bool, reason: str, by: Viewer, at: datetime) -> None:
    _require(by, code)
    with writing():
        pathway = DefinedPathway.objects.select_for_update().filter(code=code).first()
        version = pathway.versions.filter(state=VersionState.PUBLISHED).first() if pathway else None
        if pathway is None or version is None:
            raise Invalid("This pathway has never been in use: there is nothing to close or open.", "reason")
        if pathway.is_open == is_open:
            raise Stale(f"A colleague has {'opened it again' if is_open else 'closed it'} already.")
        pathway.is_open = is_open
        pathway.save(update_fields=["is_open"])
        PathwayOpening.objects.create(pathway=pathway, is_open=is_open, reason=reason, by=by.actor.name, at=at)
        said = "opened to new cases again" if is_open else "closed to new cases"
        _log(by.actor, at, Act.CHANGE, version, f"{said}: {reason}")


def set_receivers(*, code: str, agencies: list[str], by: Viewer, at: datetime) -> None:
    """Say which agencies take cases of a pathway."""
    _require(by, code)
    with writing():
        pathway = DefinedPathway.objects.select_for_update().get(code=code)
        version = pathway.versions.order_by("-number").first()
        definition = _readable(version.document) if version else None
        chosen = list(Agency.objects.filter(code__in=agencies, is_active=True))
        if wrong := [one.name for one in chosen if definition is None or not may_receive(one, definition)]:
            raise Invalid(f"This pathway is not received by an agency such as {wrong[0]}.", "agencies")
        pathway.receivers.exclude(agency__in=chosen).delete()
        for agency in chosen:
            PathwayReceiver.objects.get_or_create(pathway=pathway, agency=agency, defaults={"added_at": at})
        if version:
            _log(by.actor, at, Act.CHANGE, version, f"{len(chosen)} agencies receive")


def _put_in_use(draft: PathwayVersion, definition: Definition, note: str, by: Actor, at: datetime) -> None:
    if faults := faults_in(definition):
        raise Invalid(" ".join(faults), "document")
    pathway = draft.pathway
    pathway.versions.filter(state=VersionState.PUBLISHED).update(state=VersionState.RETIRED)
    draft.state, draft.published_by, draft.published_at, draft.change_note = VersionState.PUBLISHED, by.name, at, note
    draft.save(update_fields=["state", "published_by", "published_at", "change_note"])
    pathway.name = definition.name
    pathway.save(update_fields=["name"])
    _log(by, at, Act.CHANGE, draft, f"published: {note}")


def _readable(document: Mapping[str, object]) -> Definition:
    try:
        return read(document)
    except Faults as error:
        raise Invalid(" ".join(error.faults), "document") from error


def _require(by: Viewer, code: str) -> None:
    if not by.may(Permission.KEEP_PATHWAYS):
        raise refuse(by, "pathway", code, "the role may not keep pathways", act=Act.CHANGE)


def _log(by: Actor, at: datetime, act: Act, version: PathwayVersion, reason: str) -> None:
    record(Entry(at=at, actor=by, act=act, subject_kind="pathway", subject_id=str(version), reason=reason[:400]))
