"""Make households and cases of the rows of a list, and say of each row what is wrong with it. Writes nothing."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from cases.enums import ClosingReason, HouseholdRole
from cases.services.caseload import values
from cases.services.caseload.columns import Field, Layout, plain
from cases.services.caseload.known import Books, Worker
from wijkteam.areas.models import Area, Theme
from wijkteam.core.personal_marks import without_citizen_service_numbers
from wijkteam.core.spreadsheets import Cell
from wijkteam.teams.models import Team

_OLDEST = dt.date(1890, 1, 1)
_FIRST_CASE = dt.date(1990, 1, 1)
MOST_IN_A_HOUSEHOLD = 25


class Severity(StrEnum):
    """An error stops the whole file; a warning says what was made of a row; what is skipped is here already."""

    ERROR = "error"
    WARNING = "warning"
    SKIPPED = "skipped"


@dataclass(frozen=True, kw_only=True)
class Problem:
    """`row` is the row in the file, from 1; `column` its heading there, empty when it is about the whole row."""

    row: int
    field: Field | None
    column: str
    severity: Severity
    text: str
    # The case (and household) that it names: whoever reads this has seen it.
    known: tuple[int, int] | None = None


@dataclass(frozen=True, kw_only=True)
class NewPerson:
    given_name: str
    family_name: str
    birth_date: dt.date | None
    phone: str
    email: str
    role: HouseholdRole


@dataclass(kw_only=True)
class NewCase:
    """A household with its case, as it will be made. `rows` are the rows it comes from."""

    rows: list[int]
    reference: str
    name: str
    street: str
    postcode: str
    city: str
    team: Team
    area: Area
    theme: Theme
    coordinator: Worker | None
    opened_on: dt.date
    closed_on: dt.date | None
    closing_reason: ClosingReason | None
    closing_note: str
    question: str
    underlying: str
    has_safety_concern: bool
    persons: list[NewPerson] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What the list itself does not say, or says in other words.

    `defaults` fill empty cells (of area, team, theme, coordinator, city); `meanings` say of a field what a word in the
    list stands for here, such as {"theme": {"GGZ": "psychiatry"}}.
    """

    defaults: Mapping[Field, str] = field(default_factory=dict)
    meanings: Mapping[Field, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What would be made, and every problem in the order of the file."""

    cases: Sequence[NewCase]
    problems: Sequence[Problem]

    @property
    def is_ready(self) -> bool:
        return not any(one.severity == Severity.ERROR for one in self.problems)

    def count(self, severity: Severity) -> int:
        return sum(one.severity == severity for one in self.problems)


class _Row:
    """The cells of one row by field, and what is found wrong with them."""

    def __init__(self, number: int, cells: Sequence[Cell], layout: Layout, choices: Choices) -> None:
        self.number = number
        self.problems: list[Problem] = []
        self._choices = choices
        self._cells = {
            column.field: cells[column.place]
            for column in layout.columns
            if column.field is not None and column.place < len(cells)
        }
        self._headings = {column.field: column.heading for column in layout.columns if column.field is not None}
        self._month_first = layout.month_first
        self._texts: dict[Field, str] = {}
        self.filled = [cell for cell in cells if values.text(cell)]

    def cell(self, field: Field) -> Cell:
        return self._cells.get(field)

    def has(self, field: Field) -> bool:
        return field in self._headings

    def text(self, field: Field, *, most: int = 4000) -> str:
        if field not in self._texts:
            self._texts[field] = values.text(self.cell(field))
        return self._within(field, self._texts[field], most)

    def long_text(self, field: Field, *, most: int = 4000) -> str:
        """What somebody wrote, without the citizen service numbers in it: those are not taken in anywhere."""
        said = values.long_text(self.cell(field))
        bare = without_citizen_service_numbers(said, instead=_("[number left out]"))
        if bare != said:
            self.warn(field, _("A citizen service number stands in this text; it is left out."))
        return self._within(field, bare, most)

    def _within(self, field: Field, said: str, most: int) -> str:
        if len(said) > most:
            self.problem(field, _("This is longer than %(most)s characters. Shorten it.") % {"most": most})
            return said[:most]
        return said

    def meant(self, field: Field, *, most: int = 200) -> str:
        """What the cell stands for here: its own words, what they were said to mean, or the default."""
        said = self.text(field, most=most) or self._choices.defaults.get(field, "")
        meanings = self._choices.meanings.get(field, {})
        return next((meant for word, meant in meanings.items() if plain(word) == plain(said)), said)

    def day(self, field: Field, *, today: dt.date) -> dt.date | None:
        """Of a week, month or year it is the first day, and the last when that is about an end."""
        try:
            return values.day(self.cell(field), latest=today, month_first=field in self._month_first)
        except values.NotReadable as error:
            span = values.span(self.cell(field))
            if span is None:
                self.problem(field, str(error))
                return None
        said = self.text(field)[:40]
        if field == Field.BIRTH_DATE:
            self.warn(field, _("“%(value)s” is no whole date of birth; it is left out.") % {"value": said})
            return None
        found = min(span[1], today) if field == Field.CLOSED_ON else span[0]
        shown = {"value": said, "day": found.strftime("%d-%m-%Y")}
        self.warn(field, _("“%(value)s” names no day; it becomes %(day)s.") % shown)
        return found

    def problem(self, field: Field | None, text: str, *, severity: Severity = Severity.ERROR) -> None:
        column = self._headings.get(field, "") if field else ""
        self.problems.append(Problem(row=self.number, field=field, column=column, severity=severity, text=text))

    def warn(self, field: Field | None, text: str) -> None:
        self.problem(field, text, severity=Severity.WARNING)


def check(layout: Layout, *, books: Books, choices: Choices, today: dt.date) -> Checked:
    """Every row becomes a household with a case, or a person in the household of an earlier row.

    Rows belong together when they carry the same reference; without one, when name, street and postcode of the
    household are the same.
    """
    made: dict[object, NewCase] = {}
    skipped: set[object] = set()
    problems: list[Problem] = []
    above: Sequence[Cell] = ()
    for number, written in layout.lines():
        cells = _without_dittos(written, above)
        row = _Row(number, cells, layout, choices)
        if why_not := _is_no_household(row, layout):
            row.problem(None, why_not, severity=Severity.SKIPPED)
            problems += row.problems
            continue
        above = cells
        person = _person(row, today=today)
        key = _key(row, person, number)
        if key in made:
            _join(made[key], row, person)
        elif key in skipped:
            row.problem(None, _("Belongs to a household that is here already."), severity=Severity.SKIPPED)
        else:
            reference = row.text(Field.REFERENCE, most=60)
            if reference and books.has_reference(reference):
                row.problem(
                    Field.REFERENCE,
                    _("“%(value)s” was taken in before. It is left as it is.") % {"value": reference},
                    severity=Severity.SKIPPED,
                )
                skipped.add(key)
            else:
                new = _case(row, person, books=books, today=today)
                if new is not None:
                    made[key] = new
        problems += row.problems
    problems += list(_known(made.values(), books, layout))
    for new in made.values():
        if not new.name:
            new.name = new.persons[0].family_name if new.persons else ""
    return Checked(
        cases=[one for one in made.values() if one.persons], problems=sorted(problems, key=lambda one: one.row)
    )


def _without_dittos(cells: Sequence[Cell], above: Sequence[Cell]) -> Sequence[Cell]:
    """Where it says “idem”, what stood above it."""
    if not any(values.is_ditto(cell) for cell in cells):
        return cells
    return [
        (above[place] if place < len(above) else None) if values.is_ditto(cell) else cell
        for place, cell in enumerate(cells)
    ]


def _is_no_household(row: _Row, layout: Layout) -> str:
    """Why this row is none, as a sentence: a total, a remark under the list, the headings once more. Else empty."""
    said = [plain(row.text(one)) for one in (Field.REFERENCE, Field.HOUSEHOLD, Field.FULL_NAME, Field.FAMILY_NAME)]
    said.append(plain(values.text(row.filled[0])) if len(row.filled) <= 4 else "")
    if any(one.split()[:1] in _SUMS for one in said if one):
        return _("This looks like a total and not like a household.")
    if len(row.filled) >= 3 and all(plain(values.text(cell)) in layout.plain_headings for cell in row.filled):
        return _("These are the headings once more.")
    only = values.text(row.filled[0]) if len(row.filled) == 1 else ""
    if only and len(layout.columns) > 3 and (len(only) > 40 or any(one in only for one in ":=*0123456789")):
        return _("This looks like a remark beside the list and not like a household.")
    is_named = any(row.text(one) for one in (Field.FULL_NAME, Field.FAMILY_NAME, Field.HOUSEHOLD, Field.GIVEN_NAME))
    if only and len(layout.columns) > 3 and not is_named:
        return _("This looks like a heading between the rows and not like a household.")
    return ""


_SUMS = (["totaal"], ["total"], ["totals"], ["aantal"], ["som"], ["subtotaal"], ["eindtotaal"])


def _person(row: _Row, *, today: dt.date) -> NewPerson | None:
    """None when the row names nobody; that is a problem unless it names a household."""
    given = row.text(Field.GIVEN_NAME, most=80)
    family = row.text(Field.FAMILY_NAME, most=110)
    whole = row.text(Field.FULL_NAME, most=180)
    if not family and whole:
        read_given, family = values.person_name(whole)
        if row.has(Field.GIVEN_NAME):
            family = whole  # “Naam” beside “Voornaam” is the family name
        else:
            given = read_given
    household = row.text(Field.HOUSEHOLD, most=120)
    if not family and household:
        family = values.household_name(household)
    if not family:
        row.problem(
            next((one for one in (Field.FAMILY_NAME, Field.FULL_NAME, Field.HOUSEHOLD) if row.has(one)), None),
            _("There is no name in this row. Write a family name, or remove the row."),
        )
        return None
    prefix = row.text(Field.PREFIX, most=20)
    if prefix and not plain(family).startswith(f"{plain(prefix)} "):
        family = f"{prefix} {family}"
    birth_date = row.day(Field.BIRTH_DATE, today=today)
    if birth_date is not None and not _OLDEST <= birth_date <= today:
        row.problem(Field.BIRTH_DATE, _("Nobody of %(day)s lives here.") % {"day": birth_date.strftime("%d-%m-%Y")})
        birth_date = None
    email = row.text(Field.EMAIL, most=250)
    if email:
        try:
            validate_email(email)
        except ValidationError:
            row.warn(Field.EMAIL, _("“%(value)s” is no e-mail address; it is left out.") % {"value": email[:60]})
            email = ""
    phone = row.text(Field.PHONE, most=200)
    if len(phone) > 25:
        row.warn(Field.PHONE, _("Only the first telephone number is taken along."))
        phone = phone.replace(";", "/").replace(",", "/").split("/")[0].strip()[:25]
    phone = values.phone(phone) or values.address_parts(row.text(Field.STREET, most=200))[3][:25]
    return NewPerson(
        given_name=given,
        family_name=family[:120],
        birth_date=birth_date,
        phone=phone,
        email=email,
        role=values.role(row.text(Field.ROLE), birth_date=birth_date, today=today),
    )


def _street(row: _Row) -> str:
    street = values.address_parts(row.text(Field.STREET, most=200))[0][:110]
    number = row.text(Field.HOUSE_NUMBER, most=20) or _postcode_and_number(row)[1]
    addition = row.text(Field.ADDITION, most=10)
    return " ".join(one for one in (street, number, addition) if one) if street else ""


def _key(row: _Row, person: NewPerson | None, number: int) -> object:
    reference = row.text(Field.REFERENCE)
    if reference:
        return ("reference", plain(reference) or reference)
    name = row.text(Field.HOUSEHOLD) or (person.family_name if person else "")
    street = _street(row)
    if not street or not name:
        return ("row", number)
    return ("household", plain(name), plain(street), plain(row.text(Field.POSTCODE)).replace(" ", ""))


def _join(new: NewCase, row: _Row, person: NewPerson | None) -> None:
    """Another person of the household of an earlier row; what that row says about the case stands."""
    new.rows.append(row.number)
    if person is None:
        return
    same = (plain(person.given_name), plain(person.family_name), person.birth_date)
    if any((plain(one.given_name), plain(one.family_name), one.birth_date) == same for one in new.persons):
        row.problem(
            None,
            _("The same person stands in row %(row)s already.") % {"row": new.rows[0]},
            severity=Severity.SKIPPED,
        )
        return
    if len(new.persons) >= MOST_IN_A_HOUSEHOLD:
        row.problem(None, _("More than %(most)s people in one household.") % {"most": MOST_IN_A_HOUSEHOLD})
        return
    new.persons.append(person)


def _case(row: _Row, person: NewPerson | None, *, books: Books, today: dt.date) -> NewCase | None:
    team = _team(row, books)
    area = _area(row, books, team)
    theme = _theme(row, books)
    opened_on, closed_on = _period(row, today=today)
    coordinator = _coordinator(row, books, team, is_open=closed_on is None)
    postcode = _postcode(row)
    has_safety_concern = False
    try:
        has_safety_concern = values.yes_or_no(row.cell(Field.SAFETY))
    except values.NotReadable as error:
        row.warn(Field.SAFETY, _("%(problem)s It counts as a worry.") % {"problem": error})
        has_safety_concern = True
    reason, note = _why_closed(row, closed_on=closed_on)
    if person is None or team is None or area is None or theme is None or opened_on is None:
        return None
    household = row.text(Field.HOUSEHOLD, most=120)
    return NewCase(
        rows=[row.number],
        reference=row.text(Field.REFERENCE, most=60),
        name=values.household_name(household) if household else person.family_name,
        street=_street(row),
        postcode=postcode,
        city=row.text(Field.CITY, most=60)
        or values.address_parts(row.text(Field.STREET, most=200))[2][:60]
        or row.meant(Field.CITY, most=60),
        team=team,
        area=area,
        theme=theme,
        coordinator=coordinator,
        opened_on=opened_on,
        closed_on=closed_on,
        closing_reason=reason,
        closing_note=note,
        question=row.long_text(Field.QUESTION),
        underlying=row.long_text(Field.UNDERLYING),
        has_safety_concern=has_safety_concern,
        persons=[person],
    )


def _close_to(said: str, names: Iterable[str]) -> str:
    """A name that was probably meant, as a sentence; empty when there is none."""
    by_plain = {plain(name): name for name in names}
    near = get_close_matches(plain(said), by_plain, n=1, cutoff=0.6)
    return " " + _("Did you mean “%(name)s”?") % {"name": by_plain[near[0]]} if near else ""


def _team(row: _Row, books: Books) -> Team | None:
    said = row.meant(Field.TEAM)
    found = books.team(said)
    if found is not None:
        return found
    if not said:
        row.problem(Field.TEAM, _("There is no team in this row. Say to which team the list belongs."))
    else:
        row.problem(
            Field.TEAM,
            _("There is no team “%(value)s”.") % {"value": said[:60]} + _close_to(said, books.team_names),
        )
    return None


def _area(row: _Row, books: Books, team: Team | None) -> Area | None:
    said = row.meant(Field.AREA)
    found = books.area(said, team=team)
    if found is not None:
        return found
    if not said:
        row.problem(
            Field.AREA, _("There is no neighbourhood in this row. Write its name or code, or choose one for all rows.")
        )
        return None
    inside = books.neighbourhoods_of(said)
    if inside:
        row.problem(
            Field.AREA,
            _("“%(value)s” is a district. Write the neighbourhood: %(names)s.")
            % {"value": said[:60], "names": ", ".join(inside[:8])},
        )
    else:
        row.problem(
            Field.AREA,
            _("There is no neighbourhood “%(value)s”.") % {"value": said[:60]} + _close_to(said, books.area_names),
        )
    return None


def _theme(row: _Row, books: Books) -> Theme | None:
    said = row.meant(Field.THEME)
    found = books.theme(said)
    if found is not None:
        return found
    if not said:
        row.problem(Field.THEME, _("There is no theme in this row. Write one, or choose one for all rows."))
    else:
        row.problem(
            Field.THEME,
            _("There is no theme “%(value)s”.") % {"value": said[:60]} + _close_to(said, books.theme_names),
        )
    return None


def _coordinator(row: _Row, books: Books, team: Team | None, *, is_open: bool) -> Worker | None:
    said = row.meant(Field.COORDINATOR)
    if not is_open or team is None:
        return None
    if not said:
        row.warn(Field.COORDINATOR, _("Nobody coordinates this household; its case waits for a coordinator."))
        return None
    found = books.worker(said, team=team)
    if found is None:
        row.warn(
            Field.COORDINATOR,
            _("“%(value)s” does not work in this team; the case waits for a coordinator.") % {"value": said[:60]}
            + _close_to(said, books.worker_names(team)),
        )
    elif not found.stays:
        row.warn(
            Field.COORDINATOR,
            _("“%(value)s” leaves this team within four weeks; the case waits for a coordinator.")
            % {"value": said[:60]},
        )
        return None
    return found


def _postcode(row: _Row) -> str:
    said = row.text(Field.POSTCODE, most=20)
    found, number = _postcode_and_number(row)
    if said and not found:
        problem = _("“%(value)s” is no postcode. Write it as 1234 AB.") % {"value": said}
        row.warn(Field.POSTCODE, _("%(problem)s It is left out.") % {"problem": problem})
    if number and not _street(row):
        row.warn(
            Field.POSTCODE,
            _("There is no street in this row; house number %(number)s is left out.") % {"number": number},
        )
    return found


def _postcode_and_number(row: _Row) -> tuple[str, str]:
    """As far as they can be read; the number is one that stands behind the postcode."""
    if said := row.text(Field.POSTCODE, most=20):
        return values.postcode(said)
    return values.address_parts(row.text(Field.STREET, most=200))[1], ""


def _period(row: _Row, *, today: dt.date) -> tuple[dt.date | None, dt.date | None]:
    """Since when, and until when. None as the first when it cannot be told."""
    before = len(row.problems)
    opened_on = row.day(Field.OPENED_ON, today=today)
    closed_on = row.day(Field.CLOSED_ON, today=today)
    if any(one.severity == Severity.ERROR for one in row.problems[before:]):
        return None, closed_on
    says_closed = values.is_closed(row.cell(Field.STATUS))
    if says_closed and closed_on is None:
        closed_on = values.day_in(row.cell(Field.STATUS), latest=today)
    if closed_on is not None and closed_on > today:
        row.warn(Field.CLOSED_ON, _("This day is still to come: the case stays open."))
        closed_on = None
    elif says_closed and closed_on is None:
        row.problem(Field.STATUS, _("It is closed, and no day says since when. Write the day, or remove the row."))
        return None, None
    elif says_closed is False and closed_on is not None:
        row.problem(Field.CLOSED_ON, _("It is open and has a day on which it was closed. Keep one of the two."))
        return None, closed_on
    if opened_on is None:
        if closed_on is not None:
            row.problem(Field.OPENED_ON, _("No day says when this began. Write it down."))
            return None, closed_on
        row.warn(Field.OPENED_ON, _("No day says when this began: it begins today."))
        opened_on = today
    if opened_on > today:
        row.problem(Field.OPENED_ON, _("This begins in the future. A case begins today at the latest."))
        return None, closed_on
    if opened_on < _FIRST_CASE:
        row.problem(Field.OPENED_ON, _("This began before 1990. Is the year right?"))
        return None, closed_on
    if closed_on is not None and closed_on < opened_on:
        row.problem(Field.CLOSED_ON, _("This was closed before it began."))
        return None, closed_on
    return opened_on, closed_on


def _why_closed(row: _Row, *, closed_on: dt.date | None) -> tuple[ClosingReason | None, str]:
    if closed_on is None:
        return None, ""
    said = row.meant(Field.CLOSING_REASON, most=500)
    if said in ClosingReason.values:  # as an export writes it: there is nothing more to say
        return ClosingReason(said), ""
    reason = values.closing_reason(said)
    if reason is None:
        row.warn(
            Field.CLOSING_REASON, _("No known reason: it counts as “goes on by itself”, with these words beside it.")
        )
        return ClosingReason.CONTINUES_ALONE, said
    return reason, said


def _known(cases: Iterable[NewCase], books: Books, layout: Layout) -> Iterator[Problem]:
    """People who have an open case in these teams already."""
    by_person: dict[tuple[str, str, dt.date], NewCase] = {}
    for new in cases:
        if new.closed_on is None:
            for one in new.persons:
                if one.birth_date is not None:
                    key = (plain(one.given_name), plain(one.family_name), one.birth_date)
                    other = by_person.setdefault(key, new)
                    if other is not new:
                        yield Problem(
                            row=new.rows[0],
                            field=None,
                            column="",
                            severity=Severity.WARNING,
                            text=_("The same person has an open case in row %(row)s too. One household, one case?")
                            % {"row": other.rows[0]},
                        )
    for birth_date, name, case in books.open_people({key[2] for key in by_person}):
        given_and_family = plain(name)
        for (given, family, born), new in by_person.items():
            if born == birth_date and f"{given} {family}".strip() == given_and_family:
                yield Problem(
                    row=new.rows[0],
                    field=None,
                    column="",
                    severity=Severity.ERROR,
                    text=_("This person has an open case here already: %(number)s. Remove the row.")
                    % {"number": case.number},
                    known=(case.pk, case.household_id),
                )
