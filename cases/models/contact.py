import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from cases.enums import ContactKind, Visibility
from cases.models.case import Case, CaseCoordinator
from cases.models.closing import AfterCare
from wijkteam.accounts.models import User
from wijkteam.core.history import track_changes
from wijkteam.hours.models import TimeEntry


class ContactQuerySet(models.QuerySet["Contact"]):
    def visible_to(self, user: User, *, on: date) -> Self:
        """Contacts of visible cases; restricted ones only for their author and the current coordinator."""
        coordinates = CaseCoordinator.objects.filter(case=OuterRef("case"), worker=user, ended_at=None)
        return self.filter(case__in=Case.objects.visible_to(user, on=on)).readable_by(user, coordinates)

    def readable_by(self, user: User, coordinates: models.QuerySet[CaseCoordinator] | None = None) -> Self:
        """The second half of the rule above, for a case that is known to be visible already."""
        if coordinates is None:
            coordinates = CaseCoordinator.objects.filter(case=OuterRef("case"), worker=user, ended_at=None)
        return self.filter(~Q(visibility=Visibility.RESTRICTED) | Q(author=user) | Exists(coordinates))


@track_changes()
class Contact(models.Model):
    """A line in the journal of a case: when, how, with whom, how long. Its minutes are the time entry it points at."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="contacts")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    occurred_at = models.DateTimeField(_("when"))
    kind = models.CharField(_("kind of contact"), max_length=15, choices=ContactKind)
    place = models.CharField(_("place"), max_length=120, blank=True)
    present = models.CharField(_("who was there"), max_length=300, blank=True)
    text = models.TextField(_("what was said and done"), max_length=8000)
    visibility = models.CharField(_("who may read this"), max_length=12, choices=Visibility, default=Visibility.TEAM)
    follow_up_on = models.DateField(_("come back to this on"), null=True, blank=True)
    followed_up_at = models.DateTimeField(_("came back to this at"), null=True, blank=True, editable=False)
    followed_up_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    time_entry = models.OneToOneField(TimeEntry, on_delete=models.PROTECT, related_name="contact")
    # The one kind of contact that a closed case still takes (trigger).
    after_care = models.OneToOneField(
        AfterCare, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="contact"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    corrected_at = models.DateTimeField(_("corrected"), null=True, blank=True, editable=False)
    # One per rendered form: sending the same form twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [
            models.CheckConstraint(name="contact_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="contact_followed_up_by_somebody",
                condition=Q(followed_up_at=None, followed_up_by=None)
                | Q(followed_up_at__isnull=False, followed_up_by__isnull=False, follow_up_on__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["case", "-occurred_at", "-id"], name="contact_timeline"),
            models.Index(
                fields=["case", "follow_up_on"],
                condition=Q(follow_up_on__isnull=False, followed_up_at=None),
                name="contact_to_follow_up",
            ),
        ]

    def __str__(self) -> str:
        return f"contact {self.pk}"
