"""A refusal in the middle of an action undoes the action, and is in the log all the same: once."""

import pytest

from alongside.audit.models import Event
from alongside.partners.access import refuse, writing
from alongside.partners.errors import Invalid, Refused
from alongside.partners.models import Agency, Agreement
from alongside.support.actions import raising, triage
from alongside.support.models import Concern
from tests.cast import NOW, details


def refused() -> list[str]:
    return list(Event.objects.filter(outcome="refused").values_list("reason", flat=True))


def test_the_change_is_undone_and_the_refusal_stays(cast):
    with pytest.raises(Refused), writing():
        Agency.objects.filter(code="school").update(name="Changed")
        raise refuse(cast.viewer("outsider"), "agency", "school", "not yours")
    assert refused() == ["not yours"] and Agency.objects.get(code="school").name == "Elmsgate Academy"


def test_however_deep_the_action_stands_in_others_it_is_logged_once(cast):
    with pytest.raises(Refused), writing(), writing(), writing():
        Agreement.objects.update(title="Changed")
        raise refuse(cast.viewer("outsider"), "agreement", "1", "not yours")
    assert refused() == ["not yours"] and not Agreement.objects.filter(title="Changed").exists()


def test_an_action_that_is_refused_half_way_leaves_nothing_but_its_refusal(cast):
    with pytest.raises(Refused):
        raising.raise_concern(details=details(), by=cast.viewer("dsl"), at=NOW, record_id=987_654)
    assert not Concern.objects.exists() and refused() == ["not a candidate that was shown to the member"]


def test_every_refused_step_of_triage_is_logged(cast):
    concern = raising.raise_concern(details=details(), by=cast.viewer("dsl"), at=NOW)
    outsider = {"reference": concern.reference, "by": cast.viewer("outsider"), "at": NOW}
    for step in (
        lambda: triage.take(**outsider),
        lambda: triage.rate(level_code="acute", reason="x", **outsider),
        lambda: triage.reopen(reason="x", **outsider),
        lambda: triage.pause(reason="x", **outsider),
        lambda: triage.resume(**outsider),
    ):
        with pytest.raises(Refused):
            step()
    assert len(refused()) == 5


def test_what_is_merely_wrong_is_no_refusal(cast):
    concern = raising.raise_concern(details=details(), by=cast.viewer("dsl"), at=NOW)
    with pytest.raises(Invalid):
        triage.reopen(reference=concern.reference, reason="x", by=cast.viewer("triage"), at=NOW)
    assert refused() == []
