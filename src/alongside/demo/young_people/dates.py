"""Birth dates, sex and times of arrival as an agency writes them."""

import numpy as np

from alongside.demo.young_people import rates
from alongside.demo.young_people.draws import Draws, Floats, Ints
from alongside.demo.young_people.families import BOY, FIRST_BIRTH, Children
from alongside.demo.young_people.known import Known
from alongside.demo.young_people.marks import Marks
from alongside.demo.young_people.name_lists import Texts
from alongside.demo.young_people.rates import AGENCIES, RATES

# How each agency writes a date.
LAYOUTS = ("%Y-%m-%d", "%d/%m/%Y", "%d/%m/%Y", "%d.%m.%Y", "%d %b %Y")
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
# A year alone is written as days beyond any date.
YEAR_ONLY = 1_000_000
SEXES = (("M", "F"), ("1", "2"), ("Male", "Female"), ("M", "F"), ("male", "female"))


def write_births(draws: Draws, children: Children, known: Known, marks: Marks) -> Texts:
    """The birth date of each record in its agency's layout; a year alone; or None."""
    key, agency = known.key, known.agency
    born = children.born[known.child]
    group = children.group[known.child]
    day = (FIRST_BIRTH + born).astype("datetime64[D]")

    def happens(what: str, times: Floats | float = 1.0) -> np.ndarray:
        found = draws.chance(what, key, RATES.of(what)[agency] * times)
        marks.note(what, found)
        return found

    month_start = day.astype("datetime64[M]")
    year_start = day.astype("datetime64[Y]")
    of_month = (day - month_start.astype("datetime64[D]")).astype(np.int64) + 1
    month = (month_start - year_start.astype("datetime64[M]")).astype(np.int64) + 1
    year = year_start.astype(np.int64) + 1970
    year, month, of_month = _slip(draws, key, happens("dob_slip"), year, month, of_month)
    swap = happens("dob_swapped") & (of_month <= 12)
    month, of_month = np.where(swap, of_month, month), np.where(swap, month, of_month)
    first = happens("dob_first_january", rates.FIRST_JANUARY[group])
    month, of_month = np.where(first, 1, month), np.where(first, 1, of_month)
    alone = happens("dob_year_only")
    texts = _date_texts(agency, year, month, of_month, alone)
    texts[happens("dob_missing")] = None
    return texts


def _slip(draws: Draws, key: Ints, slips: np.ndarray, year: Ints, month: Ints, day: Ints) -> tuple[Ints, Ints, Ints]:
    """One part wrong by one or by ten; the day stays one that every month has."""
    which = np.where(slips, draws.pick("which part", key, (0.45, 0.25, 0.30)), 9)
    step = np.array([-1, 1])[draws.below("which way", key, 2)]
    ten = draws.chance("by ten", key, 0.3)
    days = np.where(ten, np.where(day > 14, day - 10, day + 10), np.where(step > 0, np.where(day < 28, day + 1, day - 1),
                    np.where(day > 1, day - 1, day + 1)))  # fmt: skip
    months = (month - 1 + step) % 12 + 1
    month = np.where(which == 1, months, month)
    day = np.where(which == 0, np.minimum(days, 28), np.where(which == 1, np.minimum(day, 28), day))
    day = np.where(which == 2, np.minimum(day, 28), day)
    return np.where(which == 2, year + step, year), month, day


def _date_texts(agency: Ints, year: Ints, month: Ints, day: Ints, alone: np.ndarray) -> Texts:
    packed = np.where(alone, YEAR_ONLY + year, ((agency * 30 + year - 2000) * 12 + month - 1) * 31 + day - 1)
    wanted, where = np.unique(packed, return_inverse=True)
    made = [_date_text(one) for one in wanted.tolist()]
    return np.array(made, dtype=object)[where] if made else np.array([], dtype=object)


def _date_text(packed: int) -> str:
    if packed >= YEAR_ONLY:
        return str(packed - YEAR_ONLY)
    rest, day = divmod(packed, 31)
    rest, month = divmod(rest, 12)
    agency, year = divmod(rest, 30)
    layout = LAYOUTS[agency]
    parts = {"%d": f"{day + 1:02d}", "%m": f"{month + 1:02d}", "%b": MONTHS[month], "%Y": str(year + 2000)}
    for sign, text in parts.items():
        layout = layout.replace(sign, text)
    return layout


def write_sex(draws: Draws, children: Children, known: Known, marks: Marks) -> Texts:
    """The sex in the agency's own code; None where it is not written."""
    wrong = draws.chance("sex_wrong", known.key, RATES.of("sex_wrong")[known.agency])
    marks.note("sex_wrong", wrong)
    is_girl = (children.sex[known.child] != BOY) ^ wrong
    codes = np.array(SEXES, dtype=object)
    texts = codes[known.agency, is_girl.astype(np.int64)]
    texts[draws.chance("sex_missing", known.key, RATES.of("sex_missing")[known.agency])] = None
    return texts


def arrivals(draws: Draws, known: Known) -> np.ndarray:
    """The second in which each record came."""
    seconds = draws.below("second of day", known.key, 86_400)
    return ((FIRST_BIRTH + known.day).astype("datetime64[s]") + seconds).astype("datetime64[s]")


assert len(LAYOUTS) == len(SEXES) == len(AGENCIES)
