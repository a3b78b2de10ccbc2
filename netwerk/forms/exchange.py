"""The file with which a directory comes in."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from wijkteam.core.forms import Form

LARGEST_FILE = 20 * 1024 * 1024


class _FileInput(forms.ClearableFileInput):
    template_name = "django/forms/widgets/file.html"


class DirectoryFileForm(Form):
    """Looked at before anything is written."""

    upload = forms.FileField(
        label=_("Which file?"),
        help_text=_("JSON, or a zip of the tables, in the open standard HSDS 3. At most 20 MB."),
        widget=_FileInput(attrs={"accept": ".json,.zip"}),
    )

    def clean_upload(self) -> bytes:
        sent: UploadedFile[Any] = self.cleaned_data["upload"]
        if (sent.size or 0) > LARGEST_FILE:
            raise forms.ValidationError(_("This file is larger than 20 MB. Make it smaller, or send it in parts."))
        return bytes(sent.read())


class ConfirmForm(Form):
    """What was looked at, and only that: `seen` says what it would change."""

    held = forms.CharField(widget=forms.HiddenInput, max_length=60)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
