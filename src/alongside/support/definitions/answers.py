"""Answers to the questions of a pathway: made safe, checked, shown in words, held against a threshold."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from alongside.common.text import TextError, clean_line, clean_text
from alongside.partners.errors import Invalid
from alongside.support.definitions.parts import Condition, Question, QuestionKind, Threshold

Answers = dict[str, object]
LONGEST_LINE, LONGEST_TEXT = 300, 20_000
_TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
_YES_NO = {"yes": True, "no": False}


def checked(questions: Sequence[Question], given: Mapping[str, object]) -> tuple[Answers, list[Invalid]]:
    """The answers that can stand, and everything that cannot, at most one fault a question.

    An answer to a question that is not asked after the answers before it is dropped.
    """
    good: Answers = {}
    faults: list[Invalid] = []
    for question in questions:
        if not is_asked(question, good):
            continue
        try:
            answer = _answer(question, given.get(question.key))
        except (TextError, Invalid) as error:
            faults.append(Invalid(str(error), question.key))
            continue
        if answer is not None:
            good[question.key] = answer
        elif question.required:
            faults.append(Invalid(f"{_asking(question)}: “{question.label}”.", question.key))
    return good, faults


def is_asked(question: Question, answers: Mapping[str, object]) -> bool:
    if not question.only_if:
        return True
    key, _, code = question.only_if.partition("=")
    answer = answers.get(key)
    if isinstance(answer, bool):
        return answer is _YES_NO.get(code)
    return code in answer if isinstance(answer, list) else answer == code


def _asking(question: Question) -> str:
    chosen = question.kind in (QuestionKind.CHOICE, QuestionKind.CHOICES, QuestionKind.YES_NO)
    return "Choose an answer" if chosen else "Enter an answer"


def _answer(question: Question, given: object) -> object:
    if given is None or given == "" or given == []:
        return None
    return _READERS[question.kind](question, given)


def _line(question: Question, given: object) -> object:
    return clean_line(str(given), LONGEST_LINE, f"“{question.label}”") or None


def _text(question: Question, given: object) -> object:
    return clean_text(str(given), LONGEST_TEXT, f"“{question.label}”") or None


def _choice(question: Question, given: object) -> object:
    if given not in {option.code for option in question.options}:
        raise Invalid(f"Choose one of the answers to “{question.label}”.", question.key)
    return given


def _choices(question: Question, given: object) -> object:
    several = given if isinstance(given, list | tuple) else [given]
    return [_choice(question, one) for one in dict.fromkeys(several)]


def _yes_no(question: Question, given: object) -> object:
    if isinstance(given, bool):
        return given
    if str(given).strip().casefold() not in _YES_NO:
        raise Invalid(f"Answer “{question.label}” with yes or no.", question.key)
    return _YES_NO[str(given).strip().casefold()]


def _date(question: Question, given: object) -> object:
    try:
        return (given if isinstance(given, date) else date.fromisoformat(str(given).strip())).isoformat()
    except ValueError:
        raise Invalid(f"“{question.label}” must be a real date, such as 27 3 2026.", question.key) from None


def _time(question: Question, given: object) -> object:
    found = _TIME.fullmatch(str(given).strip())
    if found is None:
        raise Invalid(f"“{question.label}” must be a time of day, such as 08:30.", question.key)
    return f"{int(found[1]):02}:{found[2]}"


def _number(question: Question, given: object) -> object:
    text = str(given).strip()
    least, most = question.least, question.most
    if not re.fullmatch(r"-?\d{1,9}", text, re.ASCII):
        raise Invalid(f"“{question.label}” must be a whole number.", question.key)
    number = int(text)
    if (least is not None and number < least) or (most is not None and number > most):
        bounds = (
            f"from {least} to {most}"
            if None not in (least, most)
            else f"{least} or more"
            if most is None
            else f"up to {most}"
        )
        raise Invalid(f"“{question.label}” must be {bounds}.", question.key)
    return number


_READERS = {
    QuestionKind.LINE: _line, QuestionKind.TEXT: _text, QuestionKind.CHOICE: _choice, QuestionKind.CHOICES: _choices,
    QuestionKind.YES_NO: _yes_no, QuestionKind.DATE: _date, QuestionKind.TIME: _time, QuestionKind.NUMBER: _number,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class AnswerShown:
    """An answer in words; `group` is the field group to which it belongs."""

    key: str
    label: str
    words: str
    group: str
    is_text: bool


def shown(
    questions: Iterable[Question], answers: Mapping[str, object], groups: Iterable[str]
) -> tuple[AnswerShown, ...]:
    """The answers of these field groups, in the order of the questions; of the others not even that there is one."""
    seen = set(groups)
    return tuple(
        AnswerShown(one.key, one.label, in_words(one, answers[one.key]), one.group, one.kind is QuestionKind.TEXT)
        for one in questions
        if one.key in answers and one.group in seen
    )


def in_words(question: Question, answer: object) -> str:
    labels = {option.code: option.label for option in question.options}
    if isinstance(answer, bool):
        return "Yes" if answer else "No"
    if isinstance(answer, list):
        return "; ".join(labels.get(one, str(one)) for one in answer)
    if question.kind is QuestionKind.DATE:
        day = date.fromisoformat(str(answer))
        return f"{day.day} {day:%B %Y}"
    return labels.get(str(answer), str(answer))


def met(threshold: Threshold, answers: Mapping[str, object]) -> str:
    """Which conditions of a threshold are met, in words; empty when none is. It routes, and never blocks."""
    return "; ".join(one.says for one in threshold.conditions if _holds(one, answers.get(one.question)))


def _holds(condition: Condition, answer: object) -> bool:
    if condition.at_least is not None:
        return isinstance(answer, int) and not isinstance(answer, bool) and answer >= condition.at_least
    told = answer if isinstance(answer, list) else [answer]
    words = {("yes" if one else "no") if isinstance(one, bool) else one for one in told}
    return bool(words & set(condition.any_of))
