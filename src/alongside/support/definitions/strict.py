"""Answers that a system sends, held against their questions more strictly than what a page sends."""

from collections.abc import Mapping, Sequence

from alongside.partners.errors import Invalid
from alongside.support.definitions.answers import checked, is_asked
from alongside.support.definitions.parts import Question, QuestionKind

_TYPES: dict[QuestionKind, tuple[type, str]] = {
    QuestionKind.CHOICES: (list, "a list"), QuestionKind.YES_NO: (bool, "true or false"),
    QuestionKind.NUMBER: (int, "a whole number"),
}  # fmt: skip


def faults_in(questions: Sequence[Question], answers: Mapping[str, object]) -> list[Invalid]:
    """Everything in the answers that cannot stand, at most one fault a question."""
    known = {one.key: one for one in questions}
    unknown = [
        Invalid("This pathway has no such question. Look at the pathway's form.", key[:80])
        for key in answers
        if key not in known
    ]
    wrong = [
        Invalid(f"“{known[key].label}” must be {name}. Look at the pathway's form.", key)
        for key, answer in answers.items()
        if key in known and (name := _wrong_type(known[key], answer))
    ]
    if unknown or wrong:
        return unknown + wrong
    good, faults = checked(questions, answers)
    unasked = [
        Invalid("This is not asked after the other answers. Leave it out.", one.key)
        for one in questions
        if one.key in answers and not is_asked(one, good)
    ]
    return faults + unasked


def _wrong_type(question: Question, answer: object) -> str:
    """What it should be; empty when it is. To Python a truth is a number too: here it is not."""
    wanted, name = _TYPES.get(question.kind, (str, "text"))
    fits = isinstance(answer, wanted) and not (wanted is int and isinstance(answer, bool))
    return "" if fits else name
