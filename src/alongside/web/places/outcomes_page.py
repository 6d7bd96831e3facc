"""The page of what became of crimes: from what was chosen to figures, a chart, tables and words."""

import math
from dataclasses import dataclass

from django.utils.safestring import SafeString

from alongside.common.text import sentence_list
from alongside.places.crime_types import CrimeType
from alongside.places.outcome_measures import MonthOutcomes, OutcomeFigure, Share, TimeToOutcome, outcome_figure
from alongside.places.outcome_states import Course
from alongside.web.design.charts import Bar, bar_chart
from alongside.web.design.wording import first_lower
from alongside.web.places.crime_page import scope_of, span_of_months
from alongside.web.places.forms import CrimeFilters
from alongside.web.places.offer import Offer


class OutcomeFilters(CrimeFilters):
    """As on the page of recorded crime; anti-social behaviour has no outcomes, and nothing is split by area."""

    left_out = (CrimeType.ANTI_SOCIAL_BEHAVIOUR,)
    all_types = "All crime"
    fields_left_out = ("split",)


@dataclass(frozen=True, slots=True)
class OutcomesPage:
    figure: OutcomeFigure
    what: str
    place: str
    period: str
    charged: str
    charged_interval: str
    compared: str
    still_open: str
    time: str
    known: str
    chart: SafeString | None
    courses: list[list[str]]
    months: list[list[str]]


def outcomes_page(offer: Offer, form: CrimeFilters) -> OutcomesPage:
    chosen = form.chosen()
    scope = scope_of(offer, chosen)
    figure = outcome_figure(scope)
    charged = figure.share(Course.CHARGED)
    what = chosen.crime_type.label if chosen.crime_type else "All recorded crime but anti-social behaviour"
    place = next((one.area.name for one in offer.districts if one.area.code == chosen.district), "All that is held")
    return OutcomesPage(
        figure=figure, what=what, place=place, period=span_of_months(scope.first_month, scope.last_month),
        charged=_words(charged) if figure.crimes else "None recorded",
        charged_interval=f"95% interval {_span(charged)}" if figure.crimes else "",
        compared=_compared(figure), still_open=_open(figure), time=_time(figure.time, figure), known=_known(figure),
        chart=_chart(figure), courses=[_course_row(one.course, one.share) for one in figure.courses],
        months=[_month_row(one) for one in reversed(figure.months)],
    )  # fmt: skip


def _words(share: Share) -> str:
    return f"{share.count:,} of {share.of:,} ({share.count / share.of:.1%})"


def _span(share: Share) -> str:
    return f"{share.interval.low:.1%} to {share.interval.high:.1%}"


def _compared(figure: OutcomeFigure) -> str:
    before = figure.earlier
    if before is None:
        return "Not compared: of the same months a year earlier fewer than 10 crimes are held."
    return (
        f"Of the crimes of the same months a year earlier, as far as is known now: {_words(before)}, 95% interval "
        f"{_span(before)}. Those have had a year longer to be decided."
    )


def _open(figure: OutcomeFigure) -> str:
    still = figure.share(Course.OPEN)
    if not figure.crimes or not still.count:
        return ""
    return f"{_words(still)} are still open. Until they are decided, every other share can only rise."


def _time(time: TimeToOutcome | None, figure: OutcomeFigure) -> str:
    if time is None:
        if figure.known_until is None:
            return "How long a decision takes is not known here: no file of outcomes is held for these months."
        if figure.missing:
            months = sentence_list([f"{one:%B %Y}" for one in figure.missing[:4]])
            more = " and more" if len(figure.missing) > 4 else ""
            return f"How long a decision takes is not reckoned: outcomes of {months}{more} are not held."
        return "How long a decision takes is not reckoned: too few crimes."
    told = f"Of {time.crimes:,} crimes, {time.open:,} still open (counted for as long as they have been so): "
    if time.median is None:
        return f"{told}fewer than half had a first outcome within {time.longest:.0f} months."
    high = f"{time.interval.high:.3g}" if math.isfinite(time.interval.high) else "no upper end yet"
    return (
        f"{told}half had a first outcome within {_months(time.median)} of the month in which they were recorded "
        f"(95% interval {time.interval.low:.3g} to {high}; Kaplan and Meier)."
    )


def _months(value: float) -> str:
    return "1 month" if value == 1 else f"{value:.3g} months"


def _known(figure: OutcomeFigure) -> str:
    if figure.known_until is None:
        return (
            "No file of outcomes is held: the outcome of each crime is the one that stood in its street file. Whoever "
            "runs this system loads files of outcomes with: alongside load police-uk PATH"
        )
    return (
        f"Decisions are known up to {figure.known_until:%B %Y}. Where a crime has several, the last one counts; where its "
        "history is not held, the outcome in its street file."
    )


def _chart(figure: OutcomeFigure) -> SafeString | None:
    if not figure.crimes:
        return None
    bars = [
        Bar(one.course.label, one.share.count, _words(one.share), one.share.interval.low * figure.crimes,
            one.share.interval.high * figure.crimes)
        for one in figure.courses
    ]  # fmt: skip
    most = max(figure.courses, key=lambda one: one.share.count)
    words = f"The most: {first_lower(most.course.label)}, {_words(most.share)}. Every number is in the table."
    return bar_chart("outcome-courses", "What became of crimes", words, bars)


def _course_row(course: Course, share: Share) -> list[str]:
    return [course.label, f"{share.count:,}", f"{share.count / share.of:.1%}", _span(share)]


def _month_row(one: MonthOutcomes) -> list[str]:
    month = f"{one.month:%B %Y}"
    if one.crimes is None:
        return [month, "Not held", "", ""]
    return [month, f"{one.crimes:,}", f"{one.charged:,}", f"{one.open:,}"]
