"""What each screen is for, and its page in the manual: the one place that says so.

An address belongs to the line with the longest pattern that fits. A test asks this of every address that shows a page,
so a new screen begins with a line here.
"""

from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from wijkteam.core.help import Help
from wijkteam.manual.selectors.pages import title_and_url

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True)
class Screen:
    page: str
    about: "_StrOrPromise"
    addresses: tuple[str, ...]


def _screen(page: str, about: "_StrOrPromise", *addresses: str) -> Screen:
    return Screen(page, about, addresses)


SCREENS = (
    # -- to begin with
    _screen("je-account", _("Your own settings, your password and where you are signed in."), "account*", "mfa_*"),
    _screen("je-account", _("Your own settings, your password and where you are signed in."), "accounts:me"),
    _screen("je-account", _("Where you are signed in now, so that you can sign out elsewhere."), "accounts:sessions"),
    _screen("je-account", _("What you began to write and did not save yet."), "drafts:*"),
    _screen("eerste-dag", _("How everything works, page by page."), "manual:*"),
    _screen("eerste-dag", _("What this application promises, and what its tests measured of it."), "core:promises"),
    _screen("eerste-dag", _("The building blocks of all screens, for who builds them."), "core:styleguide"),
    _screen("mijn-werk", _("What needs you today, late first."), "cases:my-work"),
    _screen("eerste-dag", _("Find a household, an organisation, somebody of the network or a page."), "daily:find"),
    _screen("mijn-werk", _("What has a day: looking back, conferences, meetings, terms and visits."), "daily:calendar"),
    _screen("je-account", _("Your calendar in your own program, and a daily mail of what needs you."),
            "daily:calendar-address*", "daily:digest*"),
    # -- households and cases
    _screen("vraag-aannemen", _("Take a question, find out what it is about, and choose what happens."),
            "cases:board", "cases:question*", "cases:look-back"),
    _screen("vraag-aannemen", _("The form with which a resident asks for help, as they see it."),
            "cases:ask*", "teams:public-page", "teams:find"),
    _screen("casus-openen", _("Open a case for a household that is not helped yet."),
            "cases:create*", "cases:household-search"),
    _screen("casus-openen", _("Take in the list that your team keeps; nothing is made until you say yes."),
            "cases:caseload*"),
    _screen("mijn-werk", _("All cases you may see; filter to find one."), "cases:list"),
    _screen("mijn-werk", _("Find a case by name, street, birth date or number."), "cases:search"),
    _screen("contact-vastleggen", _("One case at a glance: the question, the plan, the last contacts."),
            "cases:detail"),
    _screen("contact-vastleggen", _("Write down a visit, a call or a message; the time counts as hours at once."),
            "cases:contact*"),
    _screen("contact-vastleggen", _("Log a contact, outreach, hours or a signal from anywhere."), "cases:log"),
    _screen("contact-vastleggen", _("The papers of this case; each is checked before others can open it."),
            "cases:files"),
    _screen("vraag-achter-de-vraag", _("Explore with the resident what is going on in all parts of life."),
            "cases:exploration*", "cases:network-person*", "cases:own-plan*", "cases:edit"),
    _screen("vraag-achter-de-vraag", _("How far somebody takes part, from alone at home to paid work."),
            "cases:ladder"),
    _screen("plan-maken", _("The one plan of the household: goals in their words, and who does what."),
            "cases:plan*", "cases:goal*", "cases:action*"),
    _screen("plan-maken", _("Let residents read their own plan for a while, with a link and a birth date."),
            "cases:reading*"),
    _screen("gezin", _("Who belongs to this household, and who lives elsewhere."), "cases:household*", "cases:member*"),
    _screen("gezin", _("Households that may have been written down twice."), "cases:doubles"),
    _screen("casus-overdragen", _("Give a case to a colleague, with a reason and a conversation."),
            "cases:coordinator-hand-over", "cases:handover*"),
    _screen("casus-overdragen", _("Who is away, and who looks after their cases meanwhile."), "cases:absence*"),
    _screen("casus-overdragen", _("Divide the cases of a colleague who leaves, or of the whole team."),
            "cases:leaving", "cases:redistribution*"),
    _screen("delen-en-samenwerken", _("Who else helps this household, and what they may know."),
            "cases:partners", "cases:involvement*", "cases:inquiry", "cases:request-mail", "cases:outside-wish*"),
    _screen("delen-en-samenwerken", _("What may be shared, with whom and until when; and what you did share."),
            "cases:shar*"),
    _screen("delen-en-samenwerken", _("Bring somebody from the case to an initiative or a volunteer."),
            "cases:collective*", "cases:visits-ask"),
    _screen("casusoverleg", _("Prepare, hold and write down a case conference; each guest sees only their own items."),
            "cases:conference*"),
    _screen("voorzieningen", _("The provisions of this household; look broadly before one runs out."),
            "cases:provision*", "cases:renewals"),
    _screen("voorzieningen", _("The days that the law gives for a decision, and what was decided."), "cases:clock*"),
    _screen("voorzieningen", _("What the team may decide itself, and up to which amount."), "cases:mandate*"),
    _screen("veiligheid", _("Worries about safety, with the five steps of the reporting code."), "cases:safety*"),
    _screen("veiligheid", _("When a case got out of hand, and when it was over."), "cases:escalation*"),
    _screen("veiligheid", _("Who may open this file; shut it off when somebody's safety asks for it."),
            "cases:restriction*"),
    _screen("noodtoegang", _("Open a file that is not yours when waiting is dangerous: 60 minutes, and reviewed."),
            "cases:emergenc*"),
    _screen("casus-afsluiten", _("Close a case: the result, what goes on without you, and when you ask again."),
            "cases:close*", "cases:after-care*"),
    # -- the neighbourhood
    _screen("signalen", _("What you hear in the street: take it up, and tell back what was done with it."),
            "collectief:signal*", "collectief:policy-answer", "cases:pass*"),
    _screen("signalen", _("Where you were in the neighbourhood, whom you met and what you heard."),
            "collectief:outreach*"),
    _screen("kansen-en-reflecties", _("Themes that come up more often than chance explains."),
            "collectief:opportunit*"),
    _screen("kansen-en-reflecties", _("What you saw and chose together with residents and partners."),
            "collectief:reflection*", "collectief:review"),
    _screen("wijkanalyse", _("What is going on in an area, in figures and stories."),
            "collectief:analys*", "collectief:place*"),
    _screen("initiatieven", _("What residents do together, and what the team helps with."), "collectief:initiative*",
            "collectief:gathering"),
    _screen("initiatieven", _("What an initiative lives on, and when that ends."), "collectief:funding*"),
    _screen("initiatieven", _("Whether fewer questions come in where an initiative runs; never as proof."),
            "collectief:relief"),
    _screen("methoden", _("Courses and visits that have proven to work, by the book."),
            "collectief:method*", "collectief:edition*", "collectief:session*", "collectief:scores",
            "collectief:sign-up", "collectief:attendance", "collectief:participant"),
    _screen("vrijwilligers", _("Who is active in the neighbourhood, and how they like to be thanked."),
            "collectief:volunteer*", "collectief:certificate-new"),
    _screen("vrijwilligers", _("Volunteers who visit somebody at home: who goes to whom, and how it goes."),
            "collectief:visit*", "collectief:own-visit*"),
    _screen("informatieronde", _("News of the neighbourhood for everybody who asked for it by mail."),
            "collectief:round*"),
    _screen("opdrachten-en-verhalen", _("What was agreed with the municipality, and how far it is."),
            "collectief:assignment*"),
    _screen("opdrachten-en-verhalen", _("What figures cannot say, in plain words and without anybody's name."),
            "collectief:stor*"),
    # -- partners
    _screen("organisaties", _("The organisations around the team, with their services and people."),
            "netwerk:directory", "netwerk:organisation*", "netwerk:service*", "netwerk:professional*",
            "netwerk:location*"),
    _screen("ringen-en-relaties", _("Who stands close to the team and who further away, now and before."),
            "netwerk:ring*"),
    _screen("ringen-en-relaties", _("Whom you have not spoken for too long, and who owes whom an answer."),
            "netwerk:relations", "netwerk:moment*", "netwerk:rhythm"),
    _screen("ringen-en-relaties", _("How you consult and refer to a partner, agreed on paper."), "netwerk:agreement*"),
    _screen("ringen-en-relaties", _("How long residents wait at each partner."),
            "cases:waiting*", "cases:late-partners"),
    _screen("onafhankelijkheid", _("Who shares the principles of the team, and who presses residents."),
            "netwerk:independence", "netwerk:endorsement*", "netwerk:pressure*"),
    _screen("onafhankelijkheid", _("Questions of loyalty, to talk over together."), "netwerk:dilemma*"),
    _screen("onafhankelijkheid", _("Colleagues who work for a partner too, and where that touches their cases."),
            "cases:secondments"),
    # -- time and the month
    _screen("uren", _("Hours; most come from contacts by themselves."), "hours:*"),
    _screen("overzicht", _("How the team is doing while the month still runs."),
            "reports:dashboard", "reports:course", "reports:division", "reports:floor", "reports:view-save"),
    _screen("overzicht", _("Your own figures; nobody else sees this page."), "reports:mine"),
    _screen("maandbericht-maken", _("Explain the month, choose stories, and publish."),
            "reports:draft*", "reports:job", "reports:new_version", "reports:publish", "reports:reading",
            "reports:stories", "reports:public-edit", "reports:plan-answer"),
    _screen("maandbericht-lezen", _("What is new, and what waits for you."), "reports:start"),
    _screen("maandbericht-lezen", _("The published reports, with what their figures mean."),
            "reports:list", "reports:detail", "reports:period", "reports:compare", "reports:assignment*",
            "reports:public-*", "reports:subscribe", "reports:unsubscribe"),
    _screen("maandbericht-lezen", _("Ask about a line of a report, and talk about the answer."),
            "reports:line", "reports:question*", "reports:thread*", "reports:plan"),
    _screen("maandbericht-lezen", _("How each figure is counted, and what it does not say."), "reports:definitions"),
    # -- administration and privacy
    _screen("accounts-en-teams", _("Who may sign in, and as what."),
            "accounts:list", "accounts:add", "accounts:edit", "accounts:disable", "accounts:reset-second-factor"),
    _screen("accounts-en-teams", _("The teams: who works there, where, when, and what was agreed."), "teams:*"),
    _screen("accounts-en-teams", _("Who may write in the reporting code of each team."), "cases:safety-officer*"),
    _screen("accounts-en-teams", _("Who works for a partner and is lent to a team."), "netwerk:secondment*"),
    _screen("accounts-en-teams", _("Partners with an account of their own, each with an end date."),
            "netwerk:partner-account*"),
    _screen("inrichten", _("The areas, themes, terms and words of this municipality."), "areas:*"),
    _screen("inrichten", _("The principles that partners are asked to share."), "netwerk:principles*"),
    _screen("inrichten", _("Bring in the directory of organisations, or take it out."), "netwerk:exchange"),
    _screen("inrichten", _("Whether everything runs that the application does by itself."), "reports:administration"),
    _screen("inzage-en-bewaren", _("Who opened which file, when and why."), "audit:*"),
    _screen("inzage-en-bewaren", _("Flags and drawn readings: each is a question to answer, never a judgement."),
            "audit:oversight", "audit:readings", "audit:flag", "audit:sampled"),
    _screen("inzage-en-bewaren", _("Who opened many households today, and more room for one person."), "audit:limit"),
    _screen("inzage-en-bewaren", _("Who looked into a file and why, for the resident who asks."), "cases:consulted*"),
    _screen("inzage-en-bewaren", _("Your postcode as a mark, so that reading in your own street is noticed."),
            "audit:home"),
    _screen(
        "gegevens-meenemen",
        _("Everything of a team in one file: asked for, allowed by the privacy officer, and gone after a week."),
        "retention:takeout*",
    ),
    _screen("inzage-en-bewaren", _("What is kept, why, and for how long."), "retention:*"),
    _screen("verzoeken-van-bewoners", _("What residents ask of their own data, answered within a month."),
            "retention:request*", "retention:own-file*", "retention:case-request*"),
    _screen("voor-partners", _("What the team asked of you, and what it shared for that."),
            "cases:partner-*", "cases:request",
            "cases:request-answer"),
)  # fmt: skip


@lru_cache(maxsize=1024)
def screen_of(address: str) -> Screen | None:
    """The line that speaks of this address; the most particular one wins."""
    fitting = [
        (len(pattern.rstrip("*")), not pattern.endswith("*"), screen)
        for screen in SCREENS
        for pattern in screen.addresses
        if fnmatchcase(address, pattern)
    ]
    return max(fitting, key=lambda one: one[:2])[2] if fitting else None


def help_of(address: str) -> Help | None:
    screen = screen_of(address)
    if screen is None:
        return None
    title, url = title_and_url(screen.page)
    return Help(about=str(screen.about), title=title, url=url)
