"""The file with which borders of areas come in."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from wijkteam.areas.services.read_boundaries import LARGEST_FILE
from wijkteam.core.forms import Form


class _FileInput(forms.ClearableFileInput):
    template_name = "django/forms/widgets/file.html"


class BoundariesForm(Form):
    """Looked at before anything is written."""

    upload = forms.FileField(
        label=_("Which file?"),
        help_text=_("GeoJSON with one feature for each district or neighbourhood, in WGS84 or RD. At most 30 MB."),
        widget=_FileInput(attrs={"accept": ".geojson,.json"}),
    )
    code_field = forms.CharField(
        label=_("Which property holds the CBS code?"),
        required=False,
        max_length=100,
        help_text=_("Leave empty: buurtcode, wijkcode, statcode and the like are found by themselves."),
    )

    def clean_upload(self) -> bytes:
        sent: UploadedFile[Any] = self.cleaned_data["upload"]
        if (sent.size or 0) > LARGEST_FILE:
            raise forms.ValidationError(
                _("This file is larger than 30 MB. Take the areas of your own municipality alone.")
            )
        self.file_name = str(sent.name or "geojson")[:200]
        return bytes(sent.read())


class ConfirmBoundariesForm(Form):
    """What was looked at, and only that: `seen` says what it would change."""

    held = forms.CharField(widget=forms.HiddenInput, max_length=60)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    source = forms.CharField(widget=forms.HiddenInput, max_length=200)
    code_field = forms.CharField(widget=forms.HiddenInput, max_length=100, required=False)
