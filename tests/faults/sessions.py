"""A session as somebody who signed in has it, for requests to a web server of another process."""

import uuid

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone

from wijkteam.accounts.models import User
from wijkteam.accounts.models.session import BROWSER, SEEN_AT, SESSION_ID, SIGNED_IN_AT, SessionStore


def session_of(user: User) -> str:
    now = int(timezone.now().timestamp())
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "wijkteam.accounts.backends.AuthenticationBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store[SIGNED_IN_AT] = store[SEEN_AT] = now
    store[SESSION_ID] = str(uuid.uuid4())
    store[BROWSER] = "Firefox, Windows"
    store.create()
    return str(store.session_key)
