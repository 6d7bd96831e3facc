"""What may go wrong with an encoded question, worded for whoever meets it."""


class QuestionError(Exception):
    """The file is no encoded question, or the row is none that can be encoded."""


class KeyFileError(Exception):
    """A key or secret cannot be used; says which file and what to do."""


class LibraryMissing(Exception):
    """The encoding library is not in this Python: it has an environment of its own."""


class OtherVersion(Exception):
    """The question was encoded by a program whose codes mean something else."""


class AnsweredBefore(Exception):
    """The matcher answers a question once, and only on about the day on which it was encoded."""


class Unopened(Exception):
    """A sealed part does not open: another key, another question, or it was changed."""


class NotAnswered(Exception):
    """The question was not put, or not answered; says why and what to do."""
