"""Fields that read what people write, and markup whose parts find each other."""

import datetime as dt
from html.parser import HTMLParser
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.translation import override

from wijkteam.core.forms import DateField, FilterForm, Form, MinutesField, ModelForm, NearDateField, TimeField
from wijkteam.core.styleguide import SampleFilter, SampleForm


class Page(HTMLParser):
    """The elements of a piece of HTML, in order, with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def all(self, attribute: str) -> list[str]:
        return [value for _, attributes in self.elements if (value := attributes.get(attribute)) is not None]

    def by_id(self, id_: str) -> tuple[str, dict[str, str | None]]:
        return next(element for element in self.elements if element[1].get("id") == id_)


@pytest.fixture(autouse=True)
def _in_dutch() -> Any:
    with override("nl"):
        yield


@pytest.mark.parametrize(
    "written", ["31-12-1975", "31/12/1975", "31 12 1975", "31.12.1975", "1975-12-31", " 31 - 12 - 1975 "]
)
def test_a_date_is_read_however_it_is_written(written: str) -> None:
    assert DateField().clean(written) == dt.date(1975, 12, 31)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("31-12-75", "short_year"),
        ("31-02-1975", "impossible"),
        ("12-31-1975", "impossible"),
        ("gisteren", "invalid"),
        ("31121975", "invalid"),
        ("1-1-1", "invalid"),
        ("0-1-1975", "impossible"),
    ],
)
def test_a_date_that_could_be_misread_is_asked_again(written: str, code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        DateField().clean(written)
    assert caught.value.code == code


def test_a_date_comes_back_as_it_was_written() -> None:
    class Birth(Form):
        on = DateField(label="Geboortedatum")

    assert 'value="31-2-75"' in Birth({"on": "31-2-75"})["on"].as_widget()
    assert 'value="31-12-1975"' in Birth(initial={"on": dt.date(1975, 12, 31)})["on"].as_widget()


def test_a_near_date_uses_the_browsers_calendar() -> None:
    class Appointment(Form):
        on = NearDateField(label="Datum")

    widget = Appointment(initial={"on": dt.date(2026, 11, 5)})["on"].as_widget()
    assert 'type="date"' in widget
    assert 'value="2026-11-05"' in widget
    assert NearDateField().clean("05-11-2026") == NearDateField().clean("2026-11-05") == dt.date(2026, 11, 5)


@pytest.mark.parametrize(
    ("written", "read"), [("14:05", (14, 5)), ("14.05 uur", (14, 5)), ("1405", (14, 5)), ("9:30", (9, 30))]
)
def test_a_time_is_read_however_it_is_written(written: str, read: tuple[int, int]) -> None:
    assert TimeField().clean(written) == dt.time(*read)


@pytest.mark.parametrize("written", ["24:00", "12:60", "twaalf", "9"])
def test_a_time_that_does_not_exist_is_refused(written: str) -> None:
    with pytest.raises(ValidationError, match="uren en minuten"):
        TimeField().clean(written)


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("45", 45),
        ("45 min", 45),
        ("45 minuten", 45),
        ("1:30", 90),
        ("1:30 uur", 90),
        ("1u30", 90),
        ("1 uur", 60),
        ("1 uur 30", 90),
        ("1 uur en 30 minuten", 90),
        ("2 u.", 120),
        ("1,5", 90),
        ("1,5 uur", 90),
        ("0,25 uur", 15),
        ("1,75 UUR", 105),
    ],
)
def test_minutes_are_read_however_they_are_written(written: str, minutes: int) -> None:
    assert MinutesField().clean(written) == minutes


@pytest.mark.parametrize(
    ("written", "code"),
    [("1.30", "invalid"), ("een uur", "invalid"), ("-5", "invalid"), ("0", "too_small"), ("1000", "too_large")],
)
def test_minutes_that_could_be_misread_are_refused(written: str, code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        MinutesField().clean(written)
    assert caught.value.code == code
    assert "%(" not in " ".join(caught.value.messages)


def test_no_minutes_is_none_or_an_error() -> None:
    assert MinutesField(required=False).clean("") is None
    with pytest.raises(ValidationError):
        MinutesField().clean("  ")


def test_what_is_not_required_says_so_and_nothing_has_the_browsers_own_check() -> None:
    html = str(SampleForm())
    page = Page(html)
    optional = sum(not field.required for field in SampleForm().fields.values())
    assert html.count("(niet verplicht)") == optional > 0
    assert not [attributes for _, attributes in page.elements if "required" in attributes]
    assert page.by_id("id_name")[1]["aria-required"] == "true"
    assert "aria-required" not in page.by_id("id_birth")[1]


def test_filters_do_not_say_that_they_are_optional() -> None:
    assert "(niet verplicht)" not in str(SampleFilter())


def test_the_parts_of_each_field_find_each_other() -> None:
    page = Page(str(SampleForm({"birth": "31-12-75"})))
    ids = page.all("id")
    assert len(ids) == len(set(ids)), "an id stands twice on the page"
    for described in page.all("aria-describedby"):
        for id_ in described.split():
            assert id_ in ids, f"aria-describedby points at {id_}, which is not there"
    for target in page.all("for"):
        assert target in ids, f"a label points at {target}, which is not there"
    assert page.by_id("id_name")[1]["aria-invalid"] == "true"
    assert page.by_id("id_name")[1]["aria-describedby"] == "id_name_error"
    assert page.by_id("id_question")[1]["aria-describedby"] == "id_question_helptext id_question_error"


def test_a_group_of_choices_is_described_as_a_group() -> None:
    page = Page(str(SampleForm({})))
    tag, attributes = page.by_id("id_origin_group")
    assert tag == "fieldset"
    assert attributes["aria-describedby"] == "id_origin_error"
    assert not any("aria-invalid" in option for name, option in page.elements if option.get("type") == "radio")


def test_each_error_above_the_form_leads_to_its_field() -> None:
    form = SampleForm({})
    html = render_to_string("components/error_summary.html", {"form": form})
    targets = [href[1:] for href in Page(html).all("href")]
    ids = Page(str(form)).all("id")
    assert len(targets) == len(form.errors) > 5
    assert set(targets) <= set(ids)
    assert "tabindex" in Page(html).elements[0][1], "the summary takes the focus"


def test_a_form_without_errors_has_no_summary() -> None:
    assert render_to_string("components/error_summary.html", {"form": SampleForm()}).strip() == ""


def test_an_error_of_the_whole_form_stands_in_the_summary() -> None:
    form = SampleForm({})
    form.add_error(None, "Deze casus is <intussen> gesloten.")
    html = str(form)
    assert html.count("Deze casus is &lt;intussen&gt; gesloten.") == 1


def test_a_missing_answer_is_asked_for_by_name() -> None:
    class Question(Form):
        name = forms.CharField(label="Naam")
        area = forms.ChoiceField(label="Wijk", choices=[])
        agreed = forms.BooleanField(label="Akkoord")
        own = forms.CharField(label="Eigen", error_messages={"required": "Schrijf iets."})

    errors = Question({}).errors
    assert errors["name"] == ["Vul ‘Naam’ in."]
    assert errors["area"] == ["Kies een antwoord bij ‘Wijk’."]
    assert errors["agreed"] == ["Zet een vinkje bij ‘Akkoord’."]
    assert errors["own"] == ["Schrijf iets."]


def test_a_missing_answer_is_asked_for_in_the_language_of_the_moment() -> None:
    class Question(Form):
        name = forms.CharField(label="Name")

    with override("en"):
        assert Question({}).errors["name"] == ["Fill in “Name”."]
    assert Question({}).errors["name"] == ["Vul ‘Name’ in."]


def test_a_placeholder_that_repeats_the_label_is_left_out() -> None:
    class SignIn(forms.Form):
        login = forms.CharField(label="Gebruikersnaam", widget=forms.TextInput({"placeholder": "Gebruikersnaam"}))

    assert "placeholder" not in str(SignIn()["login"])


def test_forms_of_others_get_our_markup_too() -> None:
    class Foreign(forms.Form):
        code = forms.CharField(label="Code")

    assert 'class="input"' in str(Foreign()["code"])
    assert 'class="field"' in str(Foreign())


def test_buttons_for_minutes_stand_where_they_are_and_send_nothing() -> None:
    page = Page(str(SampleForm()["minutes"]))
    buttons = [attributes for tag, attributes in page.elements if tag == "button"]
    assert [button["value"] for button in buttons] == ["15", "30", "45", "60", "90"]
    assert all("hidden" not in button and button["type"] == "button" for button in buttons)


def test_base_classes_can_name_their_model_at_run_time() -> None:
    assert ModelForm[Any] is ModelForm
    assert issubclass(FilterForm, Form)
