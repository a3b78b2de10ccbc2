"""What of one's cases stands on the calendar: looking back on plans, coming back to contacts, terms, conferences."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import AfterCare, Case, CaseConference, CaseRights, Contact, Provision
from cases.selectors.clock import clock_deadlines
from wijkteam.accounts.models import User
from wijkteam.core.periods import start_of
from wijkteam.daily.selectors.calendar import Appointment

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


def on_calendar(user: User, first: date, until: date) -> Iterable[Appointment]:
    """Seven statements: rights, the cases one keeps, and one for each other kind."""
    if not user.does_casework:
        return
    today = timezone.localdate()
    rights = CaseRights.of(user, on=today)
    visible = Case.objects.within(rights)
    kept = {
        case.pk: case
        for case in visible.open()
        .kept_by(user, on=today)
        .with_plan_in_force()
        .select_related("household")
        .annotate(plan_evaluate_on=F("plan_in_force__evaluate_on"))
    }
    yield from _evaluations(kept, first, until)
    yield from _terms(kept, today, first, until)
    yield from _provisions(kept, first, until)
    contacts = (
        Contact.objects.filter(
            Q(author=user) | Q(case__in=kept),
            followed_up_at=None,
            follow_up_on__gte=first,
            follow_up_on__lt=until,
            case__in=visible.open(),
        )
        .readable_by(user)
        .select_related("case__household")
    )
    for contact in contacts:
        yield _of_case(
            contact.case, f"follow-up-{contact.public_id}", contact.follow_up_on, _("Come back to a contact"),
            "arrow-back-up",
        )  # fmt: skip
    after = AfterCare.objects.waiting().filter(worker=user, due_on__gte=first, due_on__lt=until, case__in=visible)
    for one in after.select_related("case__household"):
        yield _of_case(
            one.case, f"after-care-{one.public_id}", one.due_on, _("Ask how it goes now"), "heart-handshake",
            url=reverse("cases:after-care", args=[one.case.public_id, one.public_id]),
        )  # fmt: skip
    yield from _conferences(user, today, first, until)


def _of_case(case: Case, uid: str, day: date | None, what: "_StrOrPromise", icon: str, *, url: str = "") -> Appointment:
    assert day is not None  # noqa: S101  (asked for by day)
    return Appointment(
        uid=uid,
        day=day,
        what=what,
        name=case.household.name,
        url=url or reverse("cases:detail", args=[case.public_id]),
        icon=icon,
        seen=(case.pk, case.household_id),
    )


def _evaluations(kept: Mapping[int, Case], first: date, until: date) -> Iterable[Appointment]:
    for case in kept.values():
        day: date | None = case.plan_evaluate_on  # type: ignore[attr-defined]  # annotated above
        if day is not None and first <= day < until:
            yield _of_case(case, f"evaluation-{case.public_id}", day, _("Look back on a plan together"), "flag")


def _terms(kept: Mapping[int, Case], today: date, first: date, until: date) -> Iterable[Appointment]:
    for deadline in clock_deadlines(list(kept), today):
        if first <= deadline.due_on < until:
            case = kept[deadline.case_id]
            uid = f"term-{deadline.phase}-{case.public_id}"
            url = reverse("cases:clock", args=[case.public_id])
            yield _of_case(case, uid, deadline.due_on, _("Term of the Wmo ends"), "clock", url=url)


def _provisions(kept: Mapping[int, Case], first: date, until: date) -> Iterable[Appointment]:
    ending = Provision.objects.filter(case__in=kept, ends_on__gte=first, ends_on__lt=until, end_reason="")
    for provision in ending:
        case = kept[provision.case_id]
        uid = f"provision-{provision.public_id}"
        yield _of_case(case, uid, provision.ends_on, _("A provision ends"), "package")


def _conferences(user: User, today: date, first: date, until: date) -> Iterable[Appointment]:
    planned = CaseConference.objects.visible_to(user, on=today).filter(
        cancelled_at=None, starts_at__gte=start_of(first), starts_at__lt=start_of(until)
    )
    for one in planned:
        yield Appointment(
            uid=f"conference-{one.public_id}",
            day=timezone.localdate(one.starts_at),
            starts_at=one.starts_at,
            minutes=one.minutes,
            what=_("Case conference"),
            place=one.place,
            url=reverse("cases:conference", args=[one.public_id]),
            icon="users-group",
        )
