"""Invented counts in the layouts of the Metropolitan Police's tables."""

from tests.exchange.incident_files import text

WIDE = ("MajorText", "MinorText", "WardName", "WardCode", "LookUp_BoroughName", "202401", "202402", "202403")
LONG = ("borough", "ward_code_2022", "ward_name", "major", "minor", "month", "count")
KNIFE = (
    "area_type",
    "borough_snt",
    "area_name",
    "area_code",
    "crime_type",
    "crime_subtype",
    "measure",
    "count",
    "month",
)


def wide(*rows):
    usual = (("ROBBERY", "ROBBERY OF PERSONAL PROPERTY", "Quay", "E05000001", "Larkmere", 3, 0, 5),)
    return text(WIDE, rows or usual)


def long(*rows):
    usual = (("Larkmere", "E05000001", "Quay", "ROBBERY", "ROBBERY OF PERSONAL PROPERTY", "2024-01", 3),)
    return text(LONG, rows or usual)


def knife():
    rows = [
        (kind, "Larkmere", name, code, "Knife Crime", subtype, "Offences", count, "2024-01")
        for kind, name, code in (
            ("Borough", "Larkmere", "E09000001"),
            ("Safer Neighbourhood Teams", "Quay", "E05000001"),
        )
        for subtype, count in (("Knife Crime", 9), ("Knife Crime with Injury", 4))
    ]
    return text(KNIFE, [*rows, rows[-1]])
