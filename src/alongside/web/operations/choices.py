"""What the forms of operations offer: areas of one local authority, agencies, operations, problems."""

from collections.abc import Collection

from django.http import HttpRequest

from alongside.areas.states import AreaKind
from alongside.partners import queries as partners
from alongside.partners.standing import Viewer
from alongside.partners.states import AgencyKind
from alongside.places import operating, queries
from alongside.places.boundaries import LOCAL_AUTHORITIES, boundaries_held, names_held
from alongside.places.evaluation_states import Units
from alongside.places.operating import OperationTold
from alongside.places.operation_states import ENDED, Stage
from alongside.places.sources import open_keys
from alongside.places.states import ProblemState

Pairs = list[tuple[str, str]]


def districts() -> Pairs:
    """Local authorities of which wards are held: key and name."""
    with_wards = {one.parent_code for one in boundaries_held((AreaKind.WARD,))}
    return [(one.key, one.name) for one in boundaries_held(LOCAL_AUTHORITIES) if one.code in with_wards]


def district_asked(request: HttpRequest, offered: Pairs) -> str:
    """The one in the form or in the address, or the first."""
    keys = [key for key, _ in offered]
    asked = request.POST.get("within") or request.GET.get("within", "")
    return asked if asked in keys else next(iter(keys), "")


def kinds_of(district: str) -> Pairs:
    """The kinds of area that are held of a local authority, wards first."""
    code = district.rpartition(":")[2]
    held = {str(one.kind) for one in boundaries_held((AreaKind.MSOA, AreaKind.LSOA)) if one.parent_code == code}
    return [(kind.value, str(kind.label)) for kind in Units if kind == Units.WARD or kind.value in held]


def kind_asked(request: HttpRequest, offered: Pairs) -> str:
    asked = request.POST.get("unit") or request.GET.get("areas", "")
    return asked if asked in dict(offered) else str(Units.WARD.value)


def wards_of(district: str, also: Collection[str] = (), kind: str = AreaKind.WARD) -> Pairs:
    """The wards of a local authority, or its areas of another kind; and those chosen before, wherever they lie."""
    code = district.rpartition(":")[2]
    wards = [(one.key, one.name) for one in boundaries_held((AreaKind(kind),)) if one.parent_code == code]
    known = {key for key, _ in wards}
    return wards + [(key, name) for key, name in names_held(also).items() if key not in known]


def agencies_to_ask(viewer: Viewer, *, with_schools: bool = False) -> Pairs:
    """Agencies that can run an operation, the viewer's own apart."""
    left_out = {AgencyKind.RESIDENTS} if with_schools else {AgencyKind.RESIDENTS, AgencyKind.SCHOOL}
    rows = sorted(partners.agencies(), key=lambda one: one.name)
    return [(one.code, one.name) for one in rows if one.kind not in left_out and one.code != viewer.agency_code]


def agencies_running(operation: OperationTold) -> Pairs:
    return list(operation.agencies)


def operations_of(viewer: Viewer) -> Pairs:
    """Operations that have not ended, of which the viewer sees everything."""
    rows, _ = operating.operations(viewer, stages=[one for one in Stage if one not in ENDED], size=100)
    return [(one.reference, f"{one.name} ({one.reference})") for one in rows if one.sight == "full"]


def open_problems(viewer: Viewer) -> Pairs:
    rows, _ = queries.problems(state=ProblemState.OPEN, size=100, sources=open_keys(viewer.permissions))
    return [(str(one.id), one.name) for one in rows]
