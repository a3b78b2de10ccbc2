"""Use case: what this municipality is called, and what it calls its people and teams."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from wijkteam.accounts.models import User
from wijkteam.areas.models import Municipality, Word
from wijkteam.areas.selectors.words import forget_vocabulary


@transaction.atomic
def set_words(
    *, name: str, words: Mapping[tuple[str, str], tuple[str, str] | None], by: User, at: datetime
) -> Municipality:
    """Keep `words`: (key, language) -> (one, several), or None for the usual word. Seen from the next request on."""
    municipality = Municipality.objects.select_for_update(no_key=True, of=("self",)).get()
    municipality.name = name
    municipality.save(update_fields=["name"])
    for (key, language), said in words.items():
        if said is None:
            Word.objects.filter(municipality=municipality, key=key, language=language).delete()
        else:
            Word.objects.update_or_create(
                municipality=municipality,
                key=key,
                language=language,
                defaults={"singular": said[0], "plural": said[1]},
            )
    transaction.on_commit(forget_vocabulary)
    return municipality
