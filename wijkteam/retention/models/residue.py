from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from wijkteam.core.database_roles import append_only
from wijkteam.retention.enums import Ground


@append_only
class Residue(models.Model):
    """What is left of a destroyed file: numbers that lead to nobody any more. The ledger of destructions.

    Only the function that destroys writes it (trigger), in the same transaction. Plain numbers instead of foreign keys:
    what they pointed at is gone. After a restore they say what has to go again.
    """

    list_id = models.UUIDField(_("list"))
    case_id = models.BigIntegerField(_("number of the case"))
    case_public_id = models.UUIDField(_("pseudonym of the case"), unique=True)
    household_id = models.BigIntegerField(_("number of the household"))
    household_gone = models.BooleanField(_("the household too"))
    people = ArrayField(models.BigIntegerField(), default=list, blank=True, verbose_name=_("numbers of persons"))
    files = ArrayField(models.UUIDField(), default=list, blank=True, verbose_name=_("files"))
    rows = models.JSONField(_("rows per table"))
    ground = models.CharField(_("ground"), max_length=5, choices=Ground)
    years = models.PositiveSmallIntegerField(_("years"))
    due_on = models.DateField(_("due on"))
    destroyed_at = models.DateTimeField(_("destroyed at"))
    destroyed_by = models.BigIntegerField(_("account that carried it out"))

    class Meta:
        verbose_name = _("line in the ledger of destructions")
        verbose_name_plural = _("ledger of destructions")
        indexes = [models.Index(fields=["list_id"], name="residue_of_list")]

    def __str__(self) -> str:
        return f"residue {self.pk}"
