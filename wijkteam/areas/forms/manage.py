from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from wijkteam.areas.enums import WordKey
from wijkteam.areas.models import Theme
from wijkteam.areas.selectors.life_domains import life_domains
from wijkteam.areas.selectors.words import DEFAULTS
from wijkteam.core.forms import CheckboxColumns, DateField, Form, ModelForm

if TYPE_CHECKING:
    from django.forms.boundfield import BoundField

_CODE_LENGTH = 30


class TermsForm(Form):
    """Each in days; the agreement that runs ends on the first day of this one."""

    starts_on = DateField(label=_("From which day?"))
    acute_hours = forms.IntegerField(label=_("Hours to triage, when somebody is in danger"), min_value=1, max_value=168)
    soon_days = forms.IntegerField(
        label=_("Days to triage, when it must be within a few days"), min_value=1, max_value=30
    )
    triage_days = forms.IntegerField(label=_("Days to triage"), min_value=1, max_value=365)
    coordinator_days = forms.IntegerField(label=_("Days to a coordinator"), min_value=1, max_value=365)
    plan_days = forms.IntegerField(label=_("Days to a plan"), min_value=1, max_value=365)
    silence_days = forms.IntegerField(
        label=_("Days without contact"),
        min_value=1,
        max_value=365,
        help_text=_("After this many days without a contact the dashboard asks for attention."),
    )
    partner_days = forms.IntegerField(
        label=_("Days to an answer of a partner"),
        min_value=1,
        max_value=365,
        help_text=_("For a partner with whom a team agreed nothing on waiting."),
    )
    uses_statutory_clock = forms.BooleanField(
        label=_("Teams keep the terms of the Wmo"),
        required=False,
        help_text=_("The seven days, six weeks and two weeks of the law. Without this no screen speaks of them."),
    )


class ThemeForm(ModelForm[Theme]):
    """The code is made from the name, once: figures of earlier years refer to it."""

    life_domains = forms.MultipleChoiceField(
        label=_("Parts of life that go with it"),
        choices=life_domains,
        required=False,
        widget=CheckboxColumns(),
        help_text=_("A goal in one of these is about this theme: partners and initiatives of the theme are suggested."),
    )

    class Meta:
        model = Theme
        fields: ClassVar = ["name", "name_en", "life_domains", "is_sensitive", "is_active"]
        labels: ClassVar = {
            "name": _("Name"),
            "name_en": _("Name in English"),
            "is_sensitive": _("Sensitive"),
            "is_active": _("In use"),
        }
        help_texts: ClassVar = {
            "is_sensitive": _("Gets extra protection in reports: violence, health, debts."),
            "is_active": _("A theme that is not in use cannot be chosen any more; what has it keeps it."),
        }

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if Theme.objects.filter(name__iexact=name).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("There is a theme with this name already."), code="taken")
        return name

    def save(self, commit: bool = True) -> Theme:
        if not self.instance.code:
            self.instance.code = self._new_code()
        return super().save(commit)

    def _new_code(self) -> str:
        plain = slugify(self.cleaned_data["name"])[:_CODE_LENGTH].strip("-") or "thema"
        taken = set(Theme.objects.filter(code__startswith=plain[: _CODE_LENGTH - 4]).values_list("code", flat=True))
        candidates = (plain, *(f"{plain[: _CODE_LENGTH - 4]}-{number}" for number in range(2, 1000)))
        return next(code for code in candidates if code not in taken)


class WordsForm(Form):
    """One and several of each word in each language; left empty it is the usual word."""

    name = forms.CharField(label=_("Name of the municipality"), max_length=100)

    def __init__(self, *args: Any, own: Mapping[tuple[str, str], tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key in WordKey:
            for language, name in settings.LANGUAGES:
                with override(language):
                    usual = [str(said) for said in DEFAULTS[key]]
                said = own.get((language, key.value), ("", ""))
                for index, part in enumerate((_("one"), _("several"))):
                    self.fields[f"{key.value}_{language}_{index}"] = forms.CharField(
                        label=f"{gettext(str(name))}, {part}",
                        max_length=60,
                        required=False,
                        initial=said[index],
                        help_text=_("Usually: %(word)s") % {"word": usual[index]},
                    )

    def groups(self) -> "Iterator[tuple[str, list[BoundField]]]":
        """The fields of each word, under its name."""
        for key in WordKey:
            yield (
                capfirst(str(key.label)),
                [
                    self[f"{key.value}_{language}_{index}"]
                    for language, _name in settings.LANGUAGES
                    for index in range(2)
                ],
            )

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        for key in WordKey:
            for language, _name in settings.LANGUAGES:
                one, several = (f"{key.value}_{language}_{index}" for index in range(2))
                for missing, other in ((one, several), (several, one)):
                    if answers.get(other) and not answers.get(missing) and missing not in self.errors:
                        self.add_error(missing, _("Fill in both: the word for one and for several."))
        return answers

    def words(self) -> dict[tuple[str, str], tuple[str, str] | None]:
        """(key, language) -> (one, several); None where the usual word does."""
        found: dict[tuple[str, str], tuple[str, str] | None] = {}
        for key in WordKey:
            for language, _name in settings.LANGUAGES:
                one, several = (self.cleaned_data[f"{key.value}_{language}_{index}"].strip() for index in range(2))
                found[key.value, language] = (one, several) if one else None
        return found
