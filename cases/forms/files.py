from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from cases.enums import Visibility
from cases.services.inspect_file import EXTENSIONS, LARGEST_FILE, Inspected, Refused, inspect_file
from wijkteam.core.forms import Form, RadioChips
from wijkteam.core.request_keys import RequestKeyField

MOST_AT_ONCE = 10
REFUSALS = {
    "empty": _("“%(name)s” is empty."),
    "too-large": _("“%(name)s” is larger than 20 MB. Make it smaller, or send it in parts."),
    "kind": _("“%(name)s” is of a kind that is not taken. Choose a PDF, photo, text, Word document or spreadsheet."),
    "content": _("“%(name)s” is not what its name says, or it is damaged. Open it, save it again and try once more."),
    "active": _("“%(name)s” holds a program, a form or another file. Save it as an ordinary PDF first."),
    "password": _("“%(name)s” has a password, so nobody can check it. Save it without one first."),
    "bomb": _("“%(name)s” is much larger inside than it looks. It is not taken."),
    "pixels": _("“%(name)s” has more than 25 million dots. Make the picture smaller first."),
    "virus": _("“%(name)s” holds a virus. It is not taken. Tell the administrator where it came from."),
}


class _ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """One or more files, each looked through before anything is kept. With `camera` a telephone opens its camera."""

    def __init__(self, *, camera: bool = False, **kwargs: Any) -> None:
        extensions = ",".join(f".{extension}" for extension in EXTENSIONS)
        attrs: dict[str, Any] = {"accept": f"{extensions},image/jpeg,image/png", "multiple": True}
        if camera:
            attrs = {"accept": "image/jpeg,image/png", "capture": "environment"}
        super().__init__(widget=_ManyFiles(attrs=attrs), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Inspected]:
        sent: Sequence[UploadedFile[Any]] = data if isinstance(data, (list, tuple)) else [data] if data else []
        if not sent and not self.required:
            return []
        if not sent:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(sent) > MOST_AT_ONCE:
            raise forms.ValidationError(_("Send at most ten files at once."))
        found, faults = [], []
        for file in sent:
            try:
                found.append(self._inspect(file))
            except Refused as refused:
                faults.append(refusal(refused, name=file.name or ""))
        if faults:
            raise forms.ValidationError(faults)
        return found

    @staticmethod
    def _inspect(file: "UploadedFile[Any]") -> Inspected:
        if (file.size or 0) > LARGEST_FILE:
            raise Refused("too-large")
        return inspect_file(name=file.name or "", content=file.read())


def refusal(refused: Refused, *, name: str) -> forms.ValidationError:
    return forms.ValidationError(REFUSALS[refused.reason], code=refused.reason, params={"name": name[-60:]})


class FilesForm(Form):
    """Files for the case. A photo loses the place and the device that a telephone writes into it."""

    upload = FilesField(
        label=_("Which files?"),
        help_text=_(
            "PDF, photo, text, Word document or spreadsheet, at most 20 MB each. On a phone you can take a photo."
        ),
    )
    description = forms.CharField(label=_("What is it?"), max_length=200, required=False)
    visibility = forms.ChoiceField(
        label=_("Who may read this?"), choices=Visibility.choices, initial=Visibility.TEAM, widget=RadioChips()
    )
    request_key = RequestKeyField()
