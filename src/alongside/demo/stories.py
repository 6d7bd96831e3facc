"""The story of one concern: raised, taken, asked about, rated, decided, looked at again, told and read."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from alongside.demo import cast
from alongside.demo.courses import Course, Step
from alongside.demo.life import Story, World
from alongside.demo.moments import last_open_day
from alongside.demo.plan_stories import plan_story
from alongside.demo.records import Records
from alongside.demo.wording import slots
from alongside.partners.actions import restrict
from alongside.partners.models import Member
from alongside.partners.roles import Role
from alongside.partners.states import AgencyKind
from alongside.people import queries as people
from alongside.people.drafts import RecordDraft
from alongside.people.matching import Terms
from alongside.people.models import RoleInEvent
from alongside.support.actions import asking, feedback, raising, triage
from alongside.support.drafts import ConcernDetails, OtherPerson
from alongside.support.models import Concern
from alongside.support.queries import asking as asked
from alongside.support.queries import referring, triaging, working
from alongside.support.states import ConcernStatus, Consent, ReferrerRole

REFERRERS = {
    Role.SAFEGUARDING_LEAD: ReferrerRole.SAFEGUARDING_LEAD,
    Role.POLICE_SAFEGUARDING: ReferrerRole.POLICE,
    Role.CLINICIAN: ReferrerRole.HEALTH,
    Role.YOUTH_WORKER: ReferrerRole.YOUTH_WORKER,
}
PRACTITIONERS = {cast.HOSPITAL: ReferrerRole.HEALTH, cast.HOUSING: ReferrerRole.HOUSING}
ANSWERERS = {cast.POLICE: "dev", cast.CAMHS: "ruth", cast.HOSPITAL: "solveig", cast.YOUTH_JUSTICE: "mirembe"}
LINKED_AT_MOST = 4


@dataclass
class ConcernStory:
    """One concern on its course."""

    world: World
    course: Course
    records: Records
    friend: str
    adult: str
    street: str
    place: str

    def run(self) -> Story:
        course, when = self.course, self.course.paced(self.world.rng)
        yield course.raised
        self.reference = self._raise(course.raised).reference
        if course.restricted:
            yield (on := course.raised + timedelta(minutes=20))
            self._restrict(on)
        if course.reach < Step.TAKEN:
            return
        yield when[Step.TAKEN]
        self._take(when[Step.TAKEN])
        if course.reach < Step.RATED:
            return
        yield when[Step.RATED]
        self._rate(when[Step.RATED])
        yield from self._ask(when)
        if course.reach < Step.DECIDED:
            return
        yield from self._decide(when)
        if course.reach < Step.TOLD:
            return
        yield from self._tell(when)

    @cached_property
    def words(self) -> dict[str, str]:
        child = self.course.child
        more = {"friend": self.friend, "adult": self.adult, "street": self.street, "place": self.place}
        return dict(slots(child.given.usual, child.sex, **more))

    def said(self, text: str) -> str:
        return text.format_map(self.words)

    def _raise(self, at: datetime) -> Concern:
        child, by = self.course.child, self.world.viewer(self.course.teller, at)
        people.search(by, Terms(child.given.usual, child.family.usual, child.born))
        record_id = self.world.truth.record_of(child, by.agency_code)
        made = raising.raise_concern(
            details=self._details(at, by.agency_code), by=by, at=at, record_id=record_id
        )  # fmt: skip
        if record_id is None:
            self.world.truth.note(made.record_id, child, by.agency_code)
        roles = RoleInEvent.objects.filter(matter=made.reference).exclude(record_id=made.record_id)
        for other in roles.values_list("record_id", flat=True):
            self.world.truth.note_unknown(other)
        self.world.concerns.append(made.reference)
        return made

    def _details(self, at: datetime, agency: str) -> ConcernDetails:
        telling, said = self.course.telling, self.said
        member = self.world.member(self.course.teller)
        role = REFERRERS.get(Role(member.role)) or PRACTITIONERS.get(agency, ReferrerRole.OTHER)
        others = tuple(OtherPerson(said(name), part, said(note)) for name, part, note in telling.others)
        return ConcernDetails(
            child=self._child(agency), child_role=telling.role, referrer_role=role,
            happened_on=self._happened(at, member), fact=said(telling.fact), consent=telling.consent,
            consent_reason="" if telling.consent == Consent.GIVEN else said(telling.why_no_consent),
            opinion=said(telling.opinion), allegation=said(telling.allegation),
            allegation_by=said(telling.allegation_by), child_voice=said(telling.voice),
            child_voice_missing=said(telling.no_voice), happened_where=said(telling.where),
            call_back=member.agency.telephone, in_danger_now=telling.danger, others=others,
        )  # fmt: skip

    def _happened(self, at: datetime, member: Member) -> date:
        """The day before; at a school, the last day on which it was open."""
        day = (at - timedelta(hours=20)).date()
        return last_open_day(day) if member.agency.kind == AgencyKind.SCHOOL else day

    def _child(self, agency: str) -> RecordDraft:
        """As the referrer tells of the child, whom she knows: spelt her way, with the right date of birth."""
        draft = self.records.held(self.course.child, agency, notes_kept=0).draft
        return replace(draft, date_of_birth=self.course.child.born)

    def _restrict(self, at: datetime) -> None:
        manager = self.world.viewer("marian", at)
        person = Concern.objects.select_related("record").get(reference=self.reference).record.person_id
        reason = "A member of the front door is of the family"
        restrict(person_id=person, reason=reason, cleared=[manager.member_id], by=manager, at=at)

    def _take(self, at: datetime) -> None:
        """From the queue, with a look at the whole page; records of the same child are put together by hand."""
        by = self.world.viewer(self.course.worker, at)
        triaging.queue(by)
        triage.take(reference=self.reference, by=by, at=at)
        triaging.triage_page(by, self.reference)
        for _ in range(LINKED_AT_MOST):
            looked = working.looking(by, self.reference)
            same = [one for one in looked.found if self.world.truth.is_about(one.record_id, self.course.child)]
            if not same:
                break
            triage.confirm_same_child(
                reference=self.reference, record_id=same[0].record_id, terms=looked.terms,
                reason="Same date of birth, and the school confirms the address", by=by, at=at,
            )  # fmt: skip
        if self.course.paused:
            triage.pause(reference=self.reference, reason=self.said(self.course.paused), by=by, at=at)

    def _ask(self, when: dict[Step, datetime]) -> Story:
        course, question = self.course, self.course.telling.asked
        if question is None or course.reach < Step.ASKED:
            return
        at = when[Step.ASKED]
        yield at
        request = asking.ask(
            reference=self.reference, agency_code=question.agency, groups=question.groups,
            question=self.said(question.question), by=self.world.viewer(course.worker, at), at=at,
        )  # fmt: skip
        if course.reach < Step.ANSWERED:
            return
        at = when[Step.ANSWERED]
        yield at
        by = self.world.viewer(ANSWERERS[question.agency], at)
        asked.request_page(by, request.reference)
        asking.answer(
            reference=request.reference, kind=course.answer,
            text=self.said(question.told) if course.answer == "told" else "",
            reason=self.said(question.withheld) if course.answer == "withheld" else "", by=by, at=at,
        )  # fmt: skip

    def _rate(self, at: datetime) -> None:
        telling, by = self.course.telling, self.world.viewer(self.course.worker, at)
        triage.rate(
            reference=self.reference, level_code=telling.level, reason=self.said(telling.why_level), by=by, at=at
        )

    def _decide(self, when: dict[Step, datetime]) -> Story:
        course, telling = self.course, self.course.telling
        at = when[Step.DECIDED]
        yield at
        kind = "advice" if course.little else telling.decision
        rationale = "The family has support already; advice should do for now." if course.little else telling.rationale
        self._decision(kind, self.said(rationale), at)
        if course.reach < Step.LOOKED:
            return
        at = when[Step.LOOKED]
        if self._waits_for_second_look():
            yield at
            self._look(at, agreed=not course.little)
        if course.plan and not course.little:
            self.world.life.add(plan_story(self.world, course, self.reference, self.words, at))

    def _decision(self, kind: str, rationale: str, at: datetime) -> None:
        by = self.world.viewer(self.course.worker, at)
        version = triaging.triage_page(by, self.reference).version
        triage.decide_concern(
            reference=self.reference, kind=kind, rationale=rationale, version=version, by=by, at=at,
            pathway_name=self.course.telling.pathway,
        )  # fmt: skip

    def _waits_for_second_look(self) -> bool:
        return Concern.objects.filter(reference=self.reference, status=ConcernStatus.SECOND_LOOK).exists()

    def _look(self, at: datetime, *, agreed: bool) -> None:
        by = self.world.viewer("marian", at)
        triaging.triage_page(by, self.reference)
        words = (
            "Agreed. Please tell the referrer today."
            if agreed
            else "Advice is too little here: look at what the agencies hold and at the child’s own words, then decide."
        )
        triage.look_again(reference=self.reference, agreed=agreed, text=words, by=by, at=at)

    def _tell(self, when: dict[Step, datetime]) -> Story:
        course, at = self.course, when[Step.TOLD]
        yield at
        form = "decision_and_next" if course.telling.plan else "decision"
        triage.give_feedback(
            reference=self.reference, form=form, text=self.said(course.telling.feedback),
            by=self.world.viewer(course.worker, at), at=at,
        )  # fmt: skip
        if course.reach >= Step.READ:
            at = when[Step.READ]
            yield at
            by = self.world.viewer(course.teller, at)
            referring.own_concern(by, self.reference)
            feedback.mark_read(reference=self.reference, by=by, at=at)
        if course.reopened:
            yield course.reopened
            reason = "School rang: it has begun again, and there is a new name."
            by = self.world.viewer(course.worker, course.reopened)
            triage.reopen(reference=self.reference, reason=reason, by=by, at=course.reopened)
