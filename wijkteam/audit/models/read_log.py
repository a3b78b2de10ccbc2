import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from wijkteam.audit.enums import Act, Subject
from wijkteam.core.database_roles import append_only


@append_only
class ReadLog(models.Model):
    """Who saw whose file, when and in which capacity (fields after NEN 7513). Rows are never changed or removed.

    Plain numbers instead of foreign keys: the log outlives the people and the files it speaks of.
    """

    at = models.DateTimeField(_("at"), db_index=True)
    user_id = models.BigIntegerField(_("account"))
    role = models.CharField(_("role"), max_length=20)
    act = models.CharField(_("act"), max_length=10, choices=Act)
    subject = models.CharField(_("subject"), max_length=12, choices=Subject)
    subject_id = models.BigIntegerField(_("subject number"))
    household_id = models.BigIntegerField(_("household number"), null=True, blank=True)
    purpose = models.CharField(_("purpose"), max_length=60)
    # Set by a trigger of `cases`: no way of reading can forget it.
    is_emergency = models.BooleanField(_("emergency access"), default=False, editable=False)

    class Meta:
        verbose_name = _("read log line")
        verbose_name_plural = _("read log")
        indexes = [
            models.Index(fields=["household_id", "-at"], name="readlog_household"),
            models.Index(fields=["user_id", "-at"], name="readlog_user"),
        ]
        triggers = [
            pgtrigger.Protect(name="no_change", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="no_truncate",
                when=pgtrigger.Before,
                operation=pgtrigger.Truncate,
                level=pgtrigger.Statement,
                func="RAISE EXCEPTION 'the read log is append-only'; RETURN NULL;",
            ),
        ]

    def __str__(self) -> str:
        return f"read log line {self.pk}"
