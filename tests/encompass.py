"""Two schools with calendars, an agreement for telling them, and incidents: for the tests of Operation Encompass."""

from datetime import date, datetime, time, timedelta

from alongside.areas import actions as areas
from alongside.areas.states import SchoolSector
from alongside.common.calendars import DaySpan, Opening, SchoolTerms
from alongside.partners.states import FieldGroup, Purpose
from alongside.support.actions.encompass import take_incident
from alongside.support.encompass_drafts import ChildTold, IncidentDraft
from alongside.support.models import SchoolNotice
from tests.areas.invented import AT, keep, school
from tests.cast import NOW, child

G = FieldGroup
NIGHT = NOW.replace(hour=4)
ELMSGATE, SALTMARSH, HARBOUR, OLD = "100001", "100002", "100003", "100004"
TERMS = (
    DaySpan(date(2026, 9, 3), date(2026, 12, 18), "Autumn"), DaySpan(date(2027, 1, 5), date(2027, 3, 25), "Spring"),
    DaySpan(date(2027, 4, 12), date(2027, 7, 21), "Summer"), DaySpan(date(2027, 9, 2), date(2027, 12, 17), "Autumn"),
)  # fmt: skip


def make_schools(cast):
    keep(
        areas.load_schools,
        [
            *(
                school(urn, name, phase="All-through")
                for urn, name in ((ELMSGATE, "Elmsgate Academy"), (SALTMARSH, "Saltmarsh High"))
            ),
            school(HARBOUR, "Harbour House", sector=SchoolSector.INDEPENDENT, type_name="Independent school"),
        ],
    )  # fmt: skip
    set_terms(ELMSGATE, Opening(time(8, 40), time(15, 10)), inset=frozenset({date(2026, 11, 18)}))
    set_terms(SALTMARSH, Opening(time(8, 55), time(15, 30)))
    for name, urn in (("school", ELMSGATE), ("other_school", SALTMARSH)):
        cast.agencies[name].school_urn = urn
        cast.agencies[name].save()


def set_terms(urn, hours, inset=frozenset()):
    half_term = (DaySpan(date(2026, 10, 26), date(2026, 10, 30), "Half-term"),)
    terms = SchoolTerms(
        terms=TERMS, breaks=half_term, inset_days=inset, hours=hours, weekdays=frozenset(range(5)), school=urn
    )
    areas.set_school_calendar(urn=urn, terms=terms, by="t", at=AT, log=lambda deed: None)


def make_encompass(cast):
    make_schools(cast)
    agree(cast)
    return cast


def agree(cast, reference="EN-1", parties=("police", "council", "school", "other_school"), **changes):
    fields = {
        "purposes": frozenset({Purpose.DOMESTIC_ABUSE_NOTICE}),
        "field_groups": frozenset({G.IDENTITY, G.CONCERN, G.CHILD_VOICE, G.FEEDBACK}),
    }
    return cast.agreement(reference, list(parties), **{**fields, **changes})


def told(given="Amina", family="Okafor-Lindqvist", born=date(2012, 5, 14), **changes):
    fields = {
        "presence": "home", "where_in_home": "Upstairs", "voice": "“I put my head under the pillow.”",
        "voice_with": "Officer, alone with the child", "school_name": "Elmsgate Academy",
    }  # fmt: skip
    return ChildTold(child(given, family, date_of_birth=born), **{**fields, **changes})


def incident(*children, reference="P/1", at=NIGHT, **changes):
    fields = {
        "police_reference": reference, "happened_at": at - timedelta(hours=4), "place": "Home",
        "circumstances": "A man shouted and broke a door. Nobody was hurt.",
    }  # fmt: skip
    return IncidentDraft(**{**fields, **changes}, children=children or (told(),))


def take(cast, *children, at=NIGHT, **changes):
    return take_incident(draft=incident(*children, at=at, **changes), by=cast.viewer("officer", at), at=at)


def notice_of(given="Amina", live=True):
    rows = SchoolNotice.objects.filter(child__record__names__given=given).order_by("-pk")
    return rows.exclude(status__in=["routed", "returned"]).first() if live else rows.first()


def utc(text):
    return datetime.fromisoformat(f"{text}+00:00")
