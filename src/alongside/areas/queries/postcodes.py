"""Roughly where a postcode district lies, as the schools in it tell: no table of postcodes is held."""

from django.db.models import Avg

from alongside.areas.models import School


def middle_of_district(district: str) -> tuple[float, float] | None:
    """Easting and northing of the middle of the schools whose postcode begins so; None where no school is held there."""
    rows = School.objects.filter(postcode__istartswith=f"{district} ", easting__isnull=False)
    found = rows.aggregate(easting=Avg("easting"), northing=Avg("northing"))
    return (found["easting"], found["northing"]) if found["easting"] is not None else None
