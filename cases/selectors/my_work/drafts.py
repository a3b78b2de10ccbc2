"""What somebody typed and did not save yet: in sum, since the page of drafts says what."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.selectors.my_work.item import Reader, Urgency, WorkItem
from wijkteam.drafts.models import Draft
from wijkteam.drafts.selectors.own_drafts import DAYS


def items(reader: Reader) -> Iterable[WorkItem]:
    kept = Draft.objects.filter(user=reader.user).aggregate(count=Count("pk"), oldest=Min("saved_at"))
    if not kept["count"]:
        return
    goes = timezone.localdate(kept["oldest"]) + timedelta(days=DAYS)
    why = ngettext(
        "You wrote %(count)d text that is not saved yet.",
        "You wrote %(count)d texts that are not saved yet.",
        kept["count"],
    )
    yield WorkItem(
        kind="draft",
        urgency=Urgency.TODAY if goes <= reader.today + timedelta(days=1) else Urgency.WEEK,
        why=why % {"count": kept["count"]},
        detail=_("The oldest goes away by itself on %(day)s.") % {"day": date_format(goes, "l j F")},
        when=goes,
        url=reverse("drafts:list"),
        name=_("Your drafts"),
        icon="pencil",
    )
