from django.db import models
from django.utils.translation import gettext_lazy as _


class DigestOutcome(models.TextChoices):
    """What became of the mail of a day."""

    CLAIMED = "claimed", _("on its way")
    SENT = "sent", _("sent")
    EMPTY = "empty", _("nothing to tell")
    FAILED = "failed", _("refused by the mail server")
