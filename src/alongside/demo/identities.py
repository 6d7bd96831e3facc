"""Who is one child: reviewers answer the pairs that wait, two girls of one name are joined by mistake and taken apart
again, and the matching is measured. What people say follows the truth, but for that one mistake."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alongside.demo.families import Invented
from alongside.demo.known import Known
from alongside.demo.life import Story, World
from alongside.demo.names import traditions
from alongside.demo.partnership import BUILDER
from alongside.partners.errors import Stale
from alongside.people import actions, queries
from alongside.people.identity.seeing import both_within
from alongside.people.models import PairReview, SampledPair, SourceRecord
from alongside.people.quality import groups, judging, stating
from alongside.people.quality.groups import GroupRow
from alongside.people.states import ReviewState, Verdict

WEEKS = 8
SAMPLE = 260
SITTING = 14  # pairs that somebody answers with care in one go
REVIEWERS = ("tomasz", "jo")
# Left for whoever opens the demo: twins, and two girls of one name.
FOR_THE_VISITOR = ("hasan", "husnu", "fadumo", "stranger")

ALIKE = (
    "The school confirms the second spelling; the mother uses both.",
    "Same address in both years, and the nurse knows him under the short form.",
    "The number has one digit wrong; birthday, home and school agree.",
    "Day and month changed places. Everything else agrees.",
)
UNLIKE = (
    "Brothers: same home, two birthdays, and the school has both.",
    "The same name in two families; different streets, different doctors.",
    "Cousins. The grandmother’s telephone is on both records.",
    "Two first names that one family gave to two children.",
)

# Broad, so that a small sample can say something of each. For monitoring alone.
GROUPS = {
    "Names of Western Europe": ("English", "Irish", "Caribbean", "Portuguese"),
    "Names of Eastern Europe": ("Polish", "Romanian"),
    "Names of Africa": ("Somali", "Yoruba", "Akan"),
    "Names of Asia and the Middle East": ("Arabic", "Bengali", "Turkish", "Tamil"),
}


@dataclass(frozen=True)
class Identities:
    """The stories about who is one child, among the known families and everybody else."""

    world: World
    known: Known

    def stories(self) -> Iterator[Story]:
        yield self.reviewing()
        yield self.two_of_one_name()
        yield self.measuring()

    def reviewing(self) -> Story:
        """Every week both go through what waits. What came in the last days is still there."""
        yield (began := self.world.moments.on(7 * WEEKS + 1, 8))
        self._begin(began)
        for back in range(7 * WEEKS, 6, -7):
            for hour, username in enumerate(REVIEWERS, start=14):
                at = self.world.moments.on_open_day(back, hour)
                yield at
                self._answer_all(username, at)

    def _begin(self, began: datetime) -> None:
        """Records are older than the partnership's reviewing; the pairs for the visitor came up this week."""
        PairReview.objects.filter(opened_at__lt=began).update(opened_at=began)
        for review in PairReview.objects.filter(state=ReviewState.OPEN):
            if self._for_the_visitor(review.one_id) or self._for_the_visitor(review.other_id):
                review.opened_at = self.world.moments.on(3, 7, 40)
                review.save(update_fields=["opened_at"])

    def _answer_all(self, username: str, at: datetime) -> None:
        """What the queue holds when they sit down, one after the other; an answer may settle a later question too."""
        for review_id in self._sitting(username, at):
            if PairReview.objects.filter(pk=review_id).exclude(state=ReviewState.MOOT).exists():
                self._answer(username, review_id, at)

    def _sitting(self, username: str, at: datetime) -> list[int]:
        """The first pairs of the queue. Records were kept before the stories began, also those of later days: they
        are not there yet."""
        found: list[int] = []
        page = 1
        while len(found) < SITTING:
            rows = queries.review_queue(self.world.viewer(username, at), page=page).rows
            if not rows:
                break
            found += [row.review_id for row in rows if row.waits_since <= at]
            page += 1
        return found[:SITTING]

    def _answer(self, username: str, review_id: int, at: datetime) -> None:
        viewer = self.world.viewer(username, at)
        shown = queries.review_pair(viewer, review_id)
        ends = (shown.left.record_id, shown.right.record_id)
        if shown.has_answered or any(self._for_the_visitor(end) for end in ends):
            return
        same = self._true_person(ends[0]) == self._true_person(ends[1])
        words = (ALIKE if same else UNLIKE)[review_id % 4]
        verdict = Verdict.SAME if same else Verdict.DIFFERENT
        if review_id % 17 == 0:
            verdict, words = Verdict.CANNOT_SAY, "Too little in either record. I have asked the hospital to look."
        # Somebody said otherwise before, or a colleague was quicker: she leaves it to them.
        with suppress(Stale):
            actions.answer_review(review_id=review_id, verdict=verdict, reason=words, by=viewer, at=at)

    def _true_person(self, record_id: int) -> str:
        return self.world.truth.records.get(record_id, f"unknown {record_id}")

    def _for_the_visitor(self, record_id: int) -> bool:
        keys = {self.known.children[name].key for name in FOR_THE_VISITOR}
        return self._true_person(record_id) in keys

    def two_of_one_name(self) -> Story:
        """Jo joins them, Tomasz and she read them as one, Marian sees that they are two: both are told."""
        one, other = (self._records_of(self.known.children[name]) for name in ("fadumo", "stranger"))
        moments = self.world.moments
        yield (at := moments.worked(20, 11, 10))
        self._join(other[0], one[0], at)
        for username, at in (("jo", moments.worked(19, 9, 30)), ("tomasz", moments.worked(12, 9, 40))):
            yield at
            queries.identity_history(self.world.viewer(username, at), self._person_of(one[0]))
        yield (at := moments.worked(2, 15, 50))
        marian = self.world.viewer("marian", at)
        history = queries.identity_history(marian, self._person_of(one[0]))
        actions.split_person(
            person=history.person_id,
            records=[row.record_id for row in history.records if row.record_id in other],
            reason="Two girls of one name: born a year apart, and two schools had them in class on the same morning.",
            by=marian, at=at, undo_earlier=True,
        )  # fmt: skip

    def _records_of(self, person: Invented) -> list[int]:
        return sorted(record for record, key in self.world.truth.records.items() if key == person.key)

    def _person_of(self, record_id: int) -> UUID:
        return SourceRecord.objects.values_list("person_id", flat=True).get(pk=record_id)

    def _join(self, record_id: int, to_record: int, at: datetime) -> None:
        actions.join(
            record_id=record_id, to_person=self._person_of(to_record), may_find=[record_id],
            reason="The same name, and the hospital says that it knows one girl of that name.",
            by=self.world.viewer("jo", at), at=at,
        )  # fmt: skip

    def measuring(self) -> Story:
        """Groups supplied, a sample drawn and judged, everything held against the batch, a statement made."""
        moments = self.world.moments
        yield (at := moments.on_open_day(24, 10))
        groups.supply_groups(rows=list(self._groups()), by=self.world.viewer("ines", at), at=at)
        yield (at := moments.on(23, 3))
        judging.draw_quality_sample(size=SAMPLE, by=BUILDER, at=at)
        for back, username, many in ((15, "tomasz", SAMPLE // 2), (14, "jo", SAMPLE)):
            yield (at := moments.worked(back, 9, 15))
            self._judge(username, many, at)
        yield (at := moments.on(3, 3))
        actions.compare_with_batch(by=BUILDER, at=at)
        yield (at := moments.on(1, 6))
        stating.make_statement(by=BUILDER, at=at)

    def _groups(self) -> Iterator[GroupRow]:
        label_of = {name: label for label, names in GROUPS.items() for name in names}
        told = {
            given.usual: label_of[tradition.label]
            for tradition in traditions()
            for given in (*tradition.girls, *tradition.boys)
        }
        people = self.world.truth.people
        rows = SourceRecord.objects.filter(pk__in=self.world.truth.records).exclude(agency_ref="")
        for record, agency, reference in rows.order_by("pk").values_list("pk", "holder__code", "agency_ref"):
            person = people.get(self.world.truth.records[record])
            if person is not None and person.given.usual in told:
                yield GroupRow(agency, reference, told[person.given.usual])

    def _judge(self, username: str, many: int, at: datetime) -> None:
        viewer = self.world.viewer(username, at)
        for pair in SampledPair.objects.filter(both_within(viewer), verdict="").order_by("pk")[:many]:
            same = self._true_person(pair.one_id) == self._true_person(pair.other_id)
            verdict = Verdict.SAME if same else Verdict.DIFFERENT
            judging.judge_pair(pair_id=pair.pk, verdict=verdict, by=viewer, at=at)
