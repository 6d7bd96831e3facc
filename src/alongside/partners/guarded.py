"""The same rule as `access.judge`, said to the database, so that a list and a page cannot disagree."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Q

from alongside.partners.access import Subject
from alongside.partners.asking import AGENCY, AT
from alongside.partners.involvements import live
from alongside.partners.models import Involvement
from alongside.partners.standing import Viewer
from alongside.partners.states import FieldGroup, Purpose


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a viewer's standing goes for a purpose: everything in the rule but who asks, and when."""

    purpose: Purpose
    givers: tuple[tuple[FieldGroup, tuple[int, ...]], ...]
    hidden: frozenset[UUID]

    @classmethod
    def of(cls, viewer: Viewer, purpose: Purpose, groups: Iterable[FieldGroup]) -> "Reach":
        """Nothing at all (no givers) for an account that is not active."""
        wanted = groups if viewer.permissions else ()
        givers = tuple((group, tuple(viewer.givers(purpose, group))) for group in wanted)
        return cls(purpose, givers, viewer.hidden_persons)


class GuardedQuerySet(models.QuerySet):
    """Rows that belong to a holder and tell of a person."""

    def visible_to(self, viewer: Viewer, purpose: Purpose, *groups: FieldGroup) -> Self:
        """Only the rows of which this viewer may have every one of these field groups for this purpose."""
        return self.within(Reach.of(viewer, purpose, groups), viewer.agency_id, viewer.at)

    def within(self, reach: Reach, agency_id: int = AGENCY, at: datetime = AT) -> Self:
        """The rows within this reach; with slots for agency and moment, for a prepared query."""
        return self._without(reach.hidden).filter(self._allowed(reach, agency_id, at)) if reach.givers else self.none()

    def visible_by(
        self, viewer: Viewer, ways: Iterable[tuple[Purpose, Q]], *groups: FieldGroup, or_own: bool = False
    ) -> Self:
        """Rows of several purposes: each that its own condition finds, where the rule for its purpose lets it through.
        `or_own`: and every record of the viewer's agency."""
        if not viewer.permissions:
            return self.none()
        allowed = Q(**{f"{self._guard.holder_field}_id": viewer.agency_id}) if or_own else Q(pk__in=())
        for purpose, which in ways:
            reach = Reach.of(viewer, purpose, groups)
            allowed |= which & self._allowed(reach, viewer.agency_id, viewer.at) if reach.givers else Q(pk__in=())
        return self._without(viewer.hidden_persons).filter(allowed)

    def unrestricted(self, viewer: Viewer) -> Self:
        """Without the persons who are restricted and for whom this viewer is not cleared."""
        return self._without(viewer.hidden_persons)

    def _allowed(self, reach: Reach, agency_id: int, at: datetime) -> Q:
        """The two sources of yes. Who is hidden is not in it."""
        guard = self._guard
        others = Q()
        for group, givers in reach.givers:
            others &= Q(**{f"{guard.holder_field}__in": givers})
            others &= Q(Exists(_carrying(agency_id, at, guard, reach.purpose, group)))
        return Q(**{f"{guard.holder_field}_id": agency_id}) | others

    def _without(self, hidden: frozenset[UUID]) -> Self:
        return self.exclude(**{f"{self._guard.person_field}__in": hidden}) if hidden else self.all()

    @property
    def _guard(self) -> Any:
        return self.model


def _carrying(
    agency_id: int, at: datetime, guard: Any, purpose: Purpose, group: FieldGroup
) -> models.QuerySet[Involvement]:
    return Involvement.objects.filter(
        live(at),
        _same_matter(guard.matter_field),
        agency_id=agency_id,
        person_id=OuterRef(guard.person_field),
        purpose=purpose.code,
        field_groups__has=group,
    )


def _same_matter(matter_field: str) -> Q:
    return Q(matter="") | Q(matter=OuterRef(matter_field)) if matter_field else Q(matter="")


class Guarded(models.Model):
    """A row about a person, held by an agency. Names the columns that the one rule looks at."""

    holder_field: ClassVar[str] = "holder"
    person_field: ClassVar[str] = "person_id"
    matter_field: ClassVar[str] = ""
    subject_kind: ClassVar[str] = ""

    class Meta:
        abstract = True

    @property
    def subject(self) -> Subject:
        holder = getattr(self, self.holder_field)
        person: Any = self
        for step in self.person_field.split("__"):
            person = getattr(person, step)
        matter = str(getattr(self, self.matter_field)) if self.matter_field else ""
        return Subject(
            kind=self.subject_kind or self._meta.model_name or "",
            id=matter or str(self.pk),
            holder_id=holder.pk,
            holder_code=holder.code,
            holder_name=holder.name,
            person_id=person,
            matter=matter,
        )
