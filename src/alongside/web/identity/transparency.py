"""The Algorithmic Transparency Record of the matching, in the sections of the government's standard, as far as the
software knows the answer. What only the partnership can say is left to it, with what is asked for."""

from dataclasses import dataclass

from alongside.analysis.linkage.scoring import AUTOMATIC, REVIEW
from alongside.people.identity.questions import SECOND_SHARE
from alongside.people.quality.reading import ModelCard, StatementShown
from alongside.people.quality.stating import LARGEST_GAP
from alongside.web.identity.figures import estimate, on


@dataclass(frozen=True, slots=True)
class Line:
    """`ask`: what the partnership has to write here itself; `text` is empty then."""

    label: str
    text: str = ""
    ask: str = ""


Section = tuple[str, tuple[Line, ...]]


def record_of(card: ModelCard, newest: StatementShown | None) -> tuple[Section, ...]:
    return (
        ("Summary", _summary()),
        ("Owner and responsibility", _owner()),
        ("Description and rationale", _rationale()),
        ("Decision making", _deciding()),
        ("Technical specification", _technical(card, newest)),
        ("Development data", _development(card)),
        ("Operational data", _operational(card)),
        ("Risks, mitigations and impact assessments", _risks()),
    )


def _summary() -> tuple[Line, ...]:
    return (
        Line("Name", "Alongside: which records tell of one child"),
        Line("Description", "Compares the records that agencies send of children, joins those that surely tell of one "
             "child, and asks people about those that may. It says nothing of a child but which records are hers."),
        Line("Website and contact", ask="Where the public can read more, and an address that is answered"),
    )  # fmt: skip


def _owner() -> tuple[Line, ...]:
    return (
        Line("Organisation and team", ask="The controller or joint controllers, and who runs the system"),
        Line("Senior responsible owner", ask="A role, not a name"),
        Line("Supplier", "None: open source. The model is trained by the software itself; no data leaves the system."),
        Line("Terms of access to data for a supplier", ask="If somebody hosts or maintains it for you, their terms"),
    )


def _rationale() -> tuple[Line, ...]:
    return (
        Line("Scope", "Records of children and those around them, of agencies that signed a sharing agreement. It is not "
             "made for anything against a person, and no person has a score."),
        Line("Benefit", ask="What the partnership expects of it, and how it will know"),
        Line("How it was done before", ask="How agencies found out that they knew the same child"),
        Line("Alternatives considered", ask="For example: exact numbers only, or asking by telephone"),
    )  # fmt: skip


def _deciding() -> tuple[Line, ...]:
    return (
        Line("What it decides by itself", "That two records are joined, when they agree so much that the model gives one "
             f"child a probability of at least {AUTOMATIC} and no rule speaks against it. Every join can be undone by a "
             "person, and is then never made again."),
        Line("What people decide", f"Every pair from {REVIEW} up to {AUTOMATIC}, and every pair against which a rule speaks: two "
             f"different valid numbers, clearly different first names, possible twins. One pair in {SECOND_SHARE}, and any pair "
             "with a record that could be used against somebody, needs two people who do not see each other's answer."),
        Line("What people are shown", "Both records field by field; the weight only after they have answered."),
        Line("Frequency and scale", ask="How many records a month, and how many are looked at by people: see the statement"),
        Line("Required training", ask="What reviewers learn before they answer, and how often it is repeated"),
        Line("Appeals and review", ask="How a family can have a wrong link put right. In the software: a split or an undo, "
             "with a reason; whoever had read the records is told"),
    )  # fmt: skip


def _technical(card: ModelCard, newest: StatementShown | None) -> tuple[Line, ...]:
    numbers = ", ".join(name for name, used in card.numbers if used) or "none"
    return (
        Line("Method", "Probabilistic linkage (Fellegi and Sunter), trained without labels by expectation maximisation "
             "with Splink; groups are formed strongest link first, and never against a rule or a person."),
        Line("Model", f"{card.version}, in use since {card.since:%-d %B %Y}. Digest {card.digest[:16]}…"),
        Line("Input", f"Compared: {', '.join(name for name, _ in card.comparisons)}. Numbers used: {numbers}."),
        Line("Output", "For a pair of records: joined, asked of a person, or left apart; with the weight of each field."),
        Line("Performance", _performance(newest)),
    )  # fmt: skip


def _performance(newest: StatementShown | None) -> str:
    told = newest.body.get("overall") if newest else None
    if newest is None or told is None:
        return "Not measured yet: no sample has been judged."
    precision, pairs = estimate(told["precision"])
    recall, others = estimate(told["recall"])
    return (
        f"Precision {precision}, from {pairs.lower()} judged pairs; recall {recall}, from {others.lower()}. Sample of "
        f"{on(newest.body['sample']['drawn_on'])}, model {newest.body['sample']['model']}."
    )


def _development(card: ModelCard) -> tuple[Line, ...]:
    records = card.made.get("records")
    described = f"{records:,} records" if isinstance(records, int) else "Not said in the model's file"
    return (
        Line("Data it was trained on", f"{described}. No labels were used."),
        Line("Whose data that was", ask="If you trained it on your own records: whose, from when, under which agreement. "
             "The model that comes with the software was trained on invented people only"),
        Line("Sensitive attributes", "None is compared. Sex is compared. Groups for monitoring are kept apart and read only "
             "to measure."),
    )  # fmt: skip


def _operational(card: ModelCard) -> tuple[Line, ...]:
    return (
        Line("Data sources", ask="The agencies that send records, and the agreements under which they do"),
        Line("Processing", "Each record is kept as it was sent. A second form of it, in plain letters, is compared; no "
             "protected address is in that form. How often a name occurs is kept with a floor, so that no rare name "
             f"stands in the model. Candidates are found in {card.candidates} ways."),
        Line("Access and storage", "Who may see which record is decided by agreement, purpose and role, and logged. Every "
             "weighed pair is kept unchanged, so that a decision can be worked out again."),
    )  # fmt: skip


def _risks() -> tuple[Line, ...]:
    return (
        Line("A false link", "Puts one child's history on another. Held off by rules on numbers, first names and twins; "
             "measured as precision; undone by a split, with everybody told who had read it."),
        Line("A missed link", "Hides a risk. Measured as recall, also among pairs that were never joined."),
        Line("Groups fare differently", "Names of some origins are written in more ways. Measured by group where the "
             f"partnership supplies groups, with an alarm when the gap is more than {100 * LARGEST_GAP:g} percentage points."),
        Line("Reviewers err or tire", "Known pairs are mixed in and the share of agreement is stated."),
        Line("Impact assessments", ask="Your data protection and equality impact assessments, with their dates"),
    )  # fmt: skip
