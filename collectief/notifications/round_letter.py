"""An information round as a mail: the same words as plain text and as HTML."""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from collectief.models import InformationRound, RoundRecipient

LANGUAGE = "nl"
# Stands where each recipient has a stop link of their own.
MARK = "{{stop}}"
_SIGNER = signing.Signer(salt="collectief.round-stop", sep=".")


@dataclass(frozen=True, kw_only=True)
class Part:
    """`lines` are paragraphs; `points` is a list that ends the part."""

    heading: str
    lines: tuple[str, ...]
    points: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Letter:
    subject: str
    opening: tuple[str, ...]
    parts: tuple[Part, ...]
    closing: tuple[str, ...]
    sender: str
    text: str
    html: str

    @property
    def words(self) -> str:
        """Everything that somebody wrote or left standing: what is looked through for names."""
        lines = [self.subject, *self.opening, *self.closing]
        for part in self.parts:
            lines += [part.heading, *part.lines, *part.points]
        return "\n".join(lines)


def letter_of(one: InformationRound) -> Letter:
    """What goes out, with the mark in place of a stop link. One statement for the parts."""
    chosen = one.items.filter(is_chosen=True).order_by("position", "pk")
    parts = tuple(_part(item.heading, item.text) for item in chosen)
    opening, closing = _paragraphs(one.opening), _paragraphs(one.closing)
    team = one.team
    with override(LANGUAGE):
        sender = " · ".join(part for part in (team.name, team.street, team.city, team.phone, team.email) if part)
        context = {
            "subject": one.subject, "opening": opening, "parts": parts, "closing": closing,
            "sender": sender, "team": team.name, "stop": MARK,
        }  # fmt: skip
        html = render_to_string("collectief/rounds/mail.html", context).strip() + "\n"
        text = _as_text(opening, parts, closing, sender=sender, team=team.name)
    return Letter(
        subject=one.subject, opening=opening, parts=parts, closing=closing, sender=sender, text=text, html=html
    )


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _part(heading: str, text: str) -> Part:
    lines = _paragraphs(text)
    points = tuple(line[2:].strip() for line in lines if line.startswith("- "))
    return Part(heading=heading, lines=tuple(line for line in lines if not line.startswith("- ")), points=points)


def _as_text(
    opening: tuple[str, ...], parts: tuple[Part, ...], closing: tuple[str, ...], *, sender: str, team: str
) -> str:
    blocks = ["\n\n".join(opening)]
    for part in parts:
        points = "\n".join(f"- {point}" for point in part.points)
        blocks.append("\n".join([part.heading.upper(), *part.lines, *([points] if points else [])]))
    blocks.append("\n\n".join(closing))
    why = _("You get this because you told %(team)s that you want it.") % {"team": team}
    stop = _("Do you not want it any more? Stop here, without an account: %(stop)s") % {"stop": MARK}
    blocks.append(f"-- \n{sender}\n{why}\n{stop}")
    return "\n\n".join(block for block in blocks if block) + "\n"


# -- stopping ----------------------------------------------------------------------------------------


def stop_url(recipient: RoundRecipient) -> str:
    """Works without an account and for as long as the recipient is there; says nothing about who it is."""
    return f"{settings.BASE_URL}{reverse('collectief:round-stop', args=[stop_token(recipient)])}"


def stop_token(recipient: RoundRecipient) -> str:
    return _SIGNER.sign(recipient.public_id.hex)


def recipient_of(token: str) -> RoundRecipient | None:
    try:
        key = _SIGNER.unsign(token)
    except signing.BadSignature:
        return None
    return RoundRecipient.objects.select_related("team").filter(public_id=key).first()
