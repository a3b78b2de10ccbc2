"""Names of fields that their model gave no name of its own: the register calls them by these.

Django makes such a name of the code ("began_by" becomes "began by"), which no catalogue knows by itself.
A test tells which field still has an English name.
"""

from typing import Any

from django.db.models import Field
from django.utils.translation import gettext, gettext_noop

NAMES = (
    gettext_noop("after care"),
    gettext_noop("batch"),
    gettext_noop("began by"),
    gettext_noop("body html"),
    gettext_noop("body text"),
    gettext_noop("came from"),
    gettext_noop("clock"),
    gettext_noop("conference"),
    gettext_noop("content"),
    gettext_noop("content object"),
    gettext_noop("corrects"),
    gettext_noop("data"),
    gettext_noop("decision due on"),
    gettext_noop("digest"),
    gettext_noop("ended case"),
    gettext_noop("expire date"),
    gettext_noop("followed up by"),
    gettext_noop("follows"),
    gettext_noop("hsds extra"),
    gettext_noop("hsds id"),
    gettext_noop("investigation due on"),
    gettext_noop("item"),
    gettext_noop("known at"),
    gettext_noop("known by"),
    gettext_noop("known case"),
    gettext_noop("last used at"),
    gettext_noop("left out by"),
    gettext_noop("lineage"),
    gettext_noop("lines"),
    gettext_noop("match"),
    gettext_noop("merged"),
    gettext_noop("metadata"),
    gettext_noop("new at"),
    gettext_noop("new by"),
    gettext_noop("new case"),
    gettext_noop("opened by"),
    gettext_noop("own plan due on"),
    gettext_noop("position"),
    gettext_noop("previous"),
    gettext_noop("previous case"),
    gettext_noop("recipient"),
    gettext_noop("record"),
    gettext_noop("removed by"),
    gettext_noop("round"),
    gettext_noop("search name"),
    gettext_noop("search text"),
    gettext_noop("sent sequence"),
    gettext_noop("sequence"),
    gettext_noop("session data"),
    gettext_noop("sharing"),
    gettext_noop("slot"),
    gettext_noop("stored as"),
    gettext_noop("surviving case"),
    gettext_noop("team month"),
    gettext_noop("time entry"),
    gettext_noop("tries"),
    gettext_noop("try after"),
    gettext_noop("undone by"),
    gettext_noop("updated at"),
    gettext_noop("wish"),
    gettext_noop("withdrawal recorded by"),
)


def name_of(field: "Field[Any, Any]") -> str:
    return gettext(str(field.verbose_name))
