"""The figures of a year for scrutiny are counted once, a month after its end, and kept."""

from datetime import datetime

from django.db import IntegrityError, transaction

from alongside.common.periods import add_months
from alongside.community.answered import moments_asked
from alongside.outcomes.annual import figures_of, first_day, year_of
from alongside.outcomes.answering import moments_judged
from alongside.outcomes.models.needs import AnnualFigures
from alongside.partners.standing import LONDON
from alongside.support.measures.answered import years_with_clocks


def keep_due_years(*, at: datetime) -> int:
    """Keep every year that is over and was not kept yet, from the first in which anything was asked. Gives how many.

    A month is left for answers that were due at its end.
    """
    in_public = (one.astimezone(LONDON).date() for one in (*moments_asked(), *moments_judged()))
    days = sorted((*years_with_clocks(), *in_public))
    if not days:
        return 0
    today = at.astimezone(LONDON).date()
    over = [year for year in range(year_of(days[0]), today.year + 1) if add_months(first_day(year + 1), 1) <= today]
    kept = set(AnnualFigures.objects.values_list("year", flat=True))
    return sum(_keep(year, at) for year in over if year not in kept)


def _keep(year: int, at: datetime) -> bool:
    body = figures_of(year, at)
    try:
        with transaction.atomic():
            AnnualFigures.objects.create(year=year, body=body, made_at=at)
    except IntegrityError:
        return False  # another worker was quicker: its figures stand
    return True
