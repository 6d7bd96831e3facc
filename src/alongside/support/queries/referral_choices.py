"""What a member chooses from when she refers: pathways, receivers, colleagues who work on cases."""

from dataclasses import dataclass

from alongside.partners.access import refuse
from alongside.partners.models import Member
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.support.definitions.parts import Definition
from alongside.support.models import Case, PathwayReceiver
from alongside.support.versions_in_use import in_use, pathway_in_use


@dataclass(frozen=True, slots=True)
class PathwayShown:
    """A pathway that the viewer may use: to refer along it, or to work on its cases."""

    code: str
    name: str
    summary: str
    may_refer: bool
    receives: bool
    is_open: bool = True


def pathways_for(viewer: Viewer) -> tuple[PathwayShown, ...]:
    """The pathways along which this member may refer, and those that her agency receives. One that takes no new cases
    stays with who works on it while cases are under way."""
    received = {one.code for one in in_use(received_by=viewer.agency_id)}
    under_way = Case.objects.filter(receiver_id=viewer.agency_id, ended_at__isnull=True)
    still = set(under_way.filter(pathway__is_open=False).values_list("pathway_id", flat=True))
    found = []
    for version in in_use():
        definition, is_open = version.definition, version.is_open
        if definition.handover or not (is_open or version.pathway_id in still):
            continue
        may_refer = is_open and _may_refer(viewer, definition)
        receives = viewer.may(Permission.WORK_CASES) and (definition.code in received or version.pathway_id in still)
        if may_refer or receives:
            found.append(
                PathwayShown(definition.code, definition.name, definition.summary, may_refer, receives, is_open)
            )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class ReferralAsked:
    """What the form of a pathway asks, and who may receive."""

    definition: Definition
    version: int
    receivers: tuple[tuple[str, str], ...]


def referral_asked(viewer: Viewer, pathway: str) -> ReferralAsked:
    """The form of a pathway, for a role that may refer along it."""
    version = pathway_in_use(pathway)
    definition = version.definition if version else None
    is_open = version is not None and version.is_open
    if (
        version is None
        or definition is None
        or definition.handover
        or not is_open
        or not _may_refer(viewer, definition)
    ):
        raise refuse(viewer, "pathway", pathway, "no such pathway, or the role may not refer along it")
    receivers = PathwayReceiver.objects.filter(pathway_id=version.pathway_id, agency__is_active=True)
    receivers = receivers.order_by("agency__name")
    return ReferralAsked(definition, version.number, tuple(receivers.values_list("agency__code", "agency__name")))


def other_receivers(viewer: Viewer, pathway: str) -> tuple[tuple[str, str], ...]:
    """The agencies besides the viewer's that take cases of this pathway: code and name."""
    rows = PathwayReceiver.objects.filter(pathway__code=pathway, agency__is_active=True)
    rows = rows.exclude(agency_id=viewer.agency_id).order_by("agency__name")
    return tuple(rows.values_list("agency__code", "agency__name"))


def _may_refer(viewer: Viewer, definition: Definition) -> bool:
    return viewer.may(Permission.REFER) and viewer.actor.role in definition.referrers


def case_workers(viewer: Viewer) -> tuple[tuple[str, str], ...]:
    """Those of the viewer's agency who may work on cases: username and name."""
    rows = Member.objects.filter(agency_id=viewer.agency_id, is_active=True).order_by("name")
    return tuple((one.username, one.name) for one in rows if one.may(Permission.WORK_CASES))
