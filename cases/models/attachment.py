import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from cases.enums import FileKind, ScanState, Visibility
from cases.models.case import Case, CaseCoordinator
from cases.models.contact import Contact
from wijkteam.accounts.models import User
from wijkteam.core.history import track_changes

MOST_PER_HOUSEHOLD = 100


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, user: User, *, on: date) -> Self:
        """Files of visible cases; restricted ones only for who added them and the current coordinator."""
        return self.filter(case__in=Case.objects.visible_to(user, on=on)).readable_by(user)

    def readable_by(self, user: User) -> Self:
        """The second half of the rule above, for a case that is known to be visible already.

        A file that was added to a contact is never seen by more people than that contact.
        """
        coordinates = Exists(CaseCoordinator.objects.filter(case=OuterRef("case"), worker=user, ended_at=None))
        of_contact = Q(contact=None) | ~Q(contact__visibility=Visibility.RESTRICTED) | Q(contact__author=user)
        return self.filter(
            (~Q(visibility=Visibility.RESTRICTED) | Q(added_by=user) | coordinates) & (of_contact | coordinates)
        )

    def present(self) -> Self:
        return self.filter(removed_at=None)


@track_changes()
class Attachment(models.Model):
    """A file of a case, perhaps with a contact. The bytes lie outside every public folder under `stored_as`."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="attachments")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="attachments")
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    added_at = models.DateTimeField(_("added at"))
    name = models.CharField(_("name of the file"), max_length=150)
    description = models.CharField(_("what it is"), max_length=200, blank=True)
    kind = models.CharField(_("kind of file"), max_length=10, choices=FileKind)
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(max_length=64, editable=False)
    stored_as = models.UUIDField(unique=True, editable=False)
    visibility = models.CharField(_("who may read this"), max_length=12, choices=Visibility, default=Visibility.TEAM)
    scan_state = models.CharField(_("virus check"), max_length=12, choices=ScanState)
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True)
    removed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # One per rendered form: sending the same form twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        constraints = [
            models.CheckConstraint(name="attachment_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(name="attachment_is_not_empty", condition=Q(size__gt=0)),
            models.CheckConstraint(
                name="attachment_removed_by_somebody",
                condition=Q(removed_at=None, removed_by=None) | Q(removed_at__isnull=False, removed_by__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["case", "-added_at"], name="attachment_of_case")]

    def __str__(self) -> str:
        return f"file {self.pk}"
