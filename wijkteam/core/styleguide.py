"""What the style guide shows: forms and charts with invented content, in Dutch, as the components must hold it."""

from dataclasses import dataclass

from django import forms

from wijkteam.core.charts import (
    Band,
    Bar,
    Columns,
    HorizontalBars,
    Line,
    Lines,
    Marker,
    Part,
    Range,
    Ranges,
    Stacked,
    Whole,
)
from wijkteam.core.forms import (
    CheckboxChips,
    CheckboxColumns,
    DateField,
    FilterForm,
    Form,
    MinutesField,
    NearDateField,
    RadioCards,
    RadioChips,
    TimeField,
)

_THEMES = ("Geld en administratie", "Wonen", "Opvoeden", "Gezondheid", "Meedoen in de buurt", "Mantelzorg", "Werk")
_MONTHS = ("dec", "jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov")


class SampleForm(Form):
    """Each kind of field once."""

    name = forms.CharField(label="Naam van de bewoner", max_length=80)
    birth = DateField(label="Geboortedatum", required=False)
    phone = forms.CharField(
        label="Telefoonnummer", required=False, widget=forms.TextInput({"class": "input--medium", "type": "tel"})
    )
    district = forms.ChoiceField(label="Wijk", choices=[("", "Kies een wijk"), ("1", "Oude Haven"), ("2", "De Weide")])
    origin = forms.ChoiceField(
        label="Hoe kwam de vraag binnen?",
        choices=[("own", "Eigen vraag"), ("network", "Familie of buren"), ("partner", "Een organisatie")],
        widget=RadioCards(
            hints={
                "own": "De bewoner belde, mailde of kwam langs.",
                "network": "Iemand uit de omgeving maakt zich zorgen.",
                "partner": "School, huisarts, woningcorporatie of politie.",
            }
        ),
    )
    kind = forms.ChoiceField(
        label="Soort contact",
        choices=[("visit", "Huisbezoek"), ("phone", "Telefoon"), ("office", "Op kantoor"), ("message", "Bericht")],
        widget=RadioChips(icons={"visit": "home", "phone": "phone", "office": "building", "message": "mail"}),
    )
    urgency = forms.ChoiceField(
        label="Hoe dringend is het?",
        choices=[("now", "Vandaag"), ("week", "Deze week"), ("later", "Kan wachten")],
        widget=forms.RadioSelect,
    )
    present = forms.MultipleChoiceField(
        label="Wie was erbij?",
        required=False,
        choices=[("resident", "Bewoner"), ("partner", "Partner"), ("child", "Kind"), ("school", "School")],
        widget=CheckboxChips,
    )
    themes = forms.MultipleChoiceField(
        label="Waar gaat de vraag over?",
        required=False,
        choices=[(theme.lower(), theme) for theme in _THEMES],
        widget=CheckboxColumns,
    )
    minutes = MinutesField(label="Hoeveel tijd kostte het?")
    on = NearDateField(label="Datum van de afspraak", required=False)
    at = TimeField(label="Tijd van de afspraak", required=False)
    question = forms.CharField(
        label="Wat is de vraag?",
        help_text="Schrijf in de woorden van de bewoner. Zet hier geen medische gegevens.",
        widget=forms.Textarea({"rows": 3}),
    )
    informed = forms.BooleanField(label="De bewoner weet dat wij dit vastleggen", help_text="Vraag het anders eerst.")


class SampleFilter(FilterForm):
    q = forms.CharField(label="Nummer", required=False)
    status = forms.ChoiceField(label="Status", required=False, choices=[("", "Alle"), ("open", "Open")])
    area = forms.ChoiceField(label="Buurt", required=False, choices=[("", "Alle buurten"), ("1", "Oude Haven")])


@dataclass(frozen=True, kw_only=True)
class Tab:
    label: str
    url: str
    current: bool = False
    count: int | None = None


TABS = (
    Tab(label="Tijdlijn", url="#tabs", current=True, count=24),
    Tab(label="Plan", url="#tabs", count=3),
    Tab(label="Gezin", url="#tabs", count=4),
    Tab(label="Uren", url="#tabs"),
)
TREND = (3, 5, 4, 6, 8, 7, 9, 12)


def horizontal_bars() -> HorizontalBars:
    return HorizontalBars(
        key="sample-themes",
        title="Thema's in de open casussen",
        description="Geld en administratie komt het meest voor; eenzaamheid stijgt.",
        label_heading="Thema",
        value_heading="Casussen",
        bars=[
            Bar(label="Geld en administratie", value=41, href="#charts"),
            Bar(label="Opvoeden en opgroeien", value=33, href="#charts"),
            Bar(label="Eenzaamheid", value=25, high=True, note="stijgt drie maanden op rij", href="#charts"),
            Bar(label="Wonen", value=22, href="#charts"),
            Bar(label="Veiligheid thuis", value=None, text="< 10", note="te weinig om te tonen"),
            Bar(label="Werk", value=0),
        ],
        marker=Marker(value=30, label="gemiddelde van de gemeente: 30"),
    )


def ranges() -> Ranges:
    caseloads = (("Marloes Idema", 21), ("Jeroen Vonk", 17), ("Aylin Çelik-Yıldız", 13), ("Tom Rikkers", 9))
    return Ranges(
        key="sample-caseload",
        title="Casussen per medewerker",
        description="Open casussen per voltijds baan; afgesproken is 12 tot 18.",
        label_heading="Medewerker",
        value_heading="Casussen per fte",
        ranges=[
            *(Range(label=name, value=value, low=12, high=18, href="#charts") for name, value in caseloads),
            Range(label="Ilse Draaisma", value=None, low=12, high=18, note="net begonnen"),
        ],
    )


def balance() -> Stacked:
    parts = ("Collectief", "Preventie en outreach", "Netwerk", "Individueel", "Escalatie", "Team en scholing")
    return Stacked(
        key="sample-balance",
        title="Uren deze maand",
        description="23% van de uren ging naar de buurt en preventie; afgesproken is 35%.",
        label_heading="Maand",
        total_heading="Uren",
        parts=[
            *(Part(label=label, series=series) for label, series in zip(parts, (2, 6, 4, 1, 5, 3), strict=True)),
            Part(label="Administratie", series=7),
        ],
        wholes=[Whole(label="november 2026", values=(74, 48, 36, 228, 62, 30, 44))],
        marker=Marker(value=0.35, label="afgesproken 35%"),
        unit="uur",
        counted=2,
        counted_label="buurt en preventie",
    )


def balance_by_month() -> Stacked:
    return Stacked(
        key="sample-months",
        title="Uren per maand",
        description="Het deel voor de buurt en preventie daalt.",
        label_heading="Maand",
        total_heading="Uren",
        parts=[
            Part(label="Buurt en preventie", series=2),
            Part(label="Netwerk", series=4),
            Part(label="Individueel", series=1),
            Part(label="Escalatie", series=5),
            Part(label="Overig", series=7),
        ],
        wholes=[
            Whole(label="september", values=(150, 40, 240, 30, 80)),
            Whole(label="oktober", values=(130, 38, 250, 55, 76)),
            Whole(label="november", values=(122, 36, 228, 62, 74)),
            Whole(label="december", values=(0, 0, 0, 0, 0)),
        ],
        marker=Marker(value=0.35, label="afgesproken ondergrens: 35%"),
        unit="uur",
    )


def flow() -> Lines:
    return Lines(
        key="sample-flow",
        title="In- en uitstroom",
        description="Sinds juni komen er meer casussen bij dan er sluiten.",
        label_heading="Maand",
        labels=_MONTHS,
        lines=[
            Line(label="instroom", values=(12, 14, 11, 15, 13, 12, 16, 14, 17, 19, 18, 21)),
            Line(label="uitstroom", values=(10, 12, 13, 12, 14, 11, 12, 9, 13, 14, 15, 14)),
        ],
    )


def questions() -> Lines:
    return Lines(
        key="sample-questions",
        title="Nieuwe hulpvragen",
        description="In oktober meer dan gewoon; over mei is niets bekend.",
        label_heading="Maand",
        labels=_MONTHS,
        lines=[Line(label="vragen", values=(22, 25, 19, 24, 21, None, 26, 24, 28, 31, 36, 27))],
        band=Band(low=15, high=32, centre=25.7, label="gewoon: 15 tot 32"),
        marked=[(0, 10)],
        note="In oktober meer dan gewoon: kijk wat er was. Gewoon is 15 tot 32, volgens deze 11 maanden.",
    )


def signals() -> Columns:
    return Columns(
        key="sample-signals",
        title="Signalen per maand",
        description="Veertien signalen in oktober; in juli te weinig om te tonen.",
        label_heading="Maand",
        value_heading="Signalen",
        bars=[
            Bar(label=month, value=value, text="x" if value is None else "")
            for month, value in zip(_MONTHS, (4, 6, 5, 9, 7, 8, 12, None, 6, 11, 14, 9), strict=True)
        ],
    )
