"""Who may see which classes. Figures need no more than a permission; to run a programme is for the agency that began
it; a class is open to these and to its own school."""

from django.db.models import QuerySet

from alongside.audit.states import Act
from alongside.partners.access import refuse
from alongside.partners.models import Agency
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.programmes.models import Programme, SchoolClass, Session

FIGURES = (Permission.SEE_PROGRAMMES, Permission.RUN_PROGRAMMES)


def own_school(viewer: Viewer) -> str:
    """The number of the viewer's own school; empty for an agency that is none, or whose number is not held."""
    return Agency.objects.filter(pk=viewer.agency_id).values_list("school_urn", flat=True).first() or ""


def open_classes(viewer: Viewer) -> QuerySet[SchoolClass]:
    """Those of her own agency's programmes for whoever runs programmes; those of her own school for a teacher."""
    if viewer.may(Permission.RUN_PROGRAMMES):
        return SchoolClass.objects.filter(programme__agency_code=viewer.agency_code)
    urn = own_school(viewer) if viewer.may(Permission.DELIVER_LESSONS) else ""
    return SchoolClass.objects.filter(school_urn=urn) if urn else SchoolClass.objects.none()


def class_for(viewer: Viewer, class_id: int, *, act: Act = Act.VIEW, lock: bool = False) -> SchoolClass:
    """Raises `Refused`, logged, and alike for a class that does not exist and one of another school."""
    rows = open_classes(viewer).select_related("programme", "version")
    found = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=class_id).first()
    if found is None:
        raise refuse(viewer, "class of a programme", str(class_id), "no such class of the member's own school", act=act)
    return found


def session_for(viewer: Viewer, session_id: int, *, act: Act = Act.VIEW) -> Session:
    rows = Session.objects.filter(school_class__in=open_classes(viewer)).select_related(
        "lesson", "school_class__programme", "school_class__version"
    )
    found = rows.filter(pk=session_id).first()
    if found is None:
        raise refuse(viewer, "lesson of a class", str(session_id), "no such lesson of the member's own school", act=act)
    return found


def programme_for(viewer: Viewer, code: str, *permissions: Permission, act: Act = Act.VIEW) -> Programme:
    found = Programme.objects.filter(code=code).first()
    if found is None or not any(_opens(viewer, found, one) for one in permissions):
        raise refuse(viewer, "programme", code, "no such programme, or not for this role", act=act)
    return found


def runs(viewer: Viewer, one: Programme) -> bool:
    return viewer.may(Permission.RUN_PROGRAMMES) and one.agency_code == viewer.agency_code


def _opens(viewer: Viewer, one: Programme, permission: Permission) -> bool:
    return runs(viewer, one) if permission is Permission.RUN_PROGRAMMES else viewer.may(permission)
