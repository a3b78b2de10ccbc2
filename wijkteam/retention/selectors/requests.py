"""What residents asked: the list of the privacy officer, the page of one request, and what stands at a case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import Case, HouseholdMember, Person
from wijkteam.accounts.models import User
from wijkteam.accounts.selectors.tables import AdminPage, Cell, Link, Row, Section
from wijkteam.retention import permissions
from wijkteam.retention.enums import AskedBy, Decided, RequestKind
from wijkteam.retention.models import RequestFile, ResidentRequest, ResidentStatement
from wijkteam.retention.models.stays import stays_of
from wijkteam.retention.selectors.due import due_files

_SOON = timedelta(days=7)


def day(value: date) -> str:
    return date_format(value, "j F Y")


def due_said(asked: ResidentRequest, *, today: date) -> tuple[str, str]:
    """How long there is still, and the tone of its badge."""
    if not asked.is_open:
        return asked.get_outcome_display(), "positive" if asked.outcome == Decided.GRANTED else "plain"
    days = (asked.due_on - today).days
    if days < 0:
        return ngettext("%(n)d day late", "%(n)d days late", -days) % {"n": -days}, "negative"
    if days == 0:
        return _("today at the latest"), "warning"
    said = ngettext("%(n)d day left", "%(n)d days left", days) % {"n": days}
    return said, "warning" if days <= _SOON.days else "plain"


def file_step(one: RequestFile | None, *, at: datetime) -> str:
    """Where the file of a request stands, in a few words."""
    if one is None:
        return _("no file was made yet")
    if one.released_at is not None:
        return _("fetched") if one.handed_over_at else _("released, and not fetched yet")
    if one.ready_at is not None:
        return _("waits to be looked through and released")
    return _("is being gathered")


def requests_page(*, user: User, at: datetime, today: date) -> AdminPage:
    """Three statements. Late ones come first by themselves: the list goes by the day of the answer."""
    requests = ResidentRequest.objects.visible_to(user, on=today).select_related("case__team", "person")
    running = list(requests.open().order_by("due_on", "pk"))
    answered = list(requests.filter(decided_at__isnull=False).order_by("-decided_at", "-pk")[:50])
    files = {one.request_id: one for one in RequestFile.objects.standing().filter(request__in=running)}
    late = sum(one.is_late(today) for one in running)
    head = [_("Who"), _("What is asked"), _("Received"), _("Answer"), _("Where it stands")]
    return AdminPage(
        title=_("Requests of residents"),
        meta=ngettext("%(n)d request is late", "%(n)d requests are late", late) % {"n": late}
        if late
        else _("What people ask about their own data, answered within a month"),
        links=[Link(label=_("Note a request"), url=reverse("retention:request-new"), icon="plus")],
        sections=[
            Section(
                key="running",
                title=_("To answer"),
                head=head,
                rows=[_row(one, files.get(one.pk), at=at, today=today) for one in running],
                empty_icon="inbox",
                empty_title=_("No request waits for an answer"),
                empty_text=_("A worker notes a request at the file of the household. Here you do it by its number."),
            ),
            *(
                [
                    Section(
                        key="answered",
                        title=_("Answered"),
                        head=head,
                        rows=[_row(one, None, at=at, today=today) for one in answered],
                    )
                ]
                if answered
                else []
            ),
        ],
    )


def _row(asked: ResidentRequest, one: RequestFile | None, *, at: datetime, today: date) -> Row:
    said, tone = due_said(asked, today=today)
    step = ""
    if asked.is_open and asked.kind == RequestKind.ACCESS:
        step = file_step(one, at=at)
    elif asked.decided_at is not None:
        step = _("answered on %(day)s") % {"day": day(asked.decided_at.date())}
    return Row(
        cells=[
            Cell(
                text=asked.person.full_name,
                url=reverse("retention:request", args=[asked.public_id]),
                sub=f"{asked.case.number}, {asked.case.team.name}",
            ),
            Cell(text=capfirst(asked.get_kind_display())),
            Cell(text=date_format(asked.received_on, "j b Y")),
            Cell(text=said, tone=tone, sub=date_format(asked.due_on, "j b Y") if asked.is_open else ""),
            Cell(text=step or _("waits for a decision")),
        ]
    )


@dataclass(frozen=True, kw_only=True)
class RequestPage:
    asked: ResidentRequest
    due: str
    tone: str
    facts: Sequence[tuple[str, str]]
    file: RequestFile | None
    file_says: str
    may_answer: bool
    may_make: bool
    may_open_file: bool
    may_fetch: bool
    may_add_statement: bool
    statement: ResidentStatement | None
    due_cases: Sequence[str]
    is_gathering: bool


def request_page(asked: ResidentRequest, *, user: User, at: datetime, today: date) -> RequestPage:
    """Two statements; what is asked to be erased takes a few more."""
    said, tone = due_said(asked, today=today)
    one = RequestFile.objects.standing().select_related("asked_by", "released_by").filter(request=asked).first()
    statement = getattr(asked, "statement", None)
    answers = permissions.may_answer(user)
    sees_all = one is not None and permissions.may_see_all_of(asked, user=user, on=today)
    is_access = asked.kind == RequestKind.ACCESS
    return RequestPage(
        asked=asked,
        due=said,
        tone=tone,
        facts=_facts(asked),
        file=one,
        file_says=file_step(one, at=at),
        may_answer=answers and asked.is_open,
        may_make=answers and asked.is_open and is_access and one is None,
        may_open_file=sees_all and one is not None and one.ready_at is not None and one.released_at is None,
        may_fetch=sees_all and one is not None and one.released_at is not None,
        may_add_statement=statement is None
        and asked.kind in {RequestKind.CORRECTION, RequestKind.OBJECTION}
        and asked.outcome in {Decided.PARTLY, Decided.REFUSED},
        statement=statement,
        due_cases=_due_cases(asked, today=today) if asked.kind == RequestKind.ERASURE and asked.is_open else (),
        is_gathering=one is not None and one.ready_at is None,
    )


def _facts(asked: ResidentRequest) -> list[tuple[str, str]]:
    facts = [
        (_("Case"), f"{asked.case.number}, {asked.case.team.name}"),
        (_("Received"), day(asked.received_on)),
        (_("Answer before or on"), day(asked.due_on)),
        (_("Asked by"), asked.representative or AskedBy(asked.asked_by).label),
        (_("How we know who it is"), asked.get_identity_display()),
        (_("Noted by"), asked.noted_by.name),
    ]
    if asked.extended_on and asked.extended_by:
        facts.append((_("Extended"), f"{day(asked.extended_on)}, {asked.extended_by.name}: {asked.extended_because}"))
    if asked.decided_at and asked.decided_by:
        facts.append((_("Decided"), f"{day(asked.decided_at.date())}, {asked.decided_by.name}"))
    return [(label, str(value)) for label, value in facts]


def _due_cases(asked: ResidentRequest, *, today: date) -> list[str]:
    """Which files of this person may go: of the others the law asks to keep them still."""
    cases = Case.objects.in_bulk(stays_of(asked.person_id).cases)
    due = {one.case_id for one in due_files(on=today)}
    return [
        _("%(number)s: its term is over. It comes on the next destruction list.") % {"number": one.number}
        if one.pk in due
        else _("%(number)s: the law asks to keep it still (AVG article 17 paragraph 3).") % {"number": one.number}
        for one in sorted(cases.values(), key=lambda one: one.pk)
    ]


def statements_page(case: Case, *, user: User, today: date) -> tuple[list[ResidentRequest], list[ResidentStatement]]:
    """What was asked at a case, newest first, and what people said of it. Two statements."""
    asked = ResidentRequest.objects.visible_to(user, on=today).filter(case=case).select_related("person")
    said = ResidentStatement.objects.filter(case=case).select_related("person", "added_by").order_by("pk")
    return list(asked.order_by("-received_on", "-pk")), list(said)


def has_statement() -> Exists:
    """For the statement of the case page: somebody of the household added words of their own."""
    return Exists(ResidentStatement.objects.filter(case=OuterRef("pk")))


def people_of(case: Case) -> list[Person]:
    """Everybody who belongs or belonged to the household of a case."""
    members = HouseholdMember.objects.filter(household=case.household_id).select_related("person").order_by("pk")
    return list({member.person_id: member.person for member in members}.values())
