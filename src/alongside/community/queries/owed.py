"""How many answers an agency owes: counts, and nothing of what was asked."""

from alongside.community.models import Consultation, Recommendation
from alongside.partners.standing import Viewer


def recommendations(viewer: Viewer) -> int:
    return Recommendation.objects.filter(to_agency_id=viewer.agency_id, answers__isnull=True).count()


def advice(viewer: Viewer) -> int:
    return Consultation.objects.filter(to_agency_id=viewer.agency_id, answers__isnull=True).count()
