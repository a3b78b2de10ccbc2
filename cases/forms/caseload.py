"""Forms of taking in a list: the file, what its columns hold, what its words mean."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from cases.services.caseload.columns import Field, Layout
from cases.services.caseload.shown_columns import LABELS, ColumnShown
from cases.services.caseload.shown_words import WordsOfField
from wijkteam.core.forms import Form
from wijkteam.core.request_keys import RequestKeyField
from wijkteam.core.spreadsheets import FOR_A_PAGE, Sheet
from wijkteam.teams.models import Team


class _FileInput(forms.ClearableFileInput):
    template_name = "django/forms/widgets/file.html"


class ListForm(Form):
    """The file, and for which of one's teams it is."""

    upload = forms.FileField(
        label=_("Which file?"),
        help_text=_("XLSX, ODS or CSV, as it is. At most 2 MB and 5,000 rows."),
        widget=_FileInput(attrs={"accept": ".xlsx,.ods,.csv,.txt"}),
    )
    team = forms.ChoiceField(label=_("For which team?"))
    request_key = RequestKeyField()

    def __init__(self, *args: Any, teams: Sequence[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._teams = {team.code: team for team in teams}
        field = self.fields["team"]
        field.choices = [(team.code, team.name) for team in teams]  # type: ignore[attr-defined]  # a ChoiceField
        if len(teams) == 1:
            field.widget, field.initial = forms.HiddenInput(), teams[0].code

    def clean_team(self) -> Team:
        return self._teams[self.cleaned_data["team"]]

    def clean_upload(self) -> tuple[str, bytes]:
        sent: UploadedFile[Any] = self.cleaned_data["upload"]
        if (sent.size or 0) > FOR_A_PAGE.size:
            raise forms.ValidationError(_("This file is larger than 2 MB. Send it in parts."))
        return sent.name or "", bytes(sent.read())


class ColumnsForm(Form):
    """What each column holds; on which sheet and row the headings stand."""

    sheet = forms.ChoiceField(label=_("On which sheet is the list?"), required=False)
    heading_row = forms.IntegerField(label=_("In which row are the headings?"), min_value=1, max_value=5_000)
    # A sheet of CSV has no name: what ends in a space is not to be shortened.
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200, strip=False)
    keep = forms.BooleanField(
        label=_("Remember this for the next file with these headings"), required=False, initial=True
    )

    def __init__(
        self, *args: Any, sheets: Sequence[Sheet], layout: Layout, columns: Sequence[ColumnShown], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._layout = layout
        names = [sheet.name for sheet in sheets]
        self.fields["sheet"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]  # the same
        self.fields["sheet"].initial = layout.sheet.name
        if len(names) == 1:
            self.fields["sheet"].widget = forms.HiddenInput()
        self.fields["heading_row"].initial = layout.heading_row
        self.fields["seen"].initial = self._place
        self.columns = [column for column in columns if not column.is_refused]
        for column in self.columns:
            self.fields[f"column-{column.place}"] = forms.ChoiceField(
                label=_("What stands in “%(heading)s”?") % {"heading": column.heading},
                choices=[("", _("Leave out")), *((str(field), LABELS[field]) for field in Field)],
                required=False,
                initial=column.field or "",
            )

    @property
    def _place(self) -> str:
        return f"{self._layout.heading_row} {self._layout.sheet.name}"[:200]

    def rows(self) -> list[tuple[ColumnShown, forms.BoundField]]:
        return [(column, self[f"column-{column.place}"]) for column in self.columns]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.is_moved:
            return cleaned
        taken: dict[str, str] = {}
        for column in self.columns:
            field = cleaned.get(f"column-{column.place}")
            if field and field in taken:
                self.add_error(
                    f"column-{column.place}",
                    _("“%(field)s” stands in the column “%(other)s” already. Leave one of the two out.")
                    % {"field": LABELS[Field(field)], "other": taken[field]},
                )
            elif field:
                taken[field] = column.heading
        names = {Field.FAMILY_NAME, Field.FULL_NAME, Field.HOUSEHOLD}
        if not names & set(taken) and not self.errors:
            self.add_error(None, _("Say in which column the name stands: without a name no household can be made."))
        return cleaned

    @property
    def is_moved(self) -> bool:
        """Another sheet or row was chosen, here or in another tab: then the columns are guessed anew."""
        sheet = self.cleaned_data.get("sheet") or self._layout.sheet.name
        chosen = f"{self.cleaned_data.get('heading_row')} {sheet}"[:200]
        return {chosen, self.cleaned_data.get("seen") or self._place} != {self._place}

    def chosen(self) -> dict[str, str | None]:
        return {str(one.place): self.cleaned_data.get(f"column-{one.place}") or None for one in self.columns}


class WordsForm(Form):
    """What the words of the list are called here, and what counts where the list says nothing."""

    def __init__(self, *args: Any, words: Sequence[WordsOfField], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._words = words
        for group in words:
            for at, word in enumerate(group.unknown):
                self.fields[f"word-{group.field}-{at}"] = forms.ChoiceField(
                    label=_("What is “%(word)s” here?") % {"word": word.said},
                    help_text=word.where,
                    choices=[("", group.empty_choice), *group.choices],
                    required=False,
                    initial=word.chosen or word.near,
                )
            if group.empty_rows:
                self.fields[f"default-{group.field}"] = forms.ChoiceField(
                    label=group.default_label,
                    help_text=group.empty_where,
                    choices=[("", group.empty_choice), *group.choices],
                    required=False,
                    initial=group.default,
                )

    def groups(self) -> list[tuple[WordsOfField, list[forms.BoundField]]]:
        found = []
        for group in self._words:
            names = [f"word-{group.field}-{at}" for at in range(len(group.unknown))]
            if group.empty_rows:
                names.append(f"default-{group.field}")
            found.append((group, [self[name] for name in names]))
        return found

    def meanings(self, before: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
        """With those of earlier, for words that are not in this file."""
        found = {field: dict(words) for field, words in before.items()}
        for group in self._words:
            of_field = found.setdefault(str(group.field), {})
            for at, word in enumerate(group.unknown):
                meant = self.cleaned_data.get(f"word-{group.field}-{at}")
                if meant:
                    of_field[word.said] = meant
                else:
                    of_field.pop(word.said, None)
        return {field: words for field, words in found.items() if words}

    def defaults(self, before: Mapping[str, str]) -> dict[str, str]:
        found = dict(before)
        for group in self._words:
            if group.empty_rows:
                found[str(group.field)] = self.cleaned_data.get(f"default-{group.field}") or ""
        return {field: value for field, value in found.items() if value}
