"""What support gives to the scoreboard: waits on their clocks, what referrers were told, places with providers.

Counts only, of whole slices of the calendar, each as it stood when the slice was followed up: what is counted of a
slice today is what was counted of it then.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from alongside.common.measured import Counted, Domain, Key, Said, Slice, Weeks, slices_before
from alongside.common.periods import add_months
from alongside.partners.standing import LONDON
from alongside.support.contracting import terms_in_use
from alongside.support.definitions.kept import definition_of
from alongside.support.definitions.parts import Definition
from alongside.support.measures.waits import Referred, Wait, Way, queues_of, referred
from alongside.support.measures.waits_statement import weeks_shown
from alongside.support.models import Concern, Contract, PathwayVersion, Placement
from alongside.support.states import VersionState

HALF_YEAR, FOLLOWED = 6, 3  # months: of a slice, and how long its waits are followed after its end
QUARTER, SLICES = 3, 3
# Which places are taken is known of today only.
STILL_AS_IT_WAS = timedelta(days=31)
OWN, OWN_LICENCE = "The partnership’s own case system (Alongside)", "Open Government Licence v3.0"
ENDS = {
    Way.ON: "Seen: went on", Way.WAITS: "Still waiting", Way.BEFORE_HELP: "Closed before help",
    Way.TAKEN_BACK: "Taken back, or not needed",
}  # fmt: skip
TOLD, LATE, SILENT = "Told in time", "Told late", "Not told"


def published(as_at: date, today: date) -> Iterator[Counted]:
    """All that support counts for a scoreboard as it stood at the beginning of that day."""
    yield from waits(as_at)
    yield from feedback(as_at)
    if today - as_at <= STILL_AS_IT_WAS:
        yield from places(today)


def waits(as_at: date) -> Iterator[Counted]:
    """One measure for each pathway on which somebody waits; each of its queues is a clock of its own."""
    versions = PathwayVersion.objects.select_related("pathway").filter(state=VersionState.PUBLISHED)
    for version in versions.order_by("pathway__code"):
        definition = definition_of(version)
        if queues_of(definition) and not definition.handover and (told := _waits(definition, as_at)):
            yield told


def _waits(definition: Definition, as_at: date) -> Counted | None:
    queues = dict(queues_of(definition))
    name = definition.name
    periods = slices_before(add_months(as_at, -FOLLOWED), months=HALF_YEAR, number=SLICES)
    slices = _since_first(tuple(_waits_slice(definition.code, queues, *one) for one in periods))
    if not slices:
        return None
    return Counted(
        Said(
            f"waits-{definition.code}", 1, Domain.TREAT, f"Waits: {name}",
            "Children whose wait in a queue began in the half-year, by how it stood three months after its end. Each "
            "queue is a clock of its own. Those who still wait are counted; so is closing before help.",
            "waits", "The borough", OWN, OWN_LICENCE,
            "Median by Kaplan and Meier, with its 95% interval; shown where twice the threshold waited. Counts rounded "
            "to 5.",
            "The half-years before", is_process=True,
        ),
        {"Queue": tuple(queues.values()), "How it stood": tuple(ENDS.values())},
        slices, base=5,
    )  # fmt: skip


def _since_first(slices: tuple[Slice, ...]) -> tuple[Slice, ...]:
    """From the first slice in which anything is counted: before, the system was not in use, and a zero would lie."""
    used = [number for number, one in enumerate(slices) if any(one.counts.values())]
    return slices[used[0] :] if used else ()


def _waits_slice(pathway: str, queues: Mapping[str, str], first: date, until: date) -> Slice:
    end = _begins(add_months(until, FOLLOWED))
    began = _began(referred(pathway, end), first, until)
    counts: Counter[Key] = Counter((queues[one.queue], ENDS[one.way]) for one in began if one.queue in queues)
    found = {label: _weeks([one for one in began if one.queue == code], end) for code, label in queues.items()}
    return Slice(first, until, counts, waits={label: one for label, one in found.items() if one})


def _began(told: Sequence[Referred], first: date, until: date) -> list[Wait]:
    return [wait for one in told for wait in one.waits if _begins(first) <= wait.began < _begins(until)]


def _weeks(waits: Sequence[Wait], end: datetime) -> Weeks | None:
    """The median as the statement of waits would show it: nothing where it would be the day of one of a few."""
    lengths = [((one.ended or end) - one.began).total_seconds() / (7 * 86_400) for one in waits]
    told = weeks_shown(lengths, [one.ended is not None for one in waits])
    return Weeks(told["weeks"], told["low"], told["high"], told["over"] or 0) if told else None


def feedback(as_at: date) -> Iterator[Counted]:
    """Whether referrers were told what came of their concern."""
    periods = slices_before(as_at, months=QUARTER, number=SLICES)
    slices = _since_first(tuple(_feedback_slice(*one) for one in periods))
    if not slices:
        return
    yield Counted(
        Said(
            "feedback", 1, Domain.SUPPORT, "Referrers who were told what came of it",
            "Concerns for which an answer to the referrer fell due in the quarter: told by the due time, told later, or "
            "not told by the end of the quarter.",
            "concerns", "The borough", OWN, OWN_LICENCE,
            "Share with exact 95% interval (Clopper and Pearson), from counts rounded to 5.",
            "The quarters before", is_process=True,
        ),
        {"Answer": (TOLD, LATE, SILENT)}, slices, base=5, share=("Answer", TOLD),
    )  # fmt: skip


def _feedback_slice(first: date, until: date) -> Slice:
    end = _begins(until)
    due = Concern.objects.filter(feedback_due_at__gte=_begins(first), feedback_due_at__lt=end)
    counts: Counter[Key] = Counter()
    first_told: dict[object, datetime] = {}
    rows = due.filter(feedback__at__lt=end).order_by("-feedback__at")
    first_told.update(rows.values_list("pk", "feedback__at"))
    for pk, due_at in due.values_list("pk", "feedback_due_at"):
        told = first_told.get(pk)
        counts[(SILENT if told is None else TOLD if due_at and told <= due_at else LATE,)] += 1
    return Slice(first, until, counts)


def places(today: date) -> Iterator[Counted]:
    """Places with providers today, and how many of them are taken."""
    rows = list(Contract.objects.filter(provider__is_active=True).select_related("provider", "pathway"))
    terms = terms_in_use(rows)
    running = [one for one in rows if terms[one.pk].starts_on <= today <= terms[one.pk].ends_on]
    if not running:
        return
    end = _begins(today + timedelta(days=1))
    held = Placement.objects.filter(contract__in=running, place_since__lt=end)
    taken = Counter(held.values_list("contract_id", flat=True))
    counts: Counter[Key] = Counter()
    for one in running:
        used = min(taken[one.pk], terms[one.pk].capacity)
        counts[one.provider.name, "Taken"] += used
        counts[one.provider.name, "Free"] += terms[one.pk].capacity - used
    names = tuple(dict.fromkeys(one.provider.name for one in running))
    yield Counted(
        Said(
            "places-with-providers", 1, Domain.SUPPORT, "Places with providers",
            "Places that contracts hold at once, on the day on which the scoreboard was drawn, and how many of them "
            "somebody has.",
            "places", "The borough", OWN, OWN_LICENCE, "Counts rounded to 5.",
            "None: a provider’s places are set by its contract", is_process=True,
        ),
        {"Provider": names, "Place": ("Taken", "Free")}, (Slice(today, today + timedelta(days=1), counts),), base=5,
    )  # fmt: skip


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=LONDON)
