"""The same rule as `access.judge`, said to the database, so that a list and a page cannot disagree."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from alongside.partners.access import Subject
from alongside.partners.involvements import live
from alongside.partners.models import Involvement
from alongside.partners.standing import Viewer
from alongside.partners.states import FieldGroup, Purpose


class GuardedQuerySet(models.QuerySet):
    """Rows that belong to a holder and tell of a person."""

    def visible_to(self, viewer: Viewer, purpose: Purpose, *groups: FieldGroup) -> Self:
        """Only the rows of which this viewer may have every one of these field groups for this purpose."""
        if not viewer.permissions or not groups:
            return self.none()
        guard: Any = self.model
        own = Q(**{f"{guard.holder_field}_id": viewer.agency_id})
        others = Q()
        for group in groups:
            others &= Q(**{f"{guard.holder_field}__in": viewer.givers(purpose, group)})
            others &= Q(Exists(_carrying(viewer, guard, purpose, group)))
        return self.unrestricted(viewer).filter(own | others)

    def unrestricted(self, viewer: Viewer) -> Self:
        """Without the persons who are restricted and for whom this viewer is not cleared."""
        guard: Any = self.model
        hidden = viewer.hidden_persons
        return self.exclude(**{f"{guard.person_field}__in": hidden}) if hidden else self.all()


def _carrying(viewer: Viewer, guard: Any, purpose: Purpose, group: FieldGroup) -> models.QuerySet[Involvement]:
    return Involvement.objects.filter(
        live(viewer.at),
        _same_matter(guard.matter_field),
        agency_id=viewer.agency_id,
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
