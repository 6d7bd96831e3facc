"""What a moderator reads before anybody else, and what the one who runs a network reads of her own. Each is logged."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from alongside.audit.actions import record
from alongside.audit.entries import Entry
from alongside.audit.states import Act
from alongside.common.prepared import Prepared
from alongside.community import public_rows
from alongside.community.models import Consultation, JoinRequest, Moderation, Network, NetworkEvent, Post, Survey
from alongside.community.queries.parts import Part, part_of
from alongside.community.queries.public import PostTold, told, with_answers
from alongside.community.states import PostKind, RejectReason, Subject, Verdict
from alongside.partners.access import refuse
from alongside.partners.roles import Permission
from alongside.partners.standing import Viewer


@dataclass(frozen=True, slots=True)
class PostToRead:
    """A post as it was written. `verdict` is empty while nobody has decided."""

    id: int
    kind: PostKind
    ward_name: str
    place: str
    text: str
    language: str
    received_at: datetime
    due_at: datetime
    verdict: str
    public: PostTold | None


@dataclass(frozen=True, slots=True)
class VerdictTold:
    verdict: str
    because: str
    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class NetworkKept:
    """A network as its runner and the moderator see it. `verdict` is on the newest text; None while it waits."""

    id: int
    name: str
    about: str
    meets: str
    contact: str
    ward_code: str
    ward_name: str
    agency: str
    is_public: bool
    changes: int
    verdict: VerdictTold | None
    has_wishes: bool


@dataclass(frozen=True, slots=True)
class EventKept:
    id: int
    network_id: int
    network: str
    title: str
    about: str
    place: str
    starts_at: datetime
    ends_at: datetime
    is_called_off: bool
    changes: int
    verdict: VerdictTold | None


@dataclass(frozen=True, slots=True)
class Wish:
    """Somebody would like to join."""

    id: int
    network_id: int
    network: str
    called: str
    words: str
    reply: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class ToModerate:
    """What waits for a moderator, the oldest first."""

    posts: tuple[PostToRead, ...]
    networks: tuple[NetworkKept, ...]
    events: tuple[EventKept, ...]
    advice: tuple["AdvisorsText", ...]
    surveys: tuple["AdvisorsText", ...]

    @property
    def total(self) -> int:
        return sum(map(len, (self.posts, self.networks, self.events, self.advice, self.surveys)))


@dataclass(frozen=True, slots=True)
class AdvisorsText:
    """Words of Young Advisors that are to be public: advice to a partner (`to`), or a survey's question."""

    id: int
    question: str
    words: str
    by: str
    to: str
    given_at: datetime
    verdict: str


MOST = 100


def to_moderate(viewer: Viewer) -> ToModerate:
    """All that nobody has decided on. At most a hundred of each: the rest comes when these are done."""
    _must(viewer, "queue", Permission.KEEP_COMMUNITY)
    posts = _unread(Post.objects.all(), Subject.POST)[:MOST]
    found = ToModerate(
        tuple(_post(row, "", viewer.at) for row in posts),
        tuple(_network(row) for row in _networks().filter(_undecided, closed_at__isnull=True)[:MOST]),
        tuple(_event(row) for row in _events().filter(_undecided, network__closed_at__isnull=True)[:MOST]),
        tuple(_of_advice(row) for row in _unread(_advice(), Subject.ADVICE)[:MOST]),
        tuple(_of_survey(row) for row in _unread(_surveys(), Subject.SURVEY)[:MOST]),
    )
    _log(viewer, Act.LIST, "texts of residents", "", f"{found.total} waiting for a moderator")
    return found


def waiting_count(viewer: Viewer) -> int:
    """A count, and nothing of what they say."""
    if not viewer.may(Permission.KEEP_COMMUNITY):
        return 0
    return sum(WAITING.count(subject) for subject in (*TEXTS, Subject.NETWORK, Subject.EVENT))


TEXTS: dict[Subject, type[Post | Consultation | Survey]] = {
    Subject.POST: Post, Subject.ADVICE: Consultation, Subject.SURVEY: Survey,
}  # fmt: skip


def _waiting(subject: Subject) -> "QuerySet[Any]":
    if subject in TEXTS:
        return _unread(TEXTS[subject]._default_manager.all(), subject)
    if subject is Subject.NETWORK:
        return _networks().filter(_undecided, closed_at__isnull=True)
    return _events().filter(_undecided, network__closed_at__isnull=True)


WAITING = Prepared(_waiting)


def post_to_read(viewer: Viewer, post_id: int) -> PostToRead:
    _must(viewer, str(post_id), Permission.KEEP_COMMUNITY)
    row = Post.objects.filter(pk=post_id).first()
    if row is None:
        raise refuse(viewer, "public post", str(post_id), "there is no such post")
    _log(viewer, Act.VIEW, "public post", str(post_id))
    verdict = Moderation.objects.filter(subject=Subject.POST, subject_id=post_id).last()
    return _post(row, verdict.verdict if verdict else "", viewer.at)


def answers_owed(viewer: Viewer) -> tuple[int, int]:
    """How many public posts have no answer, and how many of those are late."""
    if not viewer.may(Permission.KEEP_COMMUNITY):
        return 0, 0
    rows = public_rows.without_answer(public_rows.posts(), public_rows.answers(), "post")
    told = rows.aggregate(owed=Count("pk"), late=Count("pk", filter=Q(due_at__lt=viewer.at)))
    return told["owed"], told["late"]


def to_answer(viewer: Viewer, *, page: int = 1) -> tuple[list[PostTold], Part]:
    """Public posts that nobody has answered, the one that is due first at the top."""
    _must(viewer, "answers", Permission.KEEP_COMMUNITY)
    rows = public_rows.without_answer(public_rows.posts(), public_rows.answers(), "post").order_by("due_at", "pk")
    found, part = part_of(with_answers(rows), page)
    return [told(row, viewer.at) for row in found], part


def advice_to_read(viewer: Viewer, consultation_id: int) -> AdvisorsText:
    return _of_advice(_one_text(viewer, _advice(), "advice", consultation_id))


def survey_to_read(viewer: Viewer, survey_id: int) -> AdvisorsText:
    return _of_survey(_one_text(viewer, _surveys(), "survey", survey_id))


def _one_text(viewer: Viewer, rows: "QuerySet[Any]", kind: str, id: int) -> Any:
    _must(viewer, str(id), Permission.KEEP_COMMUNITY)
    row = rows.filter(pk=id).first()
    if row is None:
        raise refuse(viewer, kind, str(id), "there is no such text of Young Advisors")
    _log(viewer, Act.VIEW, kind, str(id))
    return row


def our_networks(viewer: Viewer) -> list[NetworkKept]:
    _must(viewer, "networks", Permission.RUN_NETWORK)
    return [_network(row) for row in _networks().filter(agency_id=viewer.agency_id)[:MOST]]


def network_kept(viewer: Viewer, network_id: int) -> NetworkKept:
    """For whoever runs it, and for the moderator."""
    row = _networks().filter(pk=network_id).first()
    return _network(_hers(viewer, "residents’ network", network_id, row, row and row.agency_id))


def events_of(viewer: Viewer, network_id: int) -> list[EventKept]:
    """The newest first."""
    network_kept(viewer, network_id)
    return [_event(row) for row in _events().filter(network_id=network_id).order_by("-starts_at")[:MOST]]


def event_kept(viewer: Viewer, event_id: int) -> EventKept:
    row = _events().filter(pk=event_id).first()
    return _event(_hers(viewer, "event", event_id, row, row and row.network.agency_id))


def wishes(viewer: Viewer, network_id: int) -> list[Wish]:
    """Who would like to join, for the one who runs the network and nobody else."""
    _must(viewer, str(network_id), Permission.RUN_NETWORK)
    rows = JoinRequest.objects.filter(network_id=network_id, network__agency_id=viewer.agency_id)
    found = list(rows.select_related("network")[:MOST])
    _log(viewer, Act.LIST, "wishes to join", str(network_id), f"{len(found)} wishes")
    return [_wish(one) for one in found]


def wishes_waiting(viewer: Viewer) -> int:
    """How many would like to join a network of the viewer's, and have no reply; nothing of who they are."""
    if not viewer.may(Permission.RUN_NETWORK):
        return 0
    rows = JoinRequest.objects.filter(network__agency_id=viewer.agency_id, network__closed_at__isnull=True)
    return rows.filter(reply="").count()


def wish(viewer: Viewer, request_id: int) -> Wish:
    _must(viewer, str(request_id), Permission.RUN_NETWORK)
    row = JoinRequest.objects.filter(pk=request_id, network__agency_id=viewer.agency_id).first()
    if row is None:
        raise refuse(viewer, "wish to join", str(request_id), "there is no such wish in a network of this agency")
    _log(viewer, Act.VIEW, "wish to join", str(request_id))
    return _wish(row)


def _wish(row: JoinRequest) -> Wish:
    return Wish(row.pk, row.network_id, row.network.name, row.called, row.words, row.reply, row.asked_at)


def _hers(viewer: Viewer, kind: str, id: int, row: Any, agency_id: int | None) -> Any:
    runs = viewer.may(Permission.RUN_NETWORK) and agency_id == viewer.agency_id
    if row is None or not (runs or viewer.may(Permission.KEEP_COMMUNITY)):
        raise refuse(viewer, kind, str(id), "there is no such thing of this agency")
    return row


def _must(viewer: Viewer, id: str, permission: Permission) -> None:
    if not viewer.may(permission):
        raise refuse(viewer, "community", id, f"the role may not {permission}")


def _log(viewer: Viewer, act: Act, kind: str, id: str, reason: str = "") -> None:
    record(Entry(at=viewer.at, actor=viewer.actor, act=act, subject_kind=kind, subject_id=id, reason=reason))


_undecided = Q(read__isnull=True) | ~Q(read=F("changes"))


def _verdicts(subject: Subject) -> "QuerySet[Moderation]":
    return Moderation.objects.filter(subject=subject, subject_id=OuterRef("pk")).order_by("-pk")


def _with_verdict(rows: "QuerySet[Any]", subject: Subject) -> "QuerySet[Any]":
    newest = _verdicts(subject)
    names = {
        "read": "version",
        "verdict": "verdict",
        "because": "because",
        "said": "words",
        "judge": "by",
        "judged": "at",
    }
    return rows.annotate(**{name: Subquery(newest.values(column)[:1]) for name, column in names.items()})


def _unread(rows: "QuerySet[Any]", subject: Subject) -> "QuerySet[Any]":
    """Those on which nobody has decided, the oldest first."""
    return rows.filter(~Exists(_verdicts(subject))).order_by("pk")


def _advice() -> "QuerySet[Any]":
    return _with_verdict(Consultation.objects.all(), Subject.ADVICE)


def _surveys() -> "QuerySet[Any]":
    return _with_verdict(Survey.objects.all(), Subject.SURVEY)


def _of_advice(row: Any) -> AdvisorsText:
    label = str(Verdict(row.verdict).label) if row.verdict else ""
    return AdvisorsText(row.pk, row.question, row.advice, row.agency_name, row.to_agency_name, row.given_at, label)


def _of_survey(row: Any) -> AdvisorsText:
    label = str(Verdict(row.verdict).label) if row.verdict else ""
    return AdvisorsText(row.pk, row.question, row.about, row.agency_code, "", row.begun_at, label)


def _networks() -> "QuerySet[Any]":
    unanswered = JoinRequest.objects.filter(network=OuterRef("pk"), reply="")
    return _with_verdict(Network.objects.annotate(has_wishes=Exists(unanswered)), Subject.NETWORK)


def _events() -> "QuerySet[Any]":
    return _with_verdict(NetworkEvent.objects.select_related("network"), Subject.EVENT)


def _verdict(row: Any) -> VerdictTold | None:
    if row.read != row.changes:
        return None
    because = str(RejectReason(row.because).label) if row.because else ""
    return VerdictTold(str(Verdict(row.verdict).label), because, row.said, row.judge, row.judged)


def _network(row: Any) -> NetworkKept:
    return NetworkKept(
        row.pk, row.name, row.about, row.meets, row.contact, row.ward_code, row.ward_name, row.agency_code,
        row.shown is not None and row.closed_at is None, row.changes, _verdict(row), row.has_wishes,
    )  # fmt: skip


def _event(row: Any) -> EventKept:
    return EventKept(
        row.pk, row.network_id, row.network.name, row.title, row.about, row.place, row.starts_at, row.ends_at,
        row.called_off_at is not None, row.changes, _verdict(row),
    )  # fmt: skip


def _post(row: Post, verdict: str, at: datetime) -> PostToRead:
    standing = with_answers(public_rows.posts()).filter(pk=row.pk).first() if verdict == Verdict.SHOWN else None
    public = told(standing, at) if standing else None
    return PostToRead(
        row.pk, PostKind(row.kind), row.ward_name, row.place, row.text, row.language, row.received_at, row.due_at,
        verdict, public,
    )  # fmt: skip
