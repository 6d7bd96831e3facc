"""Pure decisions about sets of incidents: None, or the reason why not with what would help."""

from alongside.places.errors import PlacesRefused
from alongside.places.states import Precision

_FINENESS = {Precision.MONTH: 0, Precision.DAY: 1, Precision.MINUTE: 2}
Reason = PlacesRefused | None


def reason_not_to_join(*, set_plane: str, file_plane: str, set_zone: str, file_zone: str) -> Reason:
    """Whether a file's places and times can stand beside those that a set holds."""
    if set_plane and set_plane != file_plane:
        return PlacesRefused(
            f"The set holds its places in {plane_words(set_plane)}, and this file would give them in "
            f"{plane_words(file_plane)}: the two cannot be laid on one map.",
            "Choose the form of coordinates that the set has, or make a new set for this file.",
        )
    if set_plane and set_zone != file_zone:
        return PlacesRefused(
            f"The set's clock is {set_zone}, and this file's {file_zone}.",
            "Choose the set's clock, or make a new set for this file.",
        )
    return None


def reason_not_to_mix(*, set_precision: str, file_precision: str) -> Reason:
    """Whether a file tells the time finely enough for a set. A finer one than the set's does no harm."""
    if not set_precision or _FINENESS[Precision(file_precision)] >= _FINENESS[Precision(set_precision)]:
        return None
    return PlacesRefused(
        f"The set tells {Precision(set_precision).label} of each incident, and this file only "
        f"{Precision(file_precision).label}.",
        "Make a set of its own for it: days between two incidents could not be known any more.",
    )


def reason_not_to_give(*, keeper: str, giver: str, system: str) -> Reason:
    """Only the agency that keeps a set adds to it."""
    if giver in (keeper, system):
        return None
    return PlacesRefused("This set is kept by another agency.", "Make a set of your own agency's incidents.")


def plane_words(plane: str) -> str:
    if plane == "EPSG:27700":
        return "the British National Grid"
    if plane.startswith(("EPSG:326", "EPSG:327")):
        return f"metres of UTM zone {int(plane[-2:])} {'north' if plane[7] == '6' else 'south'}"
    return "metres on a map of its own"
