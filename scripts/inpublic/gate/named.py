"""Finds keys that have no form of their own but stand beside their service's name, or beside a word such as API_KEY."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator

from inpublic.gate.assignments import Assignment, find_assignments
from inpublic.gate.expressions import Expression
from inpublic.gate.hints import Held
from inpublic.gate.kinds import KEY, PASSWORD, WEAK_PASSWORD, Kind, Match, secret
from inpublic.gate.samples import (
    entropy,
    is_hash,
    is_made_up,
    is_password,
    is_plain_password,
    is_random,
    is_sample,
    is_simple_password,
)

_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_SERVICES = tuple(
    (secret(name, where), Expression(words), Expression(value))
    for name, where, words, value in (
        ("AWS secret key", "the AWS console, IAM, Security credentials", r"aws|secret_?access", r"[A-Za-z0-9/+]{40}"),
        ("AWS session token", "the AWS console, IAM", r"session_?token", r"[A-Za-z0-9/+=]{100,400}"),
        ("Azure storage key", "portal.azure.com, Access keys", r"azure|account_?key|storage", r"[A-Za-z0-9+/]{86}=="),
        (
            "Azure AI key",
            "portal.azure.com, Keys and Endpoint",
            r"azure|cognitive|subscription[-_]?key|openai",
            r"[0-9a-f]{32}",
        ),
        ("Mistral key", "console.mistral.ai, API Keys", r"mistral", r"[A-Za-z0-9]{32}"),
        ("Cohere key", "dashboard.cohere.com, API keys", r"cohere|\bco_api", r"[A-Za-z0-9]{40}"),
        ("Weights & Biases key", "wandb.ai, User settings, API keys", r"wandb|weights_?and_?biases", r"[0-9a-f]{40}"),
        ("Comet key", "comet.com, Account settings, API Keys", r"comet|\bexperiment\(", r"[A-Za-z0-9]{25}"),
        ("Pinecone key", "app.pinecone.io, API keys", r"pinecone", _UUID),
        ("Kaggle key", "kaggle.com, Settings, API (Expire token)", r"kaggle", r"[0-9a-f]{32}"),
        ("Twilio key", "console.twilio.com, Auth tokens", r"twilio|\bauth_token", r"[0-9a-f]{32}"),
        ("Heroku key", "dashboard.heroku.com, Account, API Key", r"heroku", _UUID),
        ("Cloudflare token", "dash.cloudflare.com, API tokens", r"cloudflare|\bcf_", r"[\w-]{37,40}"),
        ("Deepgram key", "console.deepgram.com, API Keys", r"deepgram", r"[0-9a-f]{40}"),
        ("AssemblyAI key", "assemblyai.com, API keys", r"assemblyai|\baai\b", r"[0-9a-f]{32}"),
        ("Together key", "api.together.ai, API Keys", r"together", r"[0-9a-f]{64}"),
        ("SerpApi key", "serpapi.com, Api Key", r"serp_?api", r"[0-9a-f]{64}"),
        ("Voyage key", "dashboard.voyageai.com, API keys", r"voyage", r"pa-[\w-]{40,50}"),
        ("Exa key", "dashboard.exa.ai, API Keys", r"\bexa(?:_|\b)", _UUID),
        ("Telegram app hash", "my.telegram.org, API development tools", r"api_hash", r"[0-9a-f]{32}"),
        ("DagsHub token", "dagshub.com, Settings, Tokens", r"mlflow_tracking|dagshub", r"[0-9a-f]{40}"),
        ("Copernicus key", "cds.climate.copernicus.eu, your profile", r"cds|copernicus", rf"(?:\d{{1,7}}:)?{_UUID}"),
        ("Alpha Vantage key", "alphavantage.co, Support", r"alpha_?vantage|timeseries\(", r"[A-Z0-9]{16}"),
        ("OpenWeather key", "home.openweathermap.org, API keys", r"appid|openweather|owm", r"[0-9a-f]{32}"),
    )
)
_END = r"(?:_?\d{1,2}|_[a-z]{2,10})?\Z"
_KEY_NAME = re.compile(
    r"(?:^|[^a-z0-9])(?:[a-z0-9]{0,20}(?:api|access|secret|private|account|subscription|auth|client|app|signing"
    r"|encryption|master|admin|consumer)[-_. ]?key|[a-z0-9_.-]{0,40}(?:token|secret)|appid|api_hash|authorization"
    r"|bearer)" + _END
)
_MAYBE_KEY_NAME = re.compile(r"[a-z0-9]{2,20}[-_]key" + _END)  # of a cache as well as of a service
_BARE_KEY = re.compile(r"(?:^|[^a-z0-9])(?:my_?)?key\Z")
_MIXED = re.compile(
    r"(?=\D{0,400}\d)(?=[^a-z]{0,400}[a-z])(?=[^A-Z]{0,400}[A-Z])(?:[A-Za-z0-9+/_]{28,}={0,2}|[\w-]{43}=)"
)
_UUID_KEY = re.compile(r"api[-_. ]?key" + _END)
_COLUMN = re.compile(r"api|access|secret|private|auth|client|consumer|bearer")
_HARMLESS = re.compile(
    r"(?:^|[^a-z])(?:page|next|continuation|sync|csrf|xsrf|pad|eos|bos|unk|mask|sep|cls|special|public|start|end|stop"
    r"|image|cancellation|primary|foreign|cache|sort|group|partition|object|file|s3|dict|merge|join|index|websocket)"
    r"[-_.]?(?:page[-_.]?)?(?:token|key)|public[-_]?key|pagetoken"
)
_PASSWORD_NAME = re.compile(
    r"(?:(?:db|sql|user|mail|smtp|imap|ftp|ssh|wi_?fi|wlan|admin|root|my|login|net)[-_]?pass|passw(?:or)?[dt]|pwd|passphrase|kennwort|contraseña|senha)"
    + _END
)
_WIFI = re.compile(r"wi-?fi|wlan|wpa|ssid|char ?\*")
_MAIL = re.compile(r"gmail|smtp|imap")
_OPENING = re.compile(r"(?:connect|connection|login|engine|client|pool|database|url\.create)\([^()]{0,250}\Z")
_16_LETTERS = re.compile(r"[a-z]{16}")
_APP_PASSWORD = re.compile(r"[a-z]{4}(?: [a-z]{4}){3}")
_PLACE = re.compile(r"[/~.\\]|[A-Za-z]:[\\/]|\w+://|data:")
_KEY_VALUE = re.compile(r"[\w+/=.~%:$@!*#^-]{16,400}")


def find_named(text: str, held: Held) -> Iterator[Match]:
    """Yield what is given to telling names, if it is a key of the service that is named, or random enough."""
    for found in find_assignments(text, held):
        kind = _kind(found)
        if kind:
            yield Match(kind, found.start, found.end)


def _kind(found: Assignment) -> Kind | None:
    if is_sample(found.value):
        return None
    around = f"{found.before} {found.name}"
    for kind, words, value in _SERVICES:
        if value().fullmatch(found.value) and words().search(around) and entropy(found.value) >= 1.9:
            return kind
    if _PLACE.match(found.value):
        return None
    if _PASSWORD_NAME.search(found.name):
        return PASSWORD if _opens_something(found) else WEAK_PASSWORD if _may_open(found) else None
    return KEY if _is_key(found) else None


def _opens_something(found: Assignment) -> bool:
    if found.sign in ("(", "column"):  # a function that makes or checks one; a set of data
        return False
    if found.quoted and _is_of_google(found):
        return True
    value, is_literal = found.value, found.quoted or found.sign == "shell"
    if is_password(value):
        return is_literal or not _is_name(value) or is_made_up(value)
    if is_literal and is_plain_password(value) and _is_expected(found):
        return True
    return is_random(value) and not is_hash(value)


def _may_open(found: Assignment) -> bool:
    """Tell whether a simple password is written out, where neither a set of data nor a function's name has it."""
    return found.sign == "=" and found.quoted and is_simple_password(found.value)


def _is_of_google(found: Assignment) -> bool:
    """Tell whether a password has the form of those that Google makes for programs, with spaces or without."""
    if _APP_PASSWORD.fullmatch(found.value):
        return True
    return bool(_16_LETTERS.fullmatch(found.value) and _MAIL.search(found.near))


def _is_expected(found: Assignment) -> bool:
    """Tell whether the words around it say that something is opened, so that a simple password will be one."""
    near = f"{found.near} {found.name}"
    return found.sign == "shell" or bool(_WIFI.search(near) or _OPENING.search(found.near))


def _is_name(value: str) -> bool:
    return value.replace(".", "_").isidentifier()


def _is_key(found: Assignment) -> bool:
    if _HARMLESS.search(found.name) or not _KEY_VALUE.fullmatch(found.value):
        return False
    if found.scheme == "Basic":
        return _holds_a_colon(found.value)
    if not is_random(found.value):
        return bool(_UUID_KEY.search(found.name) and re.fullmatch(_UUID, found.value))
    if _KEY_NAME.search(found.name):
        return _is_meant(found)
    if _BARE_KEY.search(found.name):
        return found.sign == "=" and is_made_up(found.value) and _MIXED.fullmatch(found.value) is not None
    return bool(_MAYBE_KEY_NAME.search(found.name)) and not is_hash(found.value)


def _is_meant(found: Assignment) -> bool:
    """Tell whether what stands with the name of a key is one, even in places where checksums stand as well."""
    if found.sign == "column":
        return _COLUMN.search(found.name) is not None
    may_be_hash = found.sign == " " or (found.sign == "(" and not found.name.endswith("key"))
    return not (may_be_hash and is_hash(found.value))


def _holds_a_colon(value: str) -> bool:
    """Tell whether the value of a Basic header is a name and a password, joined by a colon and put in base64."""
    try:
        return b":" in b64decode(value, validate=True)
    except ValueError:
        return False
