"""Early help as its keeper finds it, and what a page of the editor sends back: for the tests of the editor."""

from alongside.support.models import PathwayVersion
from alongside.support.pathway_seen import seen_of
from alongside.support.shipped import shipped

EARLY_HELP = next(one for one in shipped() if one["code"] == "early-help")
HOME = "/pathways/keep/early-help/"


def draft():
    return PathwayVersion.objects.get(state="draft").document


def seen():
    """The newest version, as a page that is opened now will send it back."""
    return str(seen_of(PathwayVersion.objects.first()))
