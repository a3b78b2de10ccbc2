from collections.abc import Callable
from typing import Any

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation

from wijkteam.areas.enums import WordKey
from wijkteam.areas.models import Municipality, Word
from wijkteam.areas.selectors.words import forget_vocabulary, role_name, vocabulary_in_use, word

pytestmark = pytest.mark.django_db


def rendered(source: str, **context: object) -> str:
    with vocabulary_in_use():
        return Template("{% load words i18n %}" + source).render(Context(context))


@pytest.fixture
def own_words() -> Municipality:
    place = Municipality.objects.create(name="Rivierstad")
    Word.objects.create(
        municipality=place, key="team-member", language="nl", singular="wijkcoach", plural="wijkcoaches"
    )
    forget_vocabulary()
    return place


@pytest.mark.parametrize(
    ("source", "dutch", "english"),
    [
        ('{% word "case-coordinator" %}', "regisseur", "case coordinator"),
        ('{% word "case-coordinator" plural %}', "regisseurs", "case coordinators"),
        ('{% word "team-member" plural cap %}', "Teamleden", "Team members"),
        ('{% word "team-coordinator" cap %}', "Teamcoördinator", "Team coordinator"),
        ('{% word "team" plural %}', "wijkteams", "neighbourhood teams"),
        ('{% word "commissioner" %}', "opdrachtgever", "commissioner"),
        ('{% role_name "privacy-officer" cap %}', "Privacyfunctionaris", "Privacy officer"),
    ],
)
def test_default_words(source: str, dutch: str, english: str) -> None:
    with translation.override("nl"):
        assert rendered(source) == dutch
    with translation.override("en"):
        assert rendered(source) == english


def test_every_word_has_a_default() -> None:
    for key in WordKey:
        assert word(key)
        assert word(key) != word(key, plural=True)


def test_the_municipality_calls_it_otherwise(own_words: Municipality) -> None:
    with translation.override("nl"):
        assert rendered('{% word "team-member" plural cap %}') == "Wijkcoaches"
        assert role_name("team-member") == "wijkcoach"
        assert rendered('{% word "team" %}') == "wijkteam"
    with translation.override("en"):
        assert rendered('{% word "team-member" %}') == "team member"


def test_a_word_can_go_into_a_sentence(own_words: Municipality) -> None:
    with translation.override("nl"):
        source = '{% word "team-member" as member %}{% blocktranslate %}Ask a {{ member }}{% endblocktranslate %}'
        assert rendered(source) == "Ask a wijkcoach"


def test_a_word_is_text_and_no_markup(own_words: Municipality) -> None:
    Word.objects.update(singular="<b>coach</b>")
    forget_vocabulary()
    with translation.override("nl"):
        assert rendered('{% word "team-member" %}') == "&lt;b&gt;coach&lt;/b&gt;"


def test_once_read_there_are_no_more_queries(
    own_words: Municipality, django_assert_num_queries: Callable[[int], Any]
) -> None:
    with django_assert_num_queries(2):
        word("team")
    with django_assert_num_queries(0):
        word("team")
    forget_vocabulary()
    with django_assert_num_queries(2), vocabulary_in_use():
        assert [word("team", plural=True) for _ in range(50)]


@pytest.mark.parametrize("source", ["{% word %}", '{% word "nonsense" %}', '{% word "team" many %}', "{% role_name %}"])
def test_a_mistake_in_a_template_shows_at_once(source: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        rendered(source)
