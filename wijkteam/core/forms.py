"""Base classes of every form: our own messages, and fields that read what people write here."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from wijkteam.core.form_html import DRAWN

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

ModelT = TypeVar("ModelT", bound=models.Model)
_MARKS_OF_CHOICE = (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple)


class BoundField(forms.BoundField):
    """A field on the page: with our class, and `aria-required` in place of the browser's `required`."""

    def build_widget_attrs(self, attrs: Mapping[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        built: dict[str, Any] = super().build_widget_attrs(dict(attrs), widget)
        if self.use_fieldset:
            built.pop("aria-invalid", None)  # no attribute of a radio button: the group says what is wrong
        if widget.is_hidden:
            return built
        if widget.attrs.get("placeholder") == self.label:
            built["placeholder"] = False  # a label says it already, and does not go away
        if not isinstance(widget, _MARKS_OF_CHOICE):
            own = widget.attrs.get("class", "")
            built["class"] = f"input {own}".strip()
        if self.field.required and not self.use_fieldset and not built.get("required"):
            built["aria-required"] = "true"
        return built

    @property
    def is_marked_optional(self) -> bool:
        return not self.field.required and getattr(self.form, "marks_optional", True)

    @property
    def is_single_checkbox(self) -> bool:
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def focus_id(self) -> str:
        """The id of the first thing in this field that can have the focus: where an error links to."""
        return f"{self.auto_id}_0" if self.use_fieldset else self.id_for_label


class Renderer(TemplatesSetting):
    """Forms, also those of allauth, are drawn by core/form_html.py and templates/django/forms/ with our BoundField."""

    bound_field_class = BoundField

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        draw = DRAWN.get(template_name)
        return draw(context) if draw else super().render(template_name, context, request)


class _Kind:
    """What our forms have in common."""

    use_required_attribute = False
    marks_optional = True
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = _required_message(field, name)


def _say_required(field: forms.Field, name: str) -> str:
    label = {"field": field.label or name.replace("_", " ").capitalize()}
    if isinstance(field, forms.BooleanField):
        return _("Tick “%(field)s”.") % label
    if isinstance(field, (forms.ChoiceField, forms.ModelChoiceField)):
        return _("Choose “%(field)s”.") % label
    return _("Fill in “%(field)s”.") % label


# Nobody reads most of them: they are put into words when somebody does.
_required_message = lazy(_say_required, str)


class Form(_Kind, forms.Form):
    """A form for a use case. A missing answer is asked for by name, never "this field is required"."""


class FilterForm(Form):
    """Filters above a list: nothing is required, and no label says so. Give each field `required=False`."""

    marks_optional = False


if TYPE_CHECKING:

    class _ModelForm(forms.ModelForm[ModelT]): ...

else:

    class _ModelForm(forms.ModelForm):
        """Django's own cannot be written with its model in brackets at run time."""

        def __class_getitem__(cls, model: type[models.Model]) -> type:
            return cls


class ModelForm(_Kind, _ModelForm[ModelT]):
    """A form that edits one row and no more."""


# -- dates, times, minutes -------------------------------------------------------------------------


class DateInput(forms.DateInput):
    """One text field: `<input type=date>` is a torment for a date of birth."""

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__(
            {"inputmode": "numeric", "autocomplete": "off", "class": "input--date", **(attrs or {})},
            "%d-%m-%Y",
        )


class DateField(forms.DateField):
    """A date as people write it: 31-12-1975, 31/12/1975, 31 12 1975, 31.12.1975 or 1975-12-31.

    A year of two figures is refused rather than guessed.
    """

    widget = DateInput
    default_error_messages = {
        "invalid": _("Write the date as day-month-year, for example 31-12-1975."),
        "impossible": _("This date does not exist. Check the day and the month."),
        "short_year": _("Write the year in four figures, for example 31-12-1975."),
    }
    _written = re.compile(r"(\d{1,2})[-/. ]+(\d{1,2})[-/. ]+(\d{4}|\d{2})")
    _iso = re.compile(r"(\d{4})-(\d{2})-(\d{2})")

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("For example 31-12-1975."))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> dt.date | None:
        if value in self.empty_values or isinstance(value, dt.date):
            return super().to_python(value)
        text = str(value).strip()
        if match := self._iso.fullmatch(text):
            year, month, day = match.groups()
        elif match := self._written.fullmatch(text):
            day, month, year = match.groups()
        else:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if len(year) == 2:
            raise ValidationError(self.error_messages["short_year"], code="short_year")
        try:
            return dt.date(int(year), int(month), int(day))
        except ValueError:
            raise ValidationError(self.error_messages["impossible"], code="impossible") from None


class NearDateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__({"class": "input--date", **(attrs or {})}, "%Y-%m-%d")


class NearDateField(forms.DateField):
    """A date within a few months, such as an appointment: there the browser's calendar helps."""

    widget = NearDateInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"], **kwargs)


class TimeField(forms.TimeField):
    """A time of day: 14.05, 14:05 or 1405."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "input--short"})
    default_error_messages = {"invalid": _("Write the time as hours and minutes, for example 14:05.")}

    def to_python(self, value: Any) -> dt.time | None:
        if value in self.empty_values or isinstance(value, dt.time):
            return super().to_python(value)
        match = re.fullmatch(r"(\d{1,2})[:. ]?(\d{2})", str(value).strip().removesuffix("uur").strip())
        if match is None or int(match[1]) > 23 or int(match[2]) > 59:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return dt.time(int(match[1]), int(match[2]))

    def prepare_value(self, value: Any) -> Any:
        return value.strftime("%H:%M") if isinstance(value, dt.time) else value


class MinutesInput(forms.TextInput):
    """A text field with buttons for the usual amounts; without JavaScript the buttons stay hidden."""

    template_name = "django/forms/widgets/minutes.html"

    def __init__(
        self, attrs: Mapping[str, Any] | None = None, *, choices: Iterable[int] = (15, 30, 45, 60, 90)
    ) -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off", "class": "input--short", **(attrs or {})})
        self.choices = tuple(choices)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return {**super().get_context(name, value, attrs), "choices": self.choices}


class MinutesField(forms.Field):
    """An amount of time, as whole minutes: 90, 1:30, 1u30, 1,5 uur, 1 uur 30 min, 45 min.

    Bare numbers are minutes, a decimal comma makes hours. `1.30` is refused: it is an hour and a half to one
    reader and 78 minutes to the next.
    """

    widget = MinutesInput
    default_error_messages = {
        "invalid": _("Write minutes, for example 45, or hours and minutes, for example 1:30."),
        "too_small": ngettext_lazy("Write at least %(limit)d minute.", "Write at least %(limit)d minutes.", "limit"),
        "too_large": _("That is more than %(limit)d minutes. Check what you wrote."),
    }
    _minutes = re.compile(r"(\d{1,4})\s*(?:m|min|minuten|minutes|minuut|minute)?")
    _clock = re.compile(r"(\d{1,2}):([0-5]\d)(?:\s*(?:u|uur|h))?")
    _words = re.compile(
        r"(\d{1,2})\s*(?:u|uur|h|hour|hours|uren)\.?\s*(?:en\s*|and\s*)?(?:(\d{1,2})\s*(?:m|min|minuten|minutes)?\.?)?"
    )
    _decimal = re.compile(r"(\d{1,2}),(\d{1,2})\s*(?:u|uur|uren|h|hours)?")

    def __init__(self, *, min_value: int = 1, max_value: int = 16 * 60, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.min_value, self.max_value = min_value, max_value

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        text = str(value).strip().lower()
        if match := self._minutes.fullmatch(text):
            minutes = int(match[1])
        elif match := self._clock.fullmatch(text):
            minutes = 60 * int(match[1]) + int(match[2])
        elif match := self._words.fullmatch(text):
            minutes = 60 * int(match[1]) + int(match[2] or 0)
        elif match := self._decimal.fullmatch(text):
            minutes = round(60 * float(f"{match[1]}.{match[2]}"))
        else:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return minutes

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        for code, limit, wrong in (
            ("too_small", self.min_value, value < self.min_value),
            ("too_large", self.max_value, value > self.max_value),
        ):
            if wrong:
                raise ValidationError(self.error_messages[code], code=code, params={"limit": limit})


# -- choices ---------------------------------------------------------------------------------------


class _WithExtras:
    """Lets each choice carry an icon or a line of explanation, by value."""

    icons: Mapping[str, str]
    hints: "Mapping[str, _StrOrPromise]"

    def __init__(
        self,
        attrs: Mapping[str, Any] | None = None,
        choices: Any = (),
        *,
        icons: Mapping[str, str] | None = None,
        hints: "Mapping[str, _StrOrPromise] | None" = None,
    ) -> None:
        super().__init__(dict(attrs or {}), choices)  # type: ignore[call-arg]  # the widget comes after us
        self.icons = {str(key): icon for key, icon in (icons or {}).items()}
        self.hints = {str(key): hint for key, hint in (hints or {}).items()}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)  # type: ignore[misc]
        return {**option, "icon": self.icons.get(str(value), ""), "hint": self.hints.get(str(value), "")}


class RadioChips(_WithExtras, forms.RadioSelect):
    """One of a few short choices, beside each other."""

    template_name = "django/forms/widgets/chips.html"


class CheckboxChips(_WithExtras, forms.CheckboxSelectMultiple):
    """Any of a few short choices, beside each other."""

    template_name = "django/forms/widgets/chips.html"


class RadioCards(_WithExtras, forms.RadioSelect):
    """One of a few choices that each need a line of explanation."""

    template_name = "django/forms/widgets/choice_cards.html"


class CheckboxColumns(_WithExtras, forms.CheckboxSelectMultiple):
    """Any of many choices, in columns where there is room."""

    template_name = "django/forms/widgets/choice_columns.html"


class CheckboxCards(_WithExtras, forms.CheckboxSelectMultiple):
    """Any of several choices, each as large as a thumb: for ticking off a group on a phone."""

    template_name = "django/forms/widgets/choice_cards.html"
