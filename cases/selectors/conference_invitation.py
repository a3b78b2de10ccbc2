"""The calendar file of a case conference: when and where, and nothing of a household."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import CaseConference, ConferenceParticipant
from wijkteam.core.calendar_files import Invitation, Mailbox, Method, calendar_file


def mailbox_of(participant: ConferenceParticipant) -> Mailbox | None:
    """Nothing for who has no e-mail address."""
    if participant.worker is not None:
        name, email = participant.worker.name, participant.worker.email
    elif participant.professional is not None:
        name, email = participant.professional.name, participant.professional.email
    else:
        assert participant.person is not None  # noqa: S101  (participant_is_one_person)
        name, email = participant.person.full_name, participant.person.email
    return Mailbox(name=name, email=email) if email else None


def title_of(conference: CaseConference) -> str:
    return _("Case conference of %(team)s") % {"team": conference.team.name}


def invitation_file(
    conference: CaseConference, *, method: Method, attendee: Mailbox | None, items: int, at: datetime
) -> bytes:
    """`items` is how many there are on the agenda: more is not said. Fetch `team` beforehand."""
    agenda = ngettext("%(count)d item on the agenda", "%(count)d items on the agenda", items) % {"count": items}
    return calendar_file(
        Invitation(
            uid=f"{conference.public_id}@wijkteam",
            sequence=conference.sequence,
            method=method,
            starts_at=conference.starts_at,
            minutes=conference.minutes,
            summary=title_of(conference),
            description=agenda,
            place=conference.place,
            organiser=Mailbox(name=conference.team.name, email=conference.team.email or settings.DEFAULT_FROM_EMAIL),
            attendee=attendee,
            stamped_at=at,
        )
    )
