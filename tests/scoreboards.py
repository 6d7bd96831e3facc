"""Scoreboards for tests: measures with counts that are given, drawn and signed by the cast."""

from datetime import date
from uuid import uuid4

from alongside.common.measured import Counted, Domain, Place, Said, Slice, Weeks
from alongside.outcomes.actions.pledges import EntryDraft, PledgeDraft, add_entry, add_pledge
from alongside.outcomes.actions.releases import draw_scoreboard, sign_off
from alongside.outcomes.pledge_states import EntryKind
from tests.cast import NOW

Q = [(date(2025, 7, 1), date(2025, 10, 1)), (date(2026, 4, 1), date(2026, 7, 1)), (date(2026, 7, 1), date(2026, 10, 1))]
KINDS = ("Robbery", "Violence", "Weapons")


def said(code="violence", **changes):
    given = {
        "code": code, "version": 1, "domain": Domain.CURTAIL, "title": "Violence recorded", "definition": "Offences.",
        "noun": "offences", "place": "Larkmere", "source": "data.police.uk", "licence": "OGL", "method": "Garwood.",
        "comparator": "A year before", "is_process": False, **changes,
    }  # fmt: skip
    return Said(**given)


def violence(*counts, slices=Q, **changes):
    """One triple of counts for each slice: robbery, violence, weapons."""
    parts = tuple(
        Slice(*one, {(kind,): number for kind, number in zip(KINDS, triple, strict=True)})
        for one, triple in zip(slices, counts, strict=False)
    )
    return Counted(said(**changes), {"Offence": KINDS}, parts)


def waits():
    labels = ("Assessment", "Treatment")
    counts = {(queue, end): 40 for queue in labels for end in ("Seen", "Waits")}
    about = said("waits-camhs", title="Waits: CAMHS", domain=Domain.TREAT, noun="waits", is_process=True)
    part = Slice(date(2026, 1, 1), date(2026, 7, 1), counts, waits={"Assessment": Weeks(12, 9, None, 0)})
    return Counted(about, {"Queue": labels, "How it stood": ("Seen", "Waits")}, (part,), base=5)


def feedback(told=18, late=6, silent=12):
    about = said("feedback", title="Told what came of it", domain=Domain.SUPPORT, noun="concerns", is_process=True)
    part = Slice(*Q[2], {("In time",): told, ("Late",): late, ("Not told",): silent})
    return Counted(about, {"Answer": ("In time", "Late", "Not told")}, (part,), base=5, share=("Answer", "In time"))


def beside():
    part = Slice(
        *Q[2], {("0 to 17",): 30, ("18 to 24",): 60}, people={"0 to 17": 60_000, "18 to 24": 25_000},
        beside=(Place("London", {"0 to 17": 900, "18 to 24": 2_100}, {"0 to 17": 1_900_000, "18 to 24": 800_000}),),
    )  # fmt: skip
    about = said("hospital", title="Hospital admissions for assault")
    return Counted(about, {"Age": ("0 to 17", "18 to 24")}, (part,))


WHOLE = (violence((40, 120, 12), (60, 150, 20), (50, 110, 3)), waits(), feedback(), beside())


def like_this_one(*counts, here=40):
    """One age here and in boroughs A, B, C …, each of 20,000 people."""
    places = tuple(
        Place(chr(65 + number), {"18 to 24": one}, {"18 to 24": 20_000}) for number, one in enumerate(counts)
    )
    part = Slice(*Q[2], {("18 to 24",): here}, people={"18 to 24": 20_000}, beside=places)
    return Counted(said("ages", title="Hurt by a knife", noun="victims"), {"Age": ("18 to 24",)}, (part,))


def draw(cast, *counted, by="analyst", at=NOW, title="Autumn 2026", correction=None, sent_key=None, similar=None):
    return draw_scoreboard(
        title=title, as_at=date(2026, 11, 1), partnership="Larkmere together", correction=correction,
        similar=similar, sent_key=sent_key or uuid4(), by=cast.viewer(by).actor, at=at,
        sources=(lambda as_at, today: counted or WHOLE,),
    )  # fmt: skip


def release(cast, *counted, **more):
    return sign_off(draft_id=draw(cast, *counted, **more), by=cast.viewer("lead"), at=more.get("at", NOW))


def pledge(cast, code="life-skills"):
    draft = PledgeDraft("Life Skills", "10,000 pupils take part.", "The schools", date(2019, 4, 25), "The launch")
    return add_pledge(code=code, domain=Domain.SUPPORT, draft=draft, by=cast.viewer("lead").actor, at=NOW)


def entry(cast, kind=EntryKind.ACTION, code="life-skills", **changes):
    given = {"words": "27 schools began.", "happened_on": date(2026, 9, 1), "sent_key": uuid4(), **changes}
    key = given.pop("sent_key")
    add_entry(code=code, draft=EntryDraft(kind, **given), sent_key=key, by=cast.viewer("lead").actor, at=NOW)
