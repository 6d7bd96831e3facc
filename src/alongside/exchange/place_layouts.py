"""Which of the files about places one is, from its headings alone."""

from collections.abc import Sequence
from enum import StrEnum

from alongside.exchange.mps_tables import columns_of, is_yearly
from alongside.exchange.tables import header_key


class Layout(StrEnum):
    STREET = "street-level crime of data.police.uk"
    STREET_JSON = "street-level crime of data.police.uk (JSON)"
    OUTCOMES = "outcomes of data.police.uk"
    OUTCOMES_JSON = "outcomes of data.police.uk (JSON)"
    STOPS = "stop and search of data.police.uk"
    STOPS_JSON = "stop and search of data.police.uk (JSON)"
    AREA_COUNTS = "counts by area and month"
    YEARLY = "counts by area and year"
    HOSPITAL = "hospital record of violence (ISTV)"
    INCIDENTS = "list of incidents"


_MARKS: tuple[tuple[Layout, frozenset[str]], ...] = (
    (Layout.STREET, frozenset({"reportedby", "fallswithin", "crimetype", "lsoacode"})),
    (Layout.OUTCOMES, frozenset({"reportedby", "fallswithin", "outcometype", "lsoacode"})),
    (Layout.STOPS, frozenset({"partofapolicingoperation", "objectofsearch", "legislation"})),
    (Layout.STOPS_JSON, frozenset({"objectofsearch", "involvedperson", "legislation"})),
    (Layout.OUTCOMES_JSON, frozenset({"categorycode", "crimepersistentid"})),
    (Layout.STREET_JSON, frozenset({"persistentid", "locationtype", "locationstreetname", "month"})),
)
# In the order in which a column is taken where a file has several: a place in words before its type.
ATTACK_WHEN = ("dateofattack", "attackdate", "dateofincident", "incidentdate", "dateofassault", "assaultdate",
               "assaultdatetime", "dateandtimeofassault", "assaultdateandtime", "dateandtimeofincident",
               "dateandtimeofattack", "attackdatetime")  # fmt: skip
ATTACK_PLACE = ("locationofattack", "attacklocation", "locationofincident", "incidentlocation", "locationofassault",
                "assaultlocation", "locationdescription", "assaultlocationdescription", "locationtext")  # fmt: skip
ATTACK_PLACE_TYPE = ("assaultlocationtype", "locationtype", "attacklocationtype", "typeoflocation")
ATTACK_HOW = ("weapon", "weaponused", "weapontype", "methodofassault", "assaultmethod", "methodofattack",
              "assaultweapon", "typeofassault")  # fmt: skip


def layout_of(header: Sequence[str]) -> Layout:
    keys = {header_key(name) for name in header}
    for layout, marks in _MARKS:
        if marks <= keys:
            return layout
    attack = (ATTACK_WHEN, (*ATTACK_PLACE, *ATTACK_PLACE_TYPE), ATTACK_HOW)
    if all(keys & set(names) for names in attack) and not keys & {"longitude", "easting"}:
        return Layout.HOSPITAL
    if columns_of(header) is not None:
        return Layout.AREA_COUNTS
    return Layout.YEARLY if is_yearly(header) else Layout.INCIDENTS


_WHERE = {
    Layout.STREET: "Whoever runs this system loads it with: alongside load police-uk PATH",
    Layout.STREET_JSON: "Whoever runs this system loads it with: alongside load police-uk PATH --force NAME",
    Layout.OUTCOMES: "Whoever runs this system loads it with: alongside load police-uk PATH",
    Layout.OUTCOMES_JSON: "Whoever runs this system loads it with: alongside load police-uk PATH",
    Layout.STOPS: "Whoever runs this system loads it with: alongside load stops PATH",
    Layout.STOPS_JSON: "Whoever runs this system loads it with: alongside load stops PATH",
    Layout.AREA_COUNTS: "Whoever runs this system loads it with: alongside load mps PATH",
    Layout.YEARLY: "It counts by year, and nothing here can use years. Ask for the monthly table.",
    Layout.HOSPITAL: "Whoever runs this system loads it with: alongside load hospital PATH",
}


def where_to_send(layout: Layout) -> str:
    """What to do with a file that is no list of incidents."""
    return f"This is another kind of file: {layout}. {_WHERE[layout]}"
