"""Loading areas, populations and schools, and keeping a school's own calendar.

Every action is one transaction in which `log` writes the log. A file is known by its hash: given again with the same
vintage, it adds nothing. A later file for the same areas replaces what differs and leaves the rest.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from django.db import models, transaction

from alongside.areas.drafts import (
    AreaDraft,
    Batch,
    Deed,
    DeprivationDraft,
    Draft,
    LoadReport,
    Log,
    PopulationDraft,
    Reject,
    SchoolDraft,
    SchoolLinkDraft,
)
from alongside.areas.errors import SchoolUnknown, TermsRefused
from alongside.areas.models import Area, AreaSource, Deprivation, Population, RejectedRow, School, SchoolTerm
from alongside.areas.outlines import simplify, to_geojson
from alongside.areas.states import SourceKind, TermKind
from alongside.common.calendars import SchoolTerms
from alongside.common.text import fold_name

ROWS_AT_ONCE = 500
SQUARE_METRES = 10_000
Row = TypeVar("Row", bound=models.Model)


class Written(NamedTuple):
    added: int
    changed: int
    unchanged: int
    rejects: tuple[Reject, ...] = ()


def load_boundaries(*, batch: Batch[AreaDraft], by: str, at: datetime, log: Log) -> LoadReport:
    """Keep the areas of a boundary file, simplified without gaps between neighbours."""
    return _load(SourceKind.BOUNDARIES, batch, _write_areas, by=by, at=at, log=log)


def load_population(*, batch: Batch[PopulationDraft], by: str, at: datetime, log: Log) -> LoadReport:
    """Keep the population counts of a file, by area, year, sex and band of age."""
    return _load(SourceKind.POPULATION, batch, _write_populations, by=by, at=at, log=log)


def load_deprivation(*, batch: Batch[DeprivationDraft], by: str, at: datetime, log: Log) -> LoadReport:
    """Keep where small areas stand in an official index of deprivation."""
    return _load(SourceKind.DEPRIVATION, batch, _write_deprivation, by=by, at=at, log=log)


def load_schools(*, batch: Batch[SchoolDraft], by: str, at: datetime, log: Log) -> LoadReport:
    """Keep the schools of a register. What schools say themselves (their hours and terms) stays as it is."""
    return _load(SourceKind.SCHOOLS, batch, _write_schools, by=by, at=at, log=log)


def load_school_links(*, batch: Batch[SchoolLinkDraft], by: str, at: datetime, log: Log) -> LoadReport:
    """Note which school took which other's place, as when it becomes an academy."""
    return _load(SourceKind.SCHOOL_LINKS, batch, _write_links, by=by, at=at, log=log)


def set_school_calendar(*, urn: str, terms: SchoolTerms, by: str, at: datetime, log: Log) -> None:
    """Replace a school's hours, terms, breaks and inset days by those that it has given."""
    if terms.hours.closes <= terms.hours.opens:
        raise TermsRefused("A school's day must end before midnight. Check when it ends.")
    with transaction.atomic():
        school = School.objects.select_for_update().filter(urn=urn).first()
        if school is None:
            raise SchoolUnknown(f"No school with the URN {urn} is held. Load the school register first.")
        school.day_starts, school.day_ends = terms.hours.opens, terms.hours.closes
        school.weekdays = "".join(str(weekday) for weekday in sorted(terms.weekdays))
        school.save(update_fields=["day_starts", "day_ends", "weekdays"])
        school.terms.all().delete()
        SchoolTerm.objects.bulk_create(_term_rows(school, terms))
        facts = {"by": by, "at": at, "hours": str(terms.hours), "terms": [str(term) for term in terms.terms]}
        log(Deed("change", "school calendar", urn, f"{len(terms.terms)} terms of {school.name}", facts))


def _term_rows(school: School, terms: SchoolTerms) -> list[SchoolTerm]:
    spans = [(TermKind.TERM, span.name, span.first_day, span.last_day) for span in terms.terms]
    spans += [(TermKind.BREAK, span.name, span.first_day, span.last_day) for span in terms.breaks]
    spans += [(TermKind.INSET, "", day, day) for day in sorted(terms.inset_days)]
    return [
        SchoolTerm(school=school, kind=kind, name=name, first_day=first, last_day=last)
        for kind, name, first, last in spans
    ]


def _load(
    kind: SourceKind,
    batch: Batch[Draft],
    write: Callable[[Batch[Draft], AreaSource], Written],
    *,
    by: str,
    at: datetime,
    log: Log,
) -> LoadReport:
    with transaction.atomic():
        source, is_new = _source(kind, batch, by, at)
        if not is_new:
            return _report(source, tuple(_kept_rejects(source)), loaded_before=True)
        written: Written = write(batch, source)
        rejects = tuple(sorted((*batch.rejects, *written.rejects)))
        source.added, source.changed, source.unchanged = written.added, written.changed, written.unchanged
        source.rejected = len({reject.row for reject in rejects})
        source.save(update_fields=["added", "changed", "unchanged", "rejected"])
        RejectedRow.objects.bulk_create(
            (
                RejectedRow(source=source, row=row, field=field[:100], problem=problem[:400])
                for row, field, problem in rejects
            ),
            batch_size=ROWS_AT_ONCE,
        )
        log(_deed(source))
        return _report(source, rejects)


def _source(kind: SourceKind, batch: Batch[Draft], by: str, at: datetime) -> tuple[AreaSource, bool]:
    return AreaSource.objects.get_or_create(
        sha256=batch.sha256,
        kind=kind,
        vintage=batch.vintage,
        defaults={
            "file_name": batch.file_name[:255],
            "licence": batch.licence[:200],
            "loaded_at": at,
            "loaded_by": by[:200],
        },
    )


def _kept_rejects(source: AreaSource) -> Iterable[Reject]:
    rows = RejectedRow.objects.filter(source=source).order_by("row", "pk")
    return (Reject(*row) for row in rows.values_list("row", "field", "problem"))


def _report(source: AreaSource, rejects: tuple[Reject, ...], *, loaded_before: bool = False) -> LoadReport:
    return LoadReport(
        source_id=source.pk,
        file_name=source.file_name,
        kind=SourceKind(source.kind),
        added=source.added,
        changed=source.changed,
        unchanged=source.unchanged,
        rejects=rejects,
        loaded_before=loaded_before,
    )


def _deed(source: AreaSource) -> Deed:
    words = (
        f"{source.file_name}: {source.added} added, {source.changed} changed, "
        f"{source.unchanged} unchanged, {source.rejected} rejected"
    )
    facts = {"sha256": source.sha256, "licence": source.licence, "vintage": source.vintage}
    return Deed("import", f"{source.get_kind_display()} file", str(source.pk), words, facts)


def _write_areas(batch: Batch[AreaDraft], source: AreaSource) -> Written:
    drafts = batch.rows
    outlines = simplify([draft.outline for draft in drafts])
    rows = []
    for draft, outline, boundary in zip(drafts, outlines, to_geojson(outlines), strict=True):
        west, south, east, north = (round(metres, 1) for metres in outline.bounds)
        middle = outline.representative_point()
        rows.append(
            Area(
                code=draft.code,
                vintage=batch.vintage,
                kind=draft.kind,
                name=draft.name,
                parent_code=draft.parent_code,
                boundary=boundary,
                west=west,
                south=south,
                east=east,
                north=north,
                easting=round(middle.x, 1),
                northing=round(middle.y, 1),
                hectares=round(outline.area / SQUARE_METRES, 2),
                source=source,
            )
        )
    held = Area.objects.filter(vintage=batch.vintage)
    return _upsert(rows, held, key=("code", "vintage"))


def _write_populations(batch: Batch[PopulationDraft], source: AreaSource) -> Written:
    rows = [
        Population(
            area_code=draft.area_code,
            vintage=batch.vintage,
            year=draft.year,
            sex=draft.sex,
            age_from=draft.age_from,
            age_to=draft.age_to,
            count=draft.people,
            source=source,
        )
        for draft in batch.rows
    ]
    held = Population.objects.filter(vintage=batch.vintage, year__in={row.year for row in rows})
    return _upsert(rows, held, key=("area_code", "vintage", "year", "sex", "age_from", "age_to"))


def _write_deprivation(batch: Batch[DeprivationDraft], source: AreaSource) -> Written:
    rows = [Deprivation(**draft._asdict(), vintage=batch.vintage, source=source) for draft in batch.rows]
    held = Deprivation.objects.filter(vintage=batch.vintage, year__in={row.year for row in rows})
    return _upsert(rows, held, key=("area_code", "vintage", "year"))


def _write_schools(batch: Batch[SchoolDraft], source: AreaSource) -> Written:
    rows = [School(**draft._asdict(), name_key=fold_name(draft.name)[:200], source=source) for draft in batch.rows]
    kept = ("successor", "day_starts", "day_ends", "weekdays")
    return _upsert(rows, School.objects.all(), key=("urn",), kept=kept)


def _write_links(batch: Batch[SchoolLinkDraft], source: AreaSource) -> Written:
    schools = School.objects.in_bulk(
        {urn for draft in batch.rows for urn in (draft.urn, draft.successor_urn)}, field_name="urn"
    )
    changed: list[School] = []
    rejects: list[Reject] = []
    for row, urn, successor_urn in batch.rows:
        missing = [one for one in (urn, successor_urn) if one not in schools]
        if missing:
            rejects.append(Reject(row, "URN", f"No school with the URN {missing[0]} is held."))
        elif schools[urn].successor_id != schools[successor_urn].pk:
            schools[urn].successor = schools[successor_urn]
            changed.append(schools[urn])
    School.objects.bulk_update(changed, ["successor"], batch_size=ROWS_AT_ONCE)
    unchanged = len(batch.rows) - len(changed) - len(rejects)
    return Written(added=0, changed=len(changed), unchanged=unchanged, rejects=tuple(rejects))


def _upsert(
    rows: Sequence[Row], held: models.QuerySet[Row], *, key: tuple[str, ...], kept: tuple[str, ...] = ()
) -> Written:
    """Add the rows that are not held, change those that differ; `kept` fields are never changed."""
    if not rows:
        return Written(0, 0, 0)
    names = [field.attname for field in type(rows[0])._meta.concrete_fields]
    kept_attnames = {f"{name}_id" if f"{name}_id" in names else name for name in kept}
    compared = [name for name in names if name not in {"id", "source_id", *key, *kept_attnames}]
    before = {row[: len(key)]: row[len(key) :] for row in held.values_list(*key, *compared)}

    def part(row: Row, fields: Sequence[str]) -> tuple[Any, ...]:
        return tuple(getattr(row, field) for field in fields)

    added = [row for row in rows if part(row, key) not in before]
    changed = [row for row in rows if part(row, key) in before and before[part(row, key)] != part(row, compared)]
    type(rows[0])._default_manager.bulk_create(
        [*added, *changed],
        batch_size=ROWS_AT_ONCE,
        update_conflicts=True,
        unique_fields=list(key),
        update_fields=[*compared, "source_id"],
    )
    return Written(len(added), len(changed), len(rows) - len(added) - len(changed))
