"""What was done to each record, kept for the truth and never written into the record."""

import numpy as np

from alongside.demo.young_people.draws import Flags, Ints
from alongside.demo.young_people.name_lists import Texts


class Marks:
    """One bit for each thing that may be done to a record."""

    def __init__(self, records: int) -> None:
        self.bits: Ints = np.zeros(records, dtype=np.int64)
        self.names: list[str] = []

    def note(self, what: str, happened: Flags) -> None:
        self.bits |= happened.astype(np.int64) << len(self.names)
        self.names.append(what)

    def texts(self) -> Texts:
        """The things done to each record, with a space between; empty where nothing was."""
        wanted, where = np.unique(self.bits, return_inverse=True)
        made = [" ".join(name for at, name in enumerate(self.names) if one >> at & 1) for one in wanted.tolist()]
        return np.array(made, dtype=object)[where] if made else np.array([], dtype=object)
