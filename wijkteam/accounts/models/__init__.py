from wijkteam.accounts.models.external_identity import ExternalIdentity
from wijkteam.accounts.models.session import BrowserSession
from wijkteam.accounts.models.user import User, UserManager

__all__ = ["BrowserSession", "ExternalIdentity", "User", "UserManager"]
