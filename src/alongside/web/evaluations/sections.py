"""From a stored evaluation to what is read, on the page and on paper alike. Nothing is reckoned anew."""

from collections.abc import Iterator

from alongside.analysis.evaluation.answers import WORDS, chance, per_cent
from alongside.common.text import counted
from alongside.exchange.evaluation_pdf import Paper, Section
from alongside.places.evaluation_months import DECIMALS
from alongside.places.evaluation_states import EvaluationQuestion
from alongside.places.evaluation_told import ClaimTold, EvaluationDetail
from alongside.web.evaluations.wording import (
    MOST_AREAS,
    Told,
    areas_named,
    beside_words,
    change_words,
    days,
    events,
    in_months,
    left_out,
    limits,
    month_words,
    more,
    refusal,
    refused,
    sentence,
    signed,
    span_words,
)

MEANING = {letter: words[0].upper() + words[1:] for letter, words in WORDS.items()}
LIMIT_WORDS = {
    "outside limits": "outside the limits", "shift": "seven or more on one side of the middle",
    "trend": "seven or more rising or falling", "two of three": "two of three close to a limit",
}  # fmt: skip


def paper(detail: EvaluationDetail) -> Paper:
    """All of it, in the order in which it is read."""
    result = detail.run.result or {}
    verdict = result.get("verdict") or {}
    refusal = None
    if verdict.get("refused"):
        refusal = (sentence(in_months(verdict["because"])), sentence(in_months(verdict["what_would_help"])))
    elif not result:
        refusal = (detail.run.summary.refusal or "It is not worked through yet.", "The reason says what to do.")
    sections = (*_answer_sections(result), *_design_sections(detail), *_basis(detail)) if result else ()
    return Paper(
        title=detail.summary.name, question=detail.summary.question.label, answer=str(verdict.get("sentence", "")),
        refusal=refusal, sections=sections,
        made=f"Alongside {detail.run.library_version}, evaluation {detail.summary.id}.",
    )  # fmt: skip


def _answer_sections(result: Told) -> Iterator[Section]:
    found = result["found"]
    is_cause = result["question"] == EvaluationQuestion.CAUSE
    letter = result["verdict"].get("letter")
    if letter:
        yield Section(
            "words", "What the words mean",
            (f"({letter}) {MEANING[letter]}. The words follow from the numbers alone. Only (e) may speak of the "
             "operation, and then only of being consistent with it.",),
        )  # fmt: skip
    if "counts" in found:
        yield _count_card(result)
    if is_cause and "compare" in found:
        yield from _compared(result)
    if "chart" in found:
        yield _series(result)
    if is_cause and "compare" in found and not refused(found["compare"]):
        yield _regression(result)
    if "several" in found:
        yield _several(result)
    yield _power(result)


def _count_card(result: Told) -> Section:
    told, alone = result["found"]["counts"], result["found"]["counts_by_chance_alone"]
    before, after = (span_words(result, *result["windows"][key]) for key in ("before", "after"))
    if refused(told):
        return Section("counts", "The two counts", (refusal(told),))
    facts: tuple[tuple[str, str], ...] = (
        (f"Before ({before})", f"{told['before']:,} (95% {events(told['before_interval'])})"),
        (f"Afterwards ({after})", f"{told['after']:,} (95% {events(told['after_interval'])})"),
    )
    change = (
        ("Change", change_words(told)),
        ("By chance", f"{chance(told['p_value'])}, with counts that vary {told['dispersion']:.2f} times as much as chance "
         "alone, as they do here"),
        ("If chance alone were at work", f"E-test, {alone['form']} variance: 95% {limits(alone['interval'])}"),
    )  # fmt: skip
    words = (f"{result['outcome']}, {result['name']}: set beside {_set_beside(result)}.", *left_out(result))
    return Section("counts", "The two counts", words,
                   facts if refused(result["verdict"]) else facts + change)  # fmt: skip


def _set_beside(result: Told) -> str:
    windows = result["windows"]
    if windows["same_months"]:
        return "the same months a year earlier"
    held, asked = (until - first for first, until in (windows["before"], windows["after"]))
    return "as many months just before" if held == asked else f"{counted(held, 'month')} just before, all that are held"


def _compared(result: Told) -> Iterator[Section]:
    told = result["found"]["compare"]
    if refused(told):
        return
    facts = (
        ("Before", f"{told['before']:,} in {counted(told['periods_before'], 'month')}"),
        ("Afterwards", f"{told['after']:,} in {counted(told['periods_after'], 'month')}"),
        ("To be expected from elsewhere", f"{told['expected']:,.0f}"),
        ("Change against elsewhere", change_words(told)),
        (f"In {result['noun']}", f"{more(told['crimes'])} ({signed(told['crimes_interval'])})"),
        ("By chance", f"{chance(told['p_value'])}; areas here vary {told['dispersion']:.2f} times as much as chance alone"),
    )  # fmt: skip
    words = (f"Against {counted(len(result['areas']), 'area')} of {result['place']}, over the whole baseline.",)
    yield Section("compare", "Against other areas", words, facts)
    rows = sorted(zip(told["placebo_labels"], told["placebos"], strict=True), key=lambda row: row[1])
    names = [area["name"] for area in result["areas"]]
    digits = 2 if result["is_open"] else DECIMALS
    table = [(names[place], f"{value:+.{digits}f}".replace("-", "−")) for place, value in rows]
    own = f"{told['standardised']:+.{digits}f}".replace("-", "−")
    table.insert(told["placebo_rank"] - 1, (f"{result['name']} (the place)", own))
    ranked = [(str(rank), *row) for rank, row in enumerate(table, start=1)]
    cut = len(ranked) - MOST_AREAS
    yield Section(
        "placebo", "Every other area treated as if it were the place",
        (f"Rank {told['placebo_rank']} of {told['placebo_areas']}: the largest fall comes first. Nothing was done in the "
         "others. If the place lies among them, its fall is of the kind that happens by itself.",
         *((f"The table shows the {MOST_AREAS} largest falls; {cut} more areas are in the file.",) if cut > 0 else ())),
        caption="Change against all the others, in units of what chance alone makes (under 0: fell more)",
        columns=("Rank", "Area", "Change"),
        rows=tuple(ranked[:MOST_AREAS]),
    )  # fmt: skip
    yield _displacement(result, told)


def _displacement(result: Told, told: Told) -> Section:
    moved, heading = told["displacement"], "Did it move next door?"
    if moved is None:
        return Section(
            "displacement", heading, ("No area beside the place was looked at, so that nothing can be said.",)
        )
    if refused(moved):
        return Section("displacement", heading, (refusal(moved),))
    rows = (
        ("The place", more(moved["target_change"]), "as above"),
        (beside_words(result["beside"]), more(moved["estimate"]), signed(moved["interval"])),
        ("Both together", more(moved["net"]), signed(moved["net_interval"])),
    )
    words = (f"{sentence(moved['words'])} “No displacement” is never said: an interval can only leave it open.",)
    return Section(
        "displacement", heading, words,
        caption=f"{result['noun'].capitalize()} more or fewer than the comparison areas lead to expect",
        columns=("Where", "Change", "95% interval"), rows=rows,
    )  # fmt: skip


def _series(result: Told) -> Section:
    chart, words = result["found"]["chart"], []
    rows: list[tuple[str, ...]] = []
    columns = ("Month", "Counted")
    if refused(chart):
        words.append(refusal(chart))
    else:
        words.append(f"Middle {chart['centre']:.1f} a month from the {counted(result['start'], 'month')} before it began. "
                     f"{chart_words(result)}")  # fmt: skip
    step = result["found"].get("series")
    if step is not None:
        found = refusal(step, result["months"]) if refused(step) else step["sentence"]
        words.append(f"A step at the start, seasons and the other areas taken out: {found}")
    elif _is_cut(result):
        words.append("No step is reckoned with seasons taken out: that needs every month in turn, and one or more are "
                     "missing or left out.")  # fmt: skip
    if result["inputs"]:
        rows = [
            (month_words(month) + (" (after)" if place >= result["start"] else ""), f"{count:,}")
            for place, (month, count) in enumerate(zip(result["months"], result["inputs"]["target"], strict=True))
        ]
    else:
        words.append("The months are not shown: these records were never made anonymous, and a month can hold few.")
    return Section("series", "Month by month", tuple(words), caption=f"{result['outcome']}, {result['name']}",
                   columns=columns, rows=tuple(rows))  # fmt: skip


def _is_cut(result: Told) -> bool:
    """Whether months are missing inside, so that no series of every month could be reckoned."""
    inside = [month for month in result.get("mixed", ()) if result["months"][0] < month < result["months"][-1]]
    return result["question"] == EvaluationQuestion.CAUSE and bool(result["gaps"] or inside)


def chart_words(result: Told) -> str:
    """Which months stand out, by which rule."""
    chart = result["found"]["chart"]
    told = []
    for signal in chart["signals"]:
        first, last = signal["points"][0], signal["points"][-1]
        months = month_words(result["months"][first])
        months += "" if first == last else f" to {month_words(result['months'][last])}"
        told.append(f"{months}: {LIMIT_WORDS[signal['rule']]}")
    return f"More than noise: {'; '.join(told)}." if told else "No month stands out by more than noise."


def _regression(result: Told) -> Section:
    line = result["found"]["compare"]["regression"]
    words = ["A place that is chosen at its worst falls by itself. What each way of looking leads to expect:"]
    if "worst" in result["found"]:
        words.append(result["found"]["worst"]["sentence"])
    rows = (
        ("As in the last months (naive)", f"{line['naive']:,.0f}"),
        ("As over the whole baseline", f"{line['long_baseline']:,.0f}"),
        ("As over the baseline without its last months", f"{line['without_recent']:,.0f}"),
        ("Drawn towards the other areas (empirical Bayes)", f"{line['empirical_bayes']:,.0f}"),
        ("Counted", f"{line['after']:,.0f}"),
    )
    return Section("regression", "What would have happened by itself", tuple(words), caption="Expected with nothing done",
                   columns=("Way of looking", result["noun"].capitalize()), rows=rows)  # fmt: skip


def _several(result: Told) -> Section:
    told = result["found"]["several"]
    answered = [one for one in result["outcomes"] if not refused(result["found"][one["call"]])]
    rows = []
    for one, adjusted, kept in zip(answered, told["adjusted"], told["kept"], strict=True):
        compared = result["found"][one["call"]]
        rows.append(
            (one["name"], f"{one['before']:,}", f"{one['after']:,}", change_words(compared),
             "first, tested alone" if adjusted is None else f"{adjusted:.3f}", "yes" if kept else "no")
        )  # fmt: skip
    left = [f"{one['name']}: {refusal(result['found'][one['call']], result['months'])}" for one in result["outcomes"]
            if refused(result["found"][one["call"]])]  # fmt: skip
    return Section(
        "several", "Several outcomes", (told["sentence"], *left),
        caption="Counts over the whole baseline and since; p after correction for how many were looked at",
        columns=("Outcome", "Before", "Afterwards", "Change against elsewhere", "p, corrected", "Stands"), rows=tuple(rows),
    )  # fmt: skip


def _power(result: Told) -> Section:
    told = result["found"]["power"]
    if refused(told):
        return Section("power", "What could have been found", (refusal(told),))
    smallest = told["smallest_fall"]
    never = "None, however large" if refused(smallest) else per_cent(-smallest)
    needed = "More than can be had" if told["months_needed"] is None else f"{told['months_needed']:,.0f} months"
    facts = (
        ("Expected with nothing done", f"{told['expected']:,.0f} in {counted(round(told['months']), 'month')}"),
        ("Smallest fall found four times in five", never),
        (f"A true fall of {told['fall']:g}%", f"would be found {told['power']:.0%} of the time"),
        (f"Needed to find {told['fall']:g}% four times in five", needed),
    )
    words = ("Reckoned from the months before it began alone. What could not have been found cannot be missed.",)
    return Section("power", "What could have been found", words, facts)


def _design_sections(detail: EvaluationDetail) -> Iterator[Section]:
    heading = "What was locked before it started"
    if detail.locked_at is None:
        locks = "This evaluation was written down before the first month, so that it locks its own design."
        late = (
            "Nothing was locked before it started: the question was asked afterwards, when the counts could be known."
        )
        words = locks if detail.is_before_start else late
        yield Section("locked", heading, (words,))
        return
    rows = tuple((one.what, one.locked, one.used) for one in detail.departures)
    told = f"The design was locked on {detail.locked_at:%-d %B %Y}."
    words = f"{told} It was kept to." if not rows else f"{told} {counted(len(rows), 'part')} of it was changed later:"
    changes = tuple(f"Version {one.number}, {one.at:%-d %B %Y}: {one.reason}" for one in detail.protocol_changes)
    yield Section("locked", heading, (words, *changes), caption="Changed after it was locked" if rows else "",
                  columns=("Part", "As locked", "As used"), rows=rows)  # fmt: skip


def _basis(detail: EvaluationDetail) -> Iterator[Section]:
    run, result = detail.run, detail.run.result or {}
    yield Section("limits", "How far this goes", tuple(result["limits"]))
    yield Section(
        "basis", "What it rests on",
        facts=(
            ("Counted", f"{result['outcome']}: {result['noun']}"),
            ("Source", "\n".join((result["source"], *result["sources"]))),
            ("Place", f"{result['name']}, {result['place']}"),
            ("Beside it", ", ".join(result["beside"]) or "Nothing"),
            ("Comparison areas", areas_named(result["areas"])),
            ("Months", f"{month_words(result['months'][0])} to {month_words(result['months'][-1])}, "
             f"{result['start']} of them before"),
            *((("Months of both, left out", ", ".join(map(month_words, result["mixed"]))),) if result.get("mixed") else ()),
            ("Licence", "\n".join(run.licences)),
            ("Repeating it", f"Alongside {run.library_version}; SHA-256 of the counts {run.data_hash}; run "
             f"{run.summary.id}; nothing in it is random"),
        ),
    )  # fmt: skip


def claim_facts(told: ClaimTold) -> list[tuple[str, str]]:
    """A claim with all that belongs to it, line by line."""
    change = "None is stated"
    if told.percent is not None and told.interval is not None:
        change = f"{per_cent(told.percent)} (95% {limits(told.interval)})"
    beside = told.comparator
    if told.comparator_counts is not None:
        beside += f": {told.comparator_counts[0]:,} before, {told.comparator_counts[1]:,} afterwards"
    return [
        ("Before", f"{told.before:,}, {days(told.before_span)}"),
        ("Afterwards", f"{told.after:,}, {days(told.after_span)}"),
        ("Change", change),
        ("Counted", told.definition),
        ("Version of the definition", told.definition_version),
        ("Place", told.area),
        ("Compared with", beside),
        ("Source", told.source),
        ("Extract", told.extracted),
        ("Said in", told.used_in),
        ("Stated by", f"{told.stated_by}, {told.stated_at:%-d %B %Y}"),
    ]
