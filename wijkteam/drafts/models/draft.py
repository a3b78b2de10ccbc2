import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wijkteam.accounts.models import User

SLOTS = 5


class Draft(models.Model):
    """What somebody typed into a form and did not save yet: of the writer alone, encrypted, gone after 14 days.

    One per form and subject; the text of a second tab that would overwrite the first gets a `slot` of its own.
    No history is kept: it would hold every keystroke.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="drafts")
    form = models.CharField(_("form"), max_length=40)
    subject = models.UUIDField(_("case file"), null=True, blank=True)
    part = models.UUIDField(_("part of it"), null=True, blank=True)
    slot = models.PositiveSmallIntegerField(default=0)
    path = models.CharField(_("page"), max_length=300)
    content = models.BinaryField(_("text"))
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(_("kept at"), db_index=True)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [
            models.UniqueConstraint(
                name="draft_once_per_form",
                fields=["user", "form", "subject", "part", "slot"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="draft_slot_is_one_of_five", condition=Q(slot__gte=0, slot__lt=SLOTS)),
        ]

    def __str__(self) -> str:
        return f"draft {self.pk}"
