"""What Wijkteam promises, in figures. The one place: the page, the command and docs/promises.md are made of this.

A test that proves a promise carries its number (`test_g04_...`) and says what it measured, part by part, with the
fixture `measured` (tests/promises.py). A promise is proven when each part was measured by tests that passed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, kw_only=True)
class Promise:
    """`parts` are the figures asked, by the name that tests use for them; "" when there is one.

    A promise with a `document` is kept by that document as far as no test can keep it.
    """

    number: str
    title: "_StrOrPromise"
    parts: "Mapping[str, _StrOrPromise]"
    document: str = ""
    is_nightly: bool = False


def _one(asked: "_StrOrPromise") -> "Mapping[str, _StrOrPromise]":
    return {"": asked}


PROMISES: tuple[Promise, ...] = (
    Promise(
        number="G01",
        title=_("Each page says for each person what they get"),
        parts=_one(_("0 addresses without a rule, 0 answers other than the rule")),
    ),
    Promise(
        number="G02",
        title=_("Nobody reads what is not theirs"),
        parts={
            "pages": _("pages: 0 words of others"),
            "searches": _("searches: 0 words of others"),
            "files": _("downloads: 0 words of others"),
        },
    ),
    Promise(
        number="G03",
        title=_("A guessed address tells nothing"),
        parts={
            "bytes": _("forbidden and absent: the same bytes"),
            "ids": _("200 foreign and 200 random ids for each address: only 404"),
            "time": _("median time within 10 %"),
        },
    ),
    Promise(
        number="G04",
        title=_("Of many at once, one succeeds"),
        parts={
            "coordinator": _("coordinator: 64 at once, 1 success"),
            "plan": _("plan: 64 at once, 1 success"),
            "membership": _("household: 64 at once, 1 success"),
            "assignment": _("hand-over: 64 at once, no overlap"),
            "report": _("report: 64 at once, 1 success"),
            "intake": _("question: 64 at once, 1 success"),
            "programs": _("1,000 random programs of 30 steps: 0 broken rules"),
        },
    ),
    Promise(
        number="G05",
        title=_("Two people who change one plan lose no word"),
        parts=_one(_("1,000 pairs of changes: 0 lost")),
    ),
    Promise(
        number="G06",
        title=_("A web server that dies loses nothing"),
        parts=_one(_("killed 100 times while writing: 0 lost, 0 half, 0 double")),
        is_nightly=True,
    ),
    Promise(
        number="G07",
        title=_("A database that dies loses nothing"),
        parts={
            "lost": _("killed 20 times under 16 writers: 0 lost"),
            "back": _("serves again within 15 s"),
        },
        is_nightly=True,
    ),
    Promise(
        number="G08",
        title=_("A worker that dies makes no report twice"),
        parts={
            "short": _("killed 10 times: 1 report for each month, the same bytes"),
            "long": _("killed 50 times, done within 5 minutes"),
        },
    ),
    Promise(
        number="G09",
        title=_("Without the queue pages keep working"),
        parts={
            "dead": _("dead: 0 errors, p95 at most 50 ms slower"),
            "hung": _("hung: 0 errors, p95 at most 50 ms slower"),
            "emptied": _("emptied: 0 of 1,000 jobs lost"),
            "back": _("all done within 120 s after return"),
        },
    ),
    Promise(
        number="G10",
        title=_("A backup can be put back"),
        parts={
            "rpo": _("at most 5 minutes of work lost"),
            "rto": _("back within 15 minutes"),
            "equal": _("rows, files and keys equal; 0 destroyed files back"),
        },
        is_nightly=True,
    ),
    Promise(
        number="G11",
        title=_("An update does not stop the work"),
        parts={
            "errors": _("20 requests a second on 1,000,000 rows: 0 errors"),
            "read": _("worst read at most 1.5 s"),
            "old": _("the previous version runs on the new tables"),
        },
    ),
    Promise(
        number="G12",
        title=_("A hostile file does nothing"),
        parts={
            "corpus": _("60 hostile files: 0 taken, 0 errors"),
            "limits": _("20 MB a file, 25 MB a request, 100 files a household"),
            "scanner": _("scanner away: files wait, 0 called clean"),
        },
    ),
    Promise(
        number="G13",
        title=_("A spreadsheet bomb stops nothing"),
        parts={
            "time": _("each refused within 2 s"),
            "memory": _("web process at most 20 MB larger"),
        },
    ),
    Promise(
        number="G14",
        title=_("Nonsense is no error of ours"),
        parts={
            "errors": _("10,000 malformed requests: 0 errors"),
            "p99": _("p99 at most 500 ms"),
        },
        is_nightly=True,
    ),
    Promise(
        number="G15",
        title=_("Guessing does not get in, and locks nobody out"),
        parts={
            "hash": _("1,000 guesses from 20 addresses: at most 5 passwords tried"),
            "owner": _("the owner gets in from another address"),
            "header": _("an invented address in a header is ignored"),
            "names": _("known and unknown names: time within 5 %"),
            "factor": _("second factor: 100 % of staff"),
            "once": _("a code works once"),
            "reset": _("a new password does not skip the second factor"),
        },
    ),
    Promise(
        number="G16",
        title=_("A session ends in time"),
        parts={
            "keys": _("new key at sign-in, second factor and re-authentication"),
            "idle": _("15 minutes without a request"),
            "absolute": _("10 hours in all"),
            "disabled": _("account disabled: out at the next request"),
            "logout": _("signing out leaves nothing on the server or in the browser"),
            "own": _("own sessions listed and ended one by one"),
        },
    ),
    Promise(
        number="G17",
        title=_("Each answer carries safe headers"),
        parts=_one(_("100 % of answers")),
    ),
    Promise(
        number="G18",
        title=_("We know what we are built of"),
        parts={
            "locks": _("all packages with hashes"),
            "sbom": _("a bill of materials that names each package of production"),
        },
    ),
    Promise(
        number="G19",
        title=_("No secret is kept where it can be read"),
        parts={
            "start": _("start refused on each default, short or missing secret"),
            "history": _("0 secrets in the history of the code"),
            "rotation": _("sessions live on while the key changes"),
        },
    ),
    Promise(
        number="G20",
        title=_("No name in a log"),
        parts=_one(_("0 of 2,000 planted names and numbers in logs, queue, mail and addresses")),
    ),
    Promise(
        number="G21",
        title=_("What is logged stays as it was"),
        parts={
            "roles": _("change and removal refused for application, owner and superuser"),
            "digest": _("tampering found by the daily check"),
            "cost": _("at most 0.2 ms a row"),
        },
    ),
    Promise(
        number="G22",
        title=_("Who reads is written down"),
        parts={
            "opened": _("each opened file: 1 line"),
            "complete": _("each answer with a word of a household has a line: 0 missing"),
            "closed": _("the log cannot be written: no data shown"),
        },
    ),
    Promise(
        number="G23",
        title=_("Emergency access is short, told and judged"),
        parts={
            "reason": _("a reason of 20 characters and a category, 1 household, 60 minutes"),
            "notice": _("coordinator and privacy officer told within 60 s"),
            "judged": _("judged by somebody else within 3 working days"),
        },
    ),
    Promise(
        number="G24",
        title=_("Somebody looks at the log"),
        parts={
            "planted": _("12 of 12 planted patterns flagged"),
            "normal": _("at most 2 % of 5,000 normal days flagged"),
            "sample": _("each week 20 readings to review"),
        },
    ),
    Promise(
        number="G25",
        title=_("What is destroyed is gone"),
        parts={
            "people": _("author, reviewer and archivist are three people, 7 days apart"),
            "gone": _("200 files destroyed with kills: 0 words left anywhere"),
        },
    ),
    Promise(
        number="G26",
        title=_("A resident gets their own data and nobody else’s"),
        parts=_one(_("all own words, 0 of others, within 10 minutes")),
    ),
    Promise(
        number="G27",
        title=_("The register names each personal field"),
        parts=_one(_("0 fields without purpose, ground, period and recipients")),
    ),
    Promise(
        number="G28",
        title=_("A commissioner cannot reach a household"),
        parts=_one(_("refused on 100 % of personal tables")),
    ),
    Promise(
        number="G29",
        title=_("A published figure gives nobody away"),
        parts={
            "vectors": _("all known attacks come out exactly"),
            "tables": _("2,000 random tables: 0 unsafe"),
            "series": _("200 random series of 24 months: 0 unsafe"),
            "bytes": _("0 or 1 household: the same bytes"),
        },
    ),
    Promise(
        number="G30",
        title=_("Two hours of faults break nothing"),
        parts=_one(_("2 hours, a kill each minute: 0 broken rules, 0 lost")),
        is_nightly=True,
    ),
    Promise(
        number="G31",
        title=_("A full disk and an odd hour lose nothing"),
        parts={
            "disk": _("disk full: 0 half records"),
            "calendar": _("each event in exactly one month, in summer and winter time"),
        },
    ),
    Promise(
        number="G32",
        title=_("What is dangerous is not in the code"),
        parts=_one(_("0 banned constructions")),
    ),
    Promise(
        number="G33",
        title=_("The tests notice a mistake"),
        parts=_one(_("90 % of planted mistakes in access and suppression found")),
        is_nightly=True,
    ),
    Promise(
        number="G34",
        title=_("The standard is answered item by item"),
        parts=_one(_("0 empty items of ASVS level 1 and 2")),
    ),
)
BY_NUMBER: Mapping[str, Promise] = {promise.number: promise for promise in PROMISES}
