"""What of the neighbourhood stands on one's calendar: meetings one leads, visits one looks after, reflections."""

from collections.abc import Iterable
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collectief.models import Edition, Reflection, ReflectionReview, Session, Visit, VisitMatch
from collectief.selectors.reflections import title_of
from wijkteam.accounts.models import User
from wijkteam.daily.selectors.calendar import Appointment


def on_calendar(user: User, first: date, until: date) -> Iterable[Appointment]:
    """Three statements."""
    if not user.does_casework:
        return
    today = timezone.localdate()
    led = Edition.objects.led_by(user, on=today)
    sessions = Session.objects.planned().filter(edition__in=led, held_on__gte=first, held_on__lt=until)
    for session in sessions.select_related("initiative"):
        begins = session.begins_at
        yield Appointment(
            uid=f"session-{session.public_id}",
            day=session.held_on,
            starts_at=timezone.make_aware(datetime.combine(session.held_on, begins)) if begins else None,
            minutes=session.minutes,
            what=session.initiative.name,
            place=session.place,
            url=reverse("collectief:attendance", args=[session.public_id]),
            icon="users-group",
        )
    matches = VisitMatch.objects.visible_to(user, on=today).filter(coordinator=user)
    visits = Visit.objects.filter(match__in=matches, outcome="", planned_on__gte=first, planned_on__lt=until)
    for visit in visits.select_related("match__volunteer"):
        assert visit.planned_on is not None  # noqa: S101  (asked for by day)
        yield Appointment(
            uid=f"visit-{visit.public_id}",
            day=visit.planned_on,
            what=_("Visit by a volunteer"),
            name=visit.match.volunteer.shown_as,
            url=reverse("collectief:visit-match", args=[visit.match.public_id]),
            icon="home-heart",
        )
    reviews = ReflectionReview.objects.filter(
        responsible=user,
        reflection__in=Reflection.objects.visible_to(user, on=today),
        done_at=None,
        due_on__gte=first,
        due_on__lt=until,
    )
    for review in reviews.select_related("reflection__theme", "reflection__area"):
        yield Appointment(
            uid=f"review-{review.public_id}",
            day=review.due_on,
            what=_("Look back on a reflection: %(what)s") % {"what": title_of(review.reflection)},
            url=reverse("collectief:review", args=[review.public_id]),
            icon="messages",
        )
