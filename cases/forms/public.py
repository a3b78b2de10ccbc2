"""What residents send through the page of a team: as few fields as can be, and two traps for robots."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from collectief.enums import SignalSource
from wijkteam.areas.forms.choices import AreaField
from wijkteam.core.forms import Form, RadioChips
from wijkteam.core.request_keys import RequestKeyField

# Nobody reads the page and writes a sentence within three seconds.
LEAST_TIME = timedelta(seconds=3)
LONGEST_TEXT = 4000
_SIGNER = signing.TimestampSigner(salt="cases.public")


def _fresh_stamp() -> str:
    return _SIGNER.sign("form")


class StampField(forms.CharField):
    """Hidden: when the page was made, signed. Refuses a form that comes back faster than somebody can write."""

    widget = forms.HiddenInput
    default_error_messages = {
        "too_fast": _("That went very fast. Look at what you wrote, and then press the button once more."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(initial=_fresh_stamp, required=False, **kwargs)

    def clean(self, value: Any) -> str:
        stamp = str(super().clean(value))
        if not _is_ours(stamp) or _is_ours(stamp, max_age=LEAST_TIME):
            raise ValidationError(self.error_messages["too_fast"], code="too_fast")
        return stamp

    def bound_data(self, data: Any, initial: Any) -> str:
        """A form that comes back keeps its stamp, so that the second try passes; a broken one is renewed."""
        return data if data and _is_ours(data) else _fresh_stamp()


def _is_ours(stamp: str, *, max_age: timedelta | None = None) -> bool:
    try:
        _SIGNER.unsign(stamp, max_age=max_age)
    except signing.BadSignature:  # also when it is older than max_age
        return False
    return True


class PublicForm(Form):
    """The traps: `website` is invisible to people, and `stamp` knows when the page was made."""

    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    stamp = StampField()
    request_key = RequestKeyField()

    @property
    def is_from_a_robot(self) -> bool:
        """Somebody filled in the field that nobody sees."""
        return bool(self.data.get(self.add_prefix("website"), "").strip())

    def visible_questions(self) -> list[BoundField]:
        """The fields that people answer."""
        return [field for field in self.visible_fields() if field.name != "website"]


def _text(**kwargs: Any) -> forms.CharField:
    return forms.CharField(max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 6}), **kwargs)


class AskForMyselfForm(PublicForm):
    """A resident asks for help."""

    asked = _text(
        label=_("What is going on?"),
        help_text=_("Write it in your own words. A few sentences are enough."),
    )
    asker = forms.CharField(
        label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    reach = forms.CharField(
        label=_("Your telephone number or e-mail address"),
        max_length=200,
        help_text=_("So that we can call you or write to you."),
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
    )
    area = AreaField(label=_("Your neighbourhood"), required=False, empty_label=_("I do not know"))


class AskForAnotherForm(PublicForm):
    """Family, a neighbour or a friend asks for somebody."""

    asked = _text(
        label=_("What is going on?"),
        help_text=_("What do you see, and what would help? A few sentences are enough."),
    )
    resident = forms.CharField(
        label=_("Who is it about?"),
        max_length=200,
        required=False,
        help_text=_("You may leave the name out."),
    )
    asker = forms.CharField(
        label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    reach = forms.CharField(
        label=_("Your telephone number or e-mail address"),
        max_length=200,
        help_text=_("We first call you, and together we look at what is wise."),
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
    )
    area = AreaField(label=_("The neighbourhood"), required=False, empty_label=_("I do not know"))


class PassOnForm(PublicForm):
    """Somebody noticed something in the neighbourhood and passes it on, with or without a name."""

    text = _text(
        label=_("What did you notice?"),
        help_text=_(
            "For example: an older neighbour whom nobody sees any more, or a street where it does not feel safe."
        ),
    )
    place = forms.CharField(
        label=_("Where is it?"), max_length=200, required=False, help_text=_("A street or a place is enough.")
    )
    source = forms.ChoiceField(
        label=_("Who are you?"),
        choices=[
            (SignalSource.RESIDENT, _("I live or work here")),
            (SignalSource.VOLUNTEER, _("I am a volunteer")),
            (SignalSource.PARTNER, _("I work at an organisation")),
        ],
        initial=SignalSource.RESIDENT,
        required=False,
        widget=RadioChips(
            icons={
                SignalSource.RESIDENT: "user",
                SignalSource.VOLUNTEER: "heart-handshake",
                SignalSource.PARTNER: "building-community",
            }
        ),
    )
    signaller = forms.CharField(
        label=_("Your name"), max_length=200, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    reach = forms.CharField(
        label=_("Your telephone number or e-mail address"),
        max_length=200,
        required=False,
        help_text=_("If you leave it, we tell you what we did with it."),
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
    )
    area = AreaField(label=_("The neighbourhood"), required=False, empty_label=_("I do not know"))
