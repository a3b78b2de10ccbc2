import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.contact import Contact
from cases.models.involvement import Involvement
from wijkteam.core.database_roles import append_only
from wijkteam.core.history import track_changes


@append_only
@track_changes()
class Inquiry(models.Model):
    """The team asked a partner how long it will still take. What was said is a contact in the journal, with its hours.

    The contact is of the case of the involvement (trigger). `expected_on` is when the help would begin, as they said.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    involvement = models.ForeignKey(Involvement, on_delete=models.PROTECT, related_name="inquiries")
    contact = models.OneToOneField(Contact, on_delete=models.PROTECT, related_name="inquiry")
    expected_on = models.DateField(_("it would begin on"), null=True, blank=True)

    class Meta:
        verbose_name = _("inquiry")
        verbose_name_plural = _("inquiries")

    def __str__(self) -> str:
        return f"inquiry {self.pk}"
