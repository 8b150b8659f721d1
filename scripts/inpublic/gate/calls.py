"""Finds passwords and keys that are handed to a call without a name: login("ada", "…"), Census("…")."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from inpublic.gate.expressions import Expression
from inpublic.gate.hints import Held
from inpublic.gate.kinds import KEY, PASSWORD, Kind, Match, secret
from inpublic.gate.samples import entropy, is_hash, is_password, is_plain_password, is_random, is_sample
from inpublic.gate.splits import is_written

TWILIO = secret("Twilio key", "console.twilio.com, Auth tokens")
PINECONE = secret("Pinecone key", "app.pinecone.io, API keys")

_Q = r"""(?:\\{0,4}["']|&quot;|&\#0?39;|&\#x27;|&\#34;)"""
_WORD = r"(?P<secret>[^\s\"'&\\]{8,64})"
_FOUR_WORDS = r"[a-z]{4}(?: [a-z]{4}){3}"  # as Google makes them for programs
_LOGIN = Expression(
    rf"\(\s{{0,40}}[^\s,()]{{1,80}},\s{{0,40}}[bfr]?{_Q}(?P<secret>{_FOUR_WORDS}|[^\s\"'&\\]{{8,64}})(?={_Q})"
)
_TYPED = Expression(rf"\(\s{{0,4}}{_Q}{_WORD}(?={_Q})")
_FIRST = Expression(rf"\(\s{{0,40}}[bfr]?{_Q}(?P<secret>[\w-]{{16,160}})(?={_Q})")
_SECOND = Expression(
    rf"\(\s{{0,40}}[bfr]?{_Q}?[\w-]{{1,80}}{_Q}?,\s{{0,40}}[bfr]?{_Q}(?P<secret>[\w-]{{30,80}})(?={_Q})"
)
_THIRD = Expression(rf"\(\s{{0,40}}(?:{_Q}[^\s,()\"'&]{{1,80}}{_Q},\s{{0,40}}){{2}}{_Q}{_WORD}(?={_Q})")
_UUID = Expression(rf"\(\s{{0,40}}{_Q}(?P<secret>[0-9a-f]{{8}}(?:-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}})(?={_Q})")
_WOLFRAM = Expression(rf"\(\s{{0,40}}{_Q}(?P<secret>[A-Z0-9]{{6}}-[A-Z0-9]{{10}})(?={_Q})")
_TWILIO = Expression(rf"\(\s{{0,40}}{_Q}AC[0-9a-f]{{32}}{_Q},\s{{0,40}}{_Q}(?P<secret>[0-9a-f]{{32}})(?={_Q})")
_APP_PASSWORD = Expression(_FOUR_WORDS)
_PASSWORD_FIELD = Expression(r"(?i:passw|pwd)[^\n]{0,60}\Z")


def _is_password(value: str) -> bool:
    return _APP_PASSWORD().fullmatch(value) is not None or is_password(value) or is_plain_password(value)


def _is_key(value: str) -> bool:
    return is_random(value) or (len(value) >= 32 and is_hash(value) and not is_sample(value))


def _is_form(value: str) -> bool:
    return not is_sample(value) and entropy(value) >= 2.5


# The kind, how the words before the parenthesis end, the form of what follows, and a closer look at the secret; the
# first that fits counts.
_CALLS: tuple[tuple[Kind, tuple[str, ...], Expression, Callable[[str], bool]], ...] = (
    (PASSWORD, (".connect",), _THIRD, _is_password),
    (
        PASSWORD,
        ("login", "auth=", "auth = ", "BasicAuth", "DigestAuth", "SentinelAPI", ".connect", "username_pw_set"),
        _LOGIN,
        _is_password,
    ),
    (TWILIO, ("Client",), _TWILIO, _is_form),
    (PINECONE, ("Pinecone",), _UUID, _is_form),
    (KEY, ("wolframalpha.Client",), _WOLFRAM, _is_form),
    (
        KEY,
        (
            *("OAuthHandler", "OAuth1UserHandler", "OAuth1Session", "OAuth1", "set_access_token", "REST", "Client"),
            *("FlickrAPI", "jwt.encode", "jwt.decode", "TradingClient"),
        ),
        _SECOND,
        _is_key,
    ),
    (
        KEY,
        (
            *("Experiment", "Mistral", "MistralClient", "Census", "OWM", "Fred", "NewsApiClient", "NewsAPI", "TMDb"),
            *("IAMAuthenticator", "save_account", "enable_account", "GoogleSearch", "finnhub.Client", "Together"),
            *("Deepgram", "DeepgramClient", "OpenCageGeocode", "Quandl", "tweepy.Client", "RESTClient", "Genius"),
            *(
                "CognitiveServicesCredentials",
                "AzureKeyCredential",
                "Deta",
                "FlickrAPI",
                "TiingoClient",
                "PolygonClient",
            ),
        ),
        _FIRST,
        _is_key,
    ),
)
_CALLED = frozenset(f"{ending}(" for _, endings, _, _ in _CALLS for ending in endings)
_SEND = "send_keys("
ANCHORS = _CALLED | {_SEND}


def find_calls(text: str, held: Held) -> Iterator[Match]:
    """Yield the arguments of the calls that are known to take a password or a key."""
    if not is_written(text):
        return
    for place in sorted({place + len(call) - 1 for call in _CALLED if call in held for place in held[call]}):
        yield from _handed(text, place)
    for place in held.get(_SEND, ()):
        found = _TYPED().match(text, place + len(_SEND) - 1)
        if found and _PASSWORD_FIELD().search(text, max(0, place - 70), place) and _is_password(found["secret"]):
            yield Match(PASSWORD, *found.span("secret"))


def _handed(text: str, place: int) -> Iterator[Match]:
    for kind, endings, form, check in _CALLS:
        found = form().match(text, place) if text.endswith(endings, 0, place) else None
        if found and check(found["secret"]):
            yield Match(kind, *found.span("secret"))
            return
