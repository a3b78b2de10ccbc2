"""What somebody would come back to, as a contact says: for who wrote it, and for who keeps the case."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from cases.models import Case, Contact
from cases.selectors.my_work.item import Reader, Tick, WorkItem, days_late


def items(reader: Reader) -> Iterable[WorkItem]:
    kept = [case.pk for case in reader.cases]
    due = (
        Contact.objects.filter(
            Q(author=reader.user) | Q(case__in=kept),
            followed_up_at=None,
            follow_up_on__lte=reader.today + timedelta(days=7),
            case__in=Case.objects.within(reader.rights).open(),
        )
        .readable_by(reader.user)
        .select_related("case__household", "author")
        .order_by("follow_up_on", "pk")
    )
    for contact in due:
        day, case = contact.follow_up_on or reader.today, contact.case
        said = {"day": date_format(day, "l j F"), "name": contact.author.name}
        if contact.author_id == reader.user.pk:
            why = _("You would come back to this on %(day)s.") % said
        else:
            why = _("%(name)s wrote to come back to this on %(day)s.") % said
        yield WorkItem(
            kind="follow-up",
            urgency=days_late(day, today=reader.today),
            why=why,
            detail=Truncator(contact.text).chars(120),
            when=day,
            url=reverse("cases:detail", args=[case.public_id]),
            name=case.household.name,
            icon="arrow-back-up",
            tick=Tick(url=reverse("cases:my-work-follow-up", args=[contact.public_id]), label=_("Done")),
            case_id=case.pk,
            household_id=case.household_id,
        )
