"""What a draft holds is closed with a key of the installation: it stands in no dump and no backup to be read."""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.encoding import force_str

from wijkteam.drafts.models.draft import Draft

Fields = Mapping[str, Sequence[str]]
_SALT = "wijkteam.drafts"


def _keys() -> MultiFernet:
    """Derived from the secret of the installation; earlier ones still open what they closed."""
    known = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(f"{_SALT}:{force_str(secret)}".encode()).digest() for secret in known]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def encrypt(fields: Fields) -> bytes:
    return _keys().encrypt(json.dumps({name: list(values) for name, values in fields.items()}).encode())


def decrypt(draft: Draft) -> dict[str, list[str]]:
    """Nothing when the key of that time is gone: then nobody can read it any more."""
    try:
        found: dict[str, list[str]] = json.loads(_keys().decrypt(bytes(draft.content)))
    except InvalidToken:
        return {}
    return found
