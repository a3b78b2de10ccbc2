"""What a coordinator writes with a report."""

from django import forms
from django.core.validators import MinLengthValidator
from django.utils.translation import gettext_lazy as _

from wijkteam.core.forms import Form
from wijkteam.reports.models.report import READING_AT_LEAST


class ReadingForm(Form):
    """The reading of the month: what the figures cannot say by themselves."""

    reading = forms.CharField(
        label=_("Reading of the month"),
        help_text=_(
            "Write for somebody who does not know the neighbourhood. What happened this month? What do the figures "
            "mean? What did prevention have to give way to? Name nobody, and nothing by which somebody can be "
            "recognised. An empty line starts a new paragraph."
        ),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 14, "lang": "nl"}),
        validators=[
            MinLengthValidator(
                READING_AT_LEAST, _("Write at least a few sentences: figures without a reading are easily misread.")
            )
        ],
    )
