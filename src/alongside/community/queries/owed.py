"""How many answers an agency owes: counts, and nothing of what was asked. None for who may not answer in its name."""

from typing import Any

from django.db.models import QuerySet

from alongside.community import public_rows
from alongside.community.models import Recommendation
from alongside.partners.asking import Asked
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer


def recommendations(viewer: Viewer) -> int:
    if not viewer.may(Permission.ANSWER_FOR_AGENCY):
        return 0
    return RECOMMENDED.count(viewer, ())


def advice(viewer: Viewer) -> int:
    if not viewer.may(Permission.ANSWER_FOR_AGENCY):
        return 0
    return ADVISED.count(viewer, ())


def _recommended(viewer: Viewer, shape: tuple[()]) -> QuerySet[Any]:
    return Recommendation.objects.filter(to_agency_id=viewer.agency_id, answers__isnull=True)


def _advised(viewer: Viewer, shape: tuple[()]) -> QuerySet[Any]:
    rows = public_rows.advice().filter(to_agency_id=viewer.agency_id)
    return public_rows.without_answer(rows, public_rows.advice_answers(), "consultation")


RECOMMENDED, ADVISED = Asked(_recommended), Asked(_advised)
