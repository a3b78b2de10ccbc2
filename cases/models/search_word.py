"""The words that households are found by, each once: what a typing error is compared with."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchWord(models.Model):
    """A word of the `search_text` of at least one household, folded; of three letters or more. Kept by triggers.

    There are a few ten thousand of them at 200,000 cases, and one name or street is compared once instead of in each
    household that has it. Two who write a new one at the same moment write it twice rather than wait for each other;
    `mend_search_words` sees to that every night.
    """

    word = models.TextField(_("word"), editable=False)

    class Meta:
        verbose_name = _("word that households are found by")
        verbose_name_plural = _("words that households are found by")
        indexes = [
            GinIndex(OpClass("word", name="gin_trgm_ops"), name="search_word_alike"),
            models.Index(fields=["word"], name="search_word_itself"),
        ]

    def __str__(self) -> str:
        return f"search word {self.pk}"  # ends up in logs: no name
