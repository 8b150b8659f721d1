"""The values of the detector: what a find is called, how grave it is, what to do, and where it stands."""

from __future__ import annotations

from msgspec import Struct

KEPT = "the repository's history keeps it."
INSTEAD = (
    "Once a key or password is revoked or changed, take the old one out of the file, outputs included, and read the "
    "new one from a secret (Colab: userdata, Kaggle: UserSecretsClient, elsewhere: an environment variable)."
)
"""What comes after the remedy of every secret."""


class Kind(Struct, frozen=True):
    """Names a kind of find, such as "GitHub token".

    `is_secret` keeps the work off the site; without it the find is only worth a warning. `remedy` is a sentence that
    says what to do. What is `is_masked` is shown as little as a secret is, though it may be none.
    """

    name: str
    is_secret: bool
    remedy: str
    is_masked: bool = False


class Match(Struct, frozen=True):
    """Marks one find: `text[start:end]` is the secret itself, without the words around it."""

    kind: Kind
    start: int
    end: int


def secret(name: str, where: str) -> Kind:
    """Make the kind of a secret that is revoked at `where`, the name of a page of the service's site."""
    return Kind(name, is_secret=True, remedy=f"Revoke it first ({where}): {KEPT}")


def personal(name: str, remedy: str) -> Kind:
    """Make the kind of something that its author may not want to tell everybody."""
    return Kind(name, is_secret=False, remedy=remedy)


PASSWORD = Kind("password", is_secret=True, remedy=f"Change it first: {KEPT}")
WEAK_PASSWORD = Kind(
    "simple password",
    is_secret=False,
    remedy="If it opens anything, change it and take it out: whoever reads the page can use it.",
    is_masked=True,
)
KEY = Kind("key or token", is_secret=True, remedy=f"Revoke it first, where you got it: {KEPT}")
PRIVATE_KEY = Kind(
    "private key",
    is_secret=True,
    remedy=f"First make a new pair, and remove the old one wherever it opens something: {KEPT}",
)
SERVICE_ACCOUNT = secret("Google service account key", "console.cloud.google.com, IAM, Service accounts, Keys")
