"""How many answers an agency owes: counts, and nothing of what was asked. None for who may not answer in its name."""

from alongside.community import public_rows
from alongside.community.models import Recommendation
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer


def recommendations(viewer: Viewer) -> int:
    if not viewer.may(Permission.ANSWER_FOR_AGENCY):
        return 0
    return Recommendation.objects.filter(to_agency_id=viewer.agency_id, answers__isnull=True).count()


def advice(viewer: Viewer) -> int:
    if not viewer.may(Permission.ANSWER_FOR_AGENCY):
        return 0
    rows = public_rows.advice().filter(to_agency_id=viewer.agency_id)
    return public_rows.without_answer(rows, public_rows.advice_answers(), "consultation").count()
