from django import forms
from django.utils.translation import gettext_lazy as _

from wijkteam.core.forms import Form


class CalendarFeedForm(Form):
    marks_optional = False
    with_names = forms.BooleanField(
        label=_("Put the names of households in the titles"),
        required=False,
        help_text=_("Only when nobody else can look at your calendar. Each time that names go out is in the read log."),
    )
