"""Finding organisations by words: in what they, their services and their people are called, and where they are."""

import re
import unicodedata
from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection
from django.db.models import BooleanField, Case, F, FloatField, Func, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest

from netwerk.models import Location, Organisation, Professional, Service
from netwerk.models.organisation import OrganisationQuerySet, folded

if TYPE_CHECKING:
    from django.db.models.expressions import Combinable

ALIKE = 0.45  # how much a name must look like a word: typing errors are forgiven
LONGEST = 80
_MOST_WORDS = 6
_SHORTEST = 3
# "Wie kent een schuldhulpmaatje in Oost?" asks for two of its words.
_SMALL = frozenset(
    (
        "aan", "bij", "dat", "de", "den", "der", "die", "een", "en", "er", "het", "ik", "in", "is", "je", "kan", "kent",
        "met", "naar", "of", "om", "onze", "op", "over", "te", "tot", "uit", "van", "voor", "waar", "wat", "we",
        "welke", "wie", "zijn", "zoek", "zoekt", "and", "for", "the", "who", "with",
    )
)  # fmt: skip


def clean_text(text: str) -> str:
    """As it is searched for and shown: one line, single spaces, no NUL (PostgreSQL knows none)."""
    return " ".join(text.replace("\x00", "").split())[:LONGEST]


def words_of(text: str) -> list[str]:
    """What is looked for; each word must be found. Small words count only when there is nothing else."""
    words = list(dict.fromkeys(re.findall(r"[\w&'’+-]+", text.casefold())))
    telling = [word for word in words if word not in _SMALL and len(word) >= _SHORTEST] or words
    return telling[:_MOST_WORDS]


def found_by(organisations: OrganisationQuerySet, text: str, *, today: date) -> OrganisationQuerySet:
    """Those in which every word of `text` is found, with their `likeness` to it.

    Each word is looked for by index in names and texts; only what is found is then compared.
    """
    with connection.cursor() as cursor:  # until the end of this request's transaction
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(ALIKE)])
    words = words_of(text)
    for word in words:
        organisations = organisations.filter(pk__in=candidates(word, today=today))
    mine = {"organisation": OuterRef("pk")}
    return (organisations if words else organisations.none()).annotate(
        likeness=Greatest(
            _likeness(text),
            Case(When(name__icontains=text, then=Value(1.0)), default=Value(0.0), output_field=FloatField()),
            _best(Service.objects.offered(on=today).filter(**mine), text),
            _best(Professional.objects.working(on=today).filter(**mine), text),
        )
    )


def candidates(word: str, *, today: date) -> "QuerySet[Any, Any]":
    """The keys of the organisations in which one word is found, anywhere."""
    named = Q(_looks_like(word))
    said = folded(Value(word))
    in_text = Q(folded_name__contains=said) | Q(folded_text__contains=said)
    own = Organisation.objects.alias(folded_name=folded(F("name")), folded_text=folded(F("description")))
    services = Service.objects.offered(on=today).alias(
        folded_name=folded(F("name")), folded_text=folded(F("description"))
    )
    people = Professional.objects.working(on=today).alias(
        folded_name=folded(F("name")), folded_text=folded(F("function"))
    )
    places = Location.objects.filter(
        Q(city__icontains=word) | Q(area__name__icontains=word) | Q(area__parent__name__icontains=word)
    )
    themes = Organisation.themes.through.objects.filter(theme__name__icontains=word)
    served = Service.areas.through.objects.filter(area__name__icontains=word)
    offered_on = Service.themes.through.objects.filter(theme__name__icontains=word)
    return (
        own.filter(named | in_text)
        .values("pk")
        .union(
            services.filter(named | in_text).values("organisation"),
            people.filter(named | in_text).values("organisation"),
            places.values("organisation"),
            themes.values("organisation"),
            served.values("service__organisation"),
            offered_on.values("service__organisation"),
        )
    )


def _looks_like(word: str) -> Func:
    """The operator that the indexes of names know; the threshold is that of the transaction."""
    return Func(
        folded(F("name")),
        folded(Value(word)),
        template="(%(expressions)s)",
        arg_joiner=" %%> ",
        output_field=BooleanField(),
    )


def _best(rows: "QuerySet[Any]", text: str) -> "Combinable":
    best = rows.annotate(likeness=_likeness(text)).order_by("-likeness").values("likeness")[:1]
    return Coalesce(Subquery(best), Value(0.0), output_field=FloatField())


def _likeness(text: str) -> TrigramWordSimilarity:
    """How much a name looks like what was typed, without case and accents."""
    return TrigramWordSimilarity(folded(Value(text)), folded(F("name")))  # type: ignore[arg-type]  # an expression is allowed too


def plain(text: str) -> str:
    """Without case and accents, as the indexes have it."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def mentions(words: list[str], *texts: str) -> bool:
    """Whether one of the words stands in one of these, to say where something was found."""
    return any(plain(word) in plain(text) for word in words for text in texts)
