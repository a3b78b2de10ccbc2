from django.db import models
from django.utils.translation import gettext_lazy as _


class Ground(models.TextChoices):
    """Why a file is kept as long as it is. The longest one that fits a file is its ground."""

    YOUTH = "youth", _("Youth Act (Jeugdwet)")
    WMO = "wmo", _("Social Support Act (Wmo)")
    OTHER = "other", _("no single law")
