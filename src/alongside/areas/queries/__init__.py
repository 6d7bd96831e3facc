"""Reads of areas, populations and schools. Open data without any person in it: nobody need be known to read it."""

from alongside.areas.queries.areas import (
    AreaSummary,
    area,
    areas_of,
    boundaries_of,
    latest_vintage,
    locate,
    locate_one,
    outline_of,
    outlines_of,
    vintages_of,
)
from alongside.areas.queries.deprivation import Index, deprivation_of
from alongside.areas.queries.populations import people_by_code, population_of, population_years, populations_of
from alongside.areas.queries.postcodes import middle_of_district
from alongside.areas.queries.schools import (
    SchoolSummary,
    school,
    school_now,
    school_terms,
    schools_named,
    schools_now,
    schools_within,
    search_schools,
    terms_of,
)
from alongside.areas.queries.sources import SourceSummary, rejects_of, sources

__all__ = [
    "AreaSummary",
    "Index",
    "SchoolSummary",
    "SourceSummary",
    "area",
    "areas_of",
    "boundaries_of",
    "deprivation_of",
    "latest_vintage",
    "locate",
    "locate_one",
    "middle_of_district",
    "outline_of",
    "outlines_of",
    "people_by_code",
    "population_of",
    "population_years",
    "populations_of",
    "rejects_of",
    "school",
    "school_now",
    "school_terms",
    "schools_named",
    "schools_now",
    "schools_within",
    "search_schools",
    "sources",
    "terms_of",
    "vintages_of",
]
