"""A sample is drawn, and people judge its pairs blind. Nothing here changes who stands with whom: a pair that was judged
otherwise than it stands goes to the ordinary queue, or is told to those who may take it apart."""

from datetime import datetime

from alongside.audit.actions import record
from alongside.audit.entries import Actor, Entry
from alongside.audit.states import Act
from alongside.common.text import counted
from alongside.partners.access import codes, refuse, writing
from alongside.partners.errors import Invalid, Stale
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer
from alongside.partners.states import FieldGroup, Purpose
from alongside.people.identity.bulk import link_all
from alongside.people.identity.locks import one_at_a_time
from alongside.people.identity.pinned import pinned
from alongside.people.identity.seeing import both_within
from alongside.people.models import PairReview, QualitySample, SampledPair
from alongside.people.quality.drawing import draw
from alongside.people.states import ReviewState, Verdict, WhyAsked

MOST_PAIRS = 5_000


def draw_quality_sample(*, size: int, by: Actor, at: datetime, seed: int | None = None) -> QualitySample:
    """Link everything beside what lives, and draw pairs from every band of weights for people to judge. Changes
    nothing. Without a `seed` the day gives it, so that it can be drawn again."""
    if not 1 <= size <= MOST_PAIRS:
        raise Invalid(f"Draw from 1 to {MOST_PAIRS:,} pairs.", "size")
    with writing():
        one_at_a_time()
        model = pinned(at)
        everything = link_all(model, keep=False)
        made = QualitySample(
            model_id=model.pk, drawn_at=at, by=by.name[:200], records=len(everything.persons),
            seed=at.toordinal() if seed is None else seed,
        )  # fmt: skip
        from alongside.analysis.linkage.sampling import NothingToJudge  # loads NumPy, which few pages need

        try:
            pairs = draw(everything, made, size)
        except NothingToJudge as none:
            raise Invalid(str(none), "size") from none
        made.save()
        SampledPair.objects.bulk_create(pairs, batch_size=1_000)
        words = f"drew {counted(len(pairs), 'pair')} to measure the matching"
        record(Entry(at=at, actor=by, act=Act.CREATE, subject_kind="sample", subject_id=str(made.pk), reason=words))
    return made


def judge_pair(*, pair_id: int, verdict: str, by: Viewer, at: datetime) -> None:
    """Say of a sampled pair whether it is one child. Where that is not how the two stand, the ordinary queue asks."""
    if verdict not in Verdict.values:
        raise Invalid("Say whether it is the same child.", "verdict")
    with writing():
        rows = SampledPair.objects.select_for_update(of=("self",)).select_related("one", "other")
        pair = rows.filter(both_within(by), pk=pair_id).first() if by.may(Permission.REVIEW_IDENTITY) else None
        if pair is None:
            raise refuse(by, "sample", str(pair_id), "not a pair that the member may compare", act=Act.DECIDE)
        if pair.verdict:
            raise Stale("Somebody has judged this pair already. Your answer was not needed.", pair)
        pair.verdict, pair.member_id, pair.judged_at = verdict, by.member_id, at
        pair.save(update_fields=["verdict", "member", "judged_at"])
        if verdict == Verdict.SAME and pair.one.person_id != pair.other.person_id:
            _ask(pair, at)
        record(
            Entry(
                at=at, actor=by.actor, act=Act.DECIDE, subject_kind="sample", subject_id=str(pair.pk),
                persons=tuple({pair.one.person_id, pair.other.person_id}), purpose=Purpose.SAFEGUARDING.code,
                field_groups=codes([FieldGroup.IDENTITY]), reason="whether two records tell of one child, to measure",
                body={"verdict": Verdict(verdict).label},
            )
        )  # fmt: skip


def _ask(pair: SampledPair, at: datetime) -> None:
    """Unless somebody has answered it before."""
    asked, is_new = PairReview.objects.get_or_create(
        one_id=pair.one_id, other_id=pair.other_id, defaults={"because": WhyAsked.UNSURE, "opened_at": at}
    )
    if not is_new and asked.state == ReviewState.MOOT:
        PairReview.objects.filter(pk=asked.pk).update(state=ReviewState.OPEN, opened_at=at)
