"""Families that everybody meets in the demo, told apart from those that are drawn: each shows one difficulty."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from alongside.common.periods import birthday_in
from alongside.demo import cast
from alongside.demo.families import FEMALE, MALE, Families, Household, Invented
from alongside.demo.names import Name, Tradition, traditions
from alongside.demo.records import Held, Records
from alongside.people.drafts import NameDraft
from alongside.people.states import NameKind

NOT_OF_THE_NAME = ("wrong digit in the NHS number", "earlier address")


@dataclass(frozen=True)
class Known:
    """The children of the lead stories, by short name, with their homes and the records that agencies hold."""

    children: dict[str, Invented]
    households: tuple[Household, ...]
    records: tuple[Held, ...]


@dataclass
class Meeting:
    """Draws the known families first, so that they are the same at every size."""

    families: Families
    records: Records
    lead_school: str
    second_school: str
    unsigned_school: str

    def everybody(self) -> Known:
        children = {
            "amina": self._child("Arabic", Name("Amina", ("Ameena",), ("Mina",), "أمينة"),
                                 Name("Okafor-Lindqvist", ("Okafor", "Lindqvist")), FEMALE, 14, self.lead_school),
            "hasan": self._child("Turkish", Name("Hasan", ("Hassan",)), Name("Karadenizli", ("Karadenisli",)), MALE, 13,
                                 self.lead_school),
            "milena": self._child("Polish", Name("Milena", ("Mileena",)), Name("Brzozarska", ("Brzosarska",)), FEMALE,
                                  9, ""),
            "teodor": self._child("English", Name("Theodore", ("Theodor",), ("Theo",)), Name("Ashgrove"), MALE, 12,
                                  self.second_school),
            "fadumo": self._child("Somali", Name("Fadumo", ("Faduma", "Fatuma")), Name("Warfane", ("Warfaane",)),
                                  FEMALE, 15, self.lead_school),
            "temitope": self._child("Yoruba", Name("Temitope", ("Temitọpẹ",), ("Temi", "Tope")),
                                    Name("Adéshíná", ("Adeshina", "Adesina")), FEMALE, 11, self.second_school),
            "julian": self._child("English", Name("Julian", ("Jullian",), ("Jules",)), Name("Wetherby"), MALE, 15,
                                  self.unsigned_school),
        }  # fmt: skip
        children["husnu"] = self._twin(children["hasan"])
        children["stranger"] = self._stranger(children["fadumo"])
        homes = tuple(self._homes(children))
        return Known(children, homes, tuple(self._records(children, homes)))

    def _child(
        self, label: str, given: Name, family: Name, sex: str, age: int, school: str
    ) -> Invented:  # fmt: skip
        drawn = self.families.child(_tradition(label), family, self.families.home(), age, sex=sex)
        return replace(drawn, given=given, family=family, second="", school=school or drawn.school)

    def _twin(self, one: Invented) -> Invented:
        twin = self.families.twin_of(one, _tradition("Turkish"), one.family)
        return replace(twin, given=Name("Hüsnü", ("Husnu", "Husni")), family=one.family, sex=MALE, second="")

    def _stranger(self, one: Invented) -> Invented:
        """The same name, another child: born in another year, of other parents, at another school."""
        other = self.families.child(_tradition("Somali"), one.family, self.families.home(), 16, sex=one.sex)
        born = birthday_in(one.born, one.born.year - 1)
        return replace(other, given=one.given, family=one.family, born=born, second="", school=self.second_school)

    def _homes(self, children: dict[str, Invented]) -> Iterator[Household]:
        """Milena's mother took her husband's name and gave it up again; the twins live together."""
        drawn = self.families.household()
        mother = replace(
            drawn.adults[0], given=Name("Kalina"), family=Name("Brzozarska"), former=Name("Wronecka"), sex=FEMALE,
            home=children["milena"].home,
        )  # fmt: skip
        yield drawn
        yield Household((mother,), (children["milena"],))
        yield Household((), (children["hasan"], children["husnu"]))
        for name in ("amina", "teodor", "fadumo", "temitope", "julian", "stranger"):
            yield Household((), (children[name],))

    def _records(self, children: dict[str, Invented], homes: Sequence[Household]) -> Iterator[Held]:
        amina, milena = children["amina"], children["milena"]
        yield self._spelt(amina, self.lead_school, "Amina", "Okafor-Lindqvist")
        yield self._spelt(amina, cast.POLICE, "Ameena", "Okafor", changes=("another spelling", "half a double name"))
        yield self._spelt(amina, cast.CAMHS, "Amina", "Lindqvist", changes=("half a double name",))
        yield self._spelt(amina, cast.HOUSING, "Okafor", "Amina", changes=("names swapped", "half a double name"))
        yield self._spelt(
            amina, cast.HOSPITAL, "Amina", "Okafor Lindqvist", changes=("another spelling of the family name",),
            other=("أمينة", ""),
        )  # fmt: skip
        yield self._spelt(amina, cast.COUNCIL, "Mina", "Okafor", changes=("short form", "half a double name"))
        yield self.records.held(milena, cast.HOUSING, notes_kept=1)
        yield self.records.held(milena, cast.POLICE, notes_kept=1, protected=True)
        for one in homes[1].adults:
            yield self.records.held(one, cast.POLICE, protected=True)
            yield self.records.held(one, cast.HOSPITAL)
        for name in ("hasan", "husnu", "teodor", "fadumo", "stranger", "temitope", "julian", "milena"):
            yield self.records.held(children[name], children[name].school, notes_kept=1)
            yield self.records.held(children[name], cast.HOSPITAL)
        for name, holder in (("temitope", cast.CAMHS), ("fadumo", cast.POLICE), ("teodor", cast.COUNCIL)):
            yield self.records.held(children[name], holder, notes_kept=2)

    def _spelt(
        self, one: Invented, holder: str, given: str, family: str, *, changes: tuple[str, ...] = (),
        other: tuple[str, str] | None = None,
    ) -> Held:  # fmt: skip
        """A record with just this spelling; all else as drawn, and the true date of birth."""
        drawn = self.records.held(one, holder, notes_kept=2)
        names = (NameDraft(given, family), *((NameDraft(*other, NameKind.OTHER_SCRIPT),) if other else ()))
        as_sent = {**drawn.draft.as_sent, "forename": given, "surname": family, "born": str(one.born)}
        draft = replace(drawn.draft, names=names, date_of_birth=one.born, as_sent=as_sent)
        kept = tuple(change for change in drawn.changes if change in NOT_OF_THE_NAME)
        return replace(drawn, draft=draft, changes=(*changes, *kept))


def _tradition(label: str) -> Tradition:
    return next(one for one in traditions() if one.label == label)
