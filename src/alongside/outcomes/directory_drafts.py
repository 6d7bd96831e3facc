"""A service as somebody wrote it down, before it stands in the directory."""

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True, slots=True)
class Opening:
    """Open on a day of the week, 0 is Monday, from and until a time of day."""

    day: int
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class ListingDraft:
    """Empty `wards`: the whole borough. `position`: longitude and latitude, or nothing where the address is not told."""

    name: str
    provider: str
    summary: str
    topic: str
    status: str = "active"
    alert: str = ""
    telephone: str = ""
    email: str = ""
    website: str = ""
    address: str = ""
    postcode: str = ""
    position: tuple[float, float] | None = None
    opening: tuple[Opening, ...] = ()
    opening_note: str = ""
    least_age: int = 0
    most_age: int = 120
    for_whom: str = ""
    wards: tuple[str, ...] = ()
    self_referral: bool = False
    how_to_refer: str = ""
    cost: str = ""
    languages: str = ""
    access: str = ""
