"""Wards that can be chosen, of the newest boundaries held."""

from dataclasses import dataclass

from alongside.areas.queries import areas_of, latest_vintage
from alongside.areas.states import AreaKind

WHOLE = "The whole borough"


@dataclass(frozen=True, slots=True)
class Ward:
    code: str
    name: str


def wards() -> list[Ward]:
    """By name; none where no boundaries of wards are held."""
    vintage = latest_vintage(AreaKind.WARD)
    if vintage is None:
        return []
    return sorted((Ward(one.code, one.name) for one in areas_of(AreaKind.WARD, vintage)), key=lambda one: one.name)


def name_of(code: str) -> str:
    return next((one.name for one in wards() if one.code == code), "")
