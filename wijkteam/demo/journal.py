"""A few things that the year of the demo would not have by itself: files, a correction, a crisis, a worry, a draft."""

import struct
import zlib
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from cases.enums import ContactKind, SafetyStepKind, Visibility
from cases.models import Case, SafetyOfficer
from cases.services.add_file import FileDetails, add_files
from cases.services.escalate import begin_escalation
from cases.services.inspect_file import inspect_file
from cases.services.log_contact import ContactDetails, correct_contact, log_contact
from cases.services.weigh_safety import StepDetails, open_safety_record, sign_step
from wijkteam.accounts.models import User
from wijkteam.core.periods import start_of
from wijkteam.demo.calendar import Calendar
from wijkteam.drafts.services.keep_draft import DraftKey, keep_draft
from wijkteam.teams.models import TeamMembership

WORKER = "fatima"


def make_journal(calendar: Calendar) -> None:
    """For the open cases of the worker that the demo signs in as."""
    worker = User.objects.filter(username=WORKER).first()
    if worker is None:
        return
    yesterday = start_of(calendar.today - timedelta(days=1)) + timedelta(hours=10)
    running = Case.objects.open().filter(coordinators__worker=worker, coordinators__ended_at=None)
    cases = list(running.filter(opened_on__lt=calendar.today - timedelta(days=21)).order_by("-opened_on", "pk")[:4])
    if len(cases) < 4:
        return
    _correct(cases[0], worker, yesterday)
    _add_files(cases[0], worker, yesterday)
    _escalate(cases[1], worker, yesterday)
    _weigh(cases[2], worker, yesterday)
    _leave_draft(cases[3], worker, yesterday)


def _correct(case: Case, worker: User, at: datetime) -> None:
    said = ContactDetails(
        kind=ContactKind.PHONE,
        occurred_at=at,
        minutes=20,
        text="Gebeld over de huurachterstand. Betaalt vanaf deze maand 40 euro per week terug.",
        follow_up_on=(at + timedelta(days=2)).date(),
    )
    contact = log_contact(case=case, details=said, by=worker, request_key=None)
    right = "Gebeld over de huurachterstand. Betaalt vanaf volgende maand 40 euro per maand terug."
    later = at + timedelta(minutes=30)
    correct_contact(contact=contact, details=replace(said, text=right), seen=None, by=worker, at=later)


def _add_files(case: Case, worker: User, at: datetime) -> None:
    for name, content, description, visibility in (
        ("brief-woningcorporatie.pdf", _pdf("Betalingsregeling"), "De regeling met de corporatie", Visibility.TEAM),
        ("vochtige-muur.png", _png(), "De slaapkamer van de kinderen", Visibility.TEAM),
        ("aantekening.txt", b"Alleen voor de regisseur.", "", Visibility.RESTRICTED),
    ):
        add_files(
            case=case,
            files=[inspect_file(name=name, content=content)],
            details=FileDetails(description=description, visibility=visibility),
            by=worker,
            at=at,
            request_key=None,
        )


def _escalate(case: Case, worker: User, at: datetime) -> None:
    reason = "De buren belden: ruzie op de trap en de politie aan de deur. De kinderen slapen bij oma."
    begin_escalation(case=case, began_at=at - timedelta(hours=17), reason=reason, by=worker, request_key=None)
    for hours, minutes, text in (
        (16, 75, "Meteen langsgegaan. Gesproken met beiden apart; afgesproken dat vader vannacht elders slaapt."),
        (1, 40, "Gebeld met oma en met school. De kinderen zijn vandaag naar school gegaan."),
    ):
        details = ContactDetails(
            kind=ContactKind.VISIT if hours > 1 else ContactKind.PHONE,
            occurred_at=at - timedelta(hours=hours),
            minutes=minutes,
            text=text,
            is_escalation=True,
        )
        log_contact(case=case, details=details, by=worker, request_key=None)


def _weigh(case: Case, worker: User, at: datetime) -> None:
    colleague = (
        TeamMembership.objects.filter(team=case.team, ends_on=None, starts_on__lte=at.date())
        .exclude(user=worker)
        .order_by("user__name", "pk")
        .first()
    )
    if colleague is not None:
        SafetyOfficer.objects.create(team=case.team, user=colleague.user, starts_on=colleague.starts_on)
    record = open_safety_record(
        case=case, about="Het jongste kind", is_acute=False, by=worker, at=at - timedelta(days=6), request_key=None
    )
    for days, step, text in (
        (
            6,
            SafetyStepKind.SIGNALS,
            "Twee keer blauwe plekken gezien; op school een stil kind dat niet naar huis wil.",
        ),
        (4, SafetyStepKind.CONSULT, "Besproken met de aandachtsfunctionaris. Veilig Thuis gaf advies, zonder naam."),
    ):
        done_at = at - timedelta(days=days)
        details = StepDetails(done_on=done_at.date(), text=text)
        sign_step(record=record, step=step, details=details, corrects=None, by=worker, at=done_at, request_key=None)


def _leave_draft(case: Case, worker: User, at: datetime) -> None:
    key = DraftKey(user_id=worker.pk, form="contact", subject=UUID(str(case.public_id)), part=None, page="demo")
    text = "Op huisbezoek geweest. Ze vertelde dat haar zus voortaan op dinsdag de kinderen ophaalt, en dat"
    fields = {"text": [text], "kind": ["visit"], "minutes": ["45"], "visibility": ["team"]}
    path = f"/casussen/{case.public_id}/contact/"
    keep_draft(key=key, slot=0, version=0, fields=fields, path=path, at=at + timedelta(hours=5))


def _pdf(title: str) -> bytes:
    """One page with a line of text."""
    text = f"BT /F1 18 Tf 72 760 Td ({title}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n" % len(text) + text + b"\nendstream",
    ]
    made, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(made)
    made += b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return made + b"trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start


def _png(size: int = 48) -> bytes:
    """A grey wall with a darker spot."""
    rows = b"".join(
        b"\0" + bytes(150 if (x - 20) ** 2 + (y - 26) ** 2 < 180 else 215 for x in range(size)) for y in range(size)
    )

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", size, size, 8, 0, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, body) for kind, body in parts)
