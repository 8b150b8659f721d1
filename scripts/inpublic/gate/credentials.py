"""Finds secrets that are known by what stands around or inside them: key blocks, addresses, JSON files, bot tokens."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterable, Iterator
from string import ascii_letters, digits, hexdigits

from inpublic.gate.expressions import Expression
from inpublic.gate.hints import Held
from inpublic.gate.kinds import KEPT, PRIVATE_KEY, SERVICE_ACCOUNT, Kind, Match, secret
from inpublic.gate.samples import is_mask, is_sample
from inpublic.gate.tokens import word_start

URL_PASSWORD = Kind("password in an address", is_secret=True, remedy=f"Change the password first: {KEPT}")
KAGGLE = secret("Kaggle key", "kaggle.com, Settings, API (Expire token)")
TELEGRAM = secret("Telegram bot token", "@BotFather in Telegram (/revoke)")
DISCORD = secret("Discord bot token", "discord.com/developers, Bot (Reset token)")
AZURE_CLIENT = secret("Azure client secret", "portal.azure.com, App registrations, Certificates & secrets")
AZURE_KEY = secret("Azure AI key", "portal.azure.com, Keys and Endpoint (Regenerate)")
AZURE_STORAGE = secret("Azure storage key", "portal.azure.com, Storage account, Access keys (Rotate)")
AZURE_SAS = secret("Azure shared access signature", "portal.azure.com, Storage account, Access keys (Rotate)")
COHERE = secret("Cohere key", "dashboard.cohere.com, API keys")
WANDB = secret("Weights & Biases key", "wandb.ai, User settings, API keys")
MAILCHIMP = secret("Mailchimp key", "mailchimp.com, Account, API keys")

_Q = r"""(?:\\*["']|&quot;|&\#0?39;|&\#x27;|&\#34;|)"""  # a quotation mark, however escaped, or none
_HEAD = Expression(r"-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----")
_TAIL = Expression(r"-----END [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----")
_LINES = Expression(r"[\w+/=\s\\:,.\"'&;#<>()*-]*+")  # quoted, escaped, indented or broken as they may be
_CUT_OFF = Expression(r"(?:(?:\s|\\n){1,8}(?:[A-Za-z-]{3,20}: [^\n]{0,80}\n\s{0,8})*[A-Za-z0-9+/=]{40,100}){1,300}")
_BODY = Expression(r"[A-Za-z0-9+/]{24}")
_LONGEST = 20_000
_PASSWORD = Expression(
    r"""(?<=[a-z0-9])://[^\s:/?#@"'<>\\(){}\[\]]{0,80}:(?P<secret>[^\s/@"'<>\\(){}\[\]`]{1,200})@(?!sha256:)(?=[\w.-]*\w|\[)"""
)
_COMMON = frozenset(  # passwords of examples and of databases fresh from the box
    """password passwd postgres admin guest example username mysql mongo redis secret token 12345 123456 12345678
    letmein qwerty changeme hunter2 credentials tiger""".split()
)
_KAGGLE_JSON = Expression(
    rf"username{_Q}\s{{0,4}}:\s{{0,4}}{_Q}[\w.-]{{1,60}}{_Q}\s{{0,4}},\s{{0,8}}{_Q}key{_Q}\s{{0,4}}:\s{{0,4}}{_Q}(?P<secret>[0-9a-f]{{32}})(?![0-9a-f])"
)
_TELEGRAM = Expression(r"(?:bot)?(?P<secret>\d{8,10}:AA[\w-]{33})(?![\w-])")
_DISCORD = Expression(r"(?P<secret>(?P<user>[MNO][A-Za-z0-9]{23,27})\.[\w-]{6,7}\.[\w-]{27,45})(?![\w.-])")
_AZURE_CLIENT = Expression(r"(?P<secret>[A-Za-z0-9_.-]{3}\dQ~[\w~.-]{31,36})(?![\w~-])")
_AZURE_KEY = Expression(r"(?P<secret>[A-Za-z0-9]{48,56}JQQJ9[A-Za-z0-9]{23,31})(?![A-Za-z0-9])")
_AZURE_STORAGE = Expression(r"(?:AccountKey|SharedAccessKey)=(?P<secret>[A-Za-z0-9+/]{42,86}={1,2})")
_AZURE_SAS = Expression(r"(?:(?<=[?&;])|(?<=%26))sig=(?P<secret>[A-Za-z0-9%+/]{42,70}(?:%3D|=){1,2})", re.IGNORECASE)
_COHERE = Expression(rf"cohere\.(?:Async)?Client(?:V2)?\(\s{{0,8}}{_Q}(?P<secret>[A-Za-z0-9]{{40}})(?![A-Za-z0-9])")
_WANDB = Expression(
    r"wandb(?:\.ai\s{1,4}login\s{1,4}user\s{1,4}password\s|[. ]{1,3}login\b[^\n]{0,40}?)"
    r"(?<![0-9a-f@])(?P<secret>[0-9a-f]{40})(?![0-9a-f])"
)
_MAILCHIMP = Expression(r"(?P<secret>[0-9a-f]{32}-us\d{1,2})(?!\w)")

# The kind, a fixed string that the text has to hold, what ends the part of the find before it, if any; its form.
_SHAPES: tuple[tuple[Kind, str, str, Expression], ...] = (
    (KAGGLE, "username", "", _KAGGLE_JSON),
    (TELEGRAM, ":AA", digits, _TELEGRAM),
    (AZURE_CLIENT, "Q~", digits, _AZURE_CLIENT),
    (AZURE_KEY, "JQQJ9", ascii_letters + digits, _AZURE_KEY),
    (AZURE_STORAGE, "AccountKey=", "", _AZURE_STORAGE),
    (AZURE_STORAGE, "SharedAccessKey=", "", _AZURE_STORAGE),
    (AZURE_SAS, "sig=", "", _AZURE_SAS),
    (MAILCHIMP, "-us", hexdigits, _MAILCHIMP),
    (COHERE, "cohere.", "", _COHERE),
    (WANDB, "wandb", "", _WANDB),
)
_BEGIN, _SCHEME = "-----BEGIN ", "://"
_NUMBERS = frozenset({"MD", "MT", "Mj", "Mz", "ND", "NT", "Nj", "Nz", "OD", "OT"})  # how numbers begin in base64
ANCHORS = frozenset((_BEGIN, _SCHEME, *_NUMBERS, *(anchor for _, anchor, _, _ in _SHAPES)))


def find_credentials(text: str, held: Held) -> Iterator[Match]:
    """Yield key blocks first, since they may hold what looks like something else."""
    if _BEGIN in held:
        yield from _private_keys(text)
    for kind, anchor, head_end, form in [shape for shape in _SHAPES if shape[1] in held]:
        match = form().match
        for place in held[anchor]:
            if head_end and text[place - 1 : place] not in head_end:
                continue
            found = match(text, word_start(text, place) if head_end else place)
            if found and not is_sample(found["secret"]):
                yield Match(kind, *found.span("secret"))
    for number in sorted(_NUMBERS & held.keys()):
        yield from _discord_tokens(text, held[number])
    yield from _url_passwords(text, held.get(_SCHEME, ()))


def _private_keys(text: str) -> Iterator[Match]:
    heads = [*_HEAD().finditer(text)]
    limits = [*(head.start() for head in heads[1:]), len(text)]
    for head, limit in zip(heads, limits, strict=False):
        end = _block_end(text, head.end(), min(limit, head.end() + _LONGEST))
        body = _BODY().search(text, head.end(), end)
        if body and len(set(body[0])) > 3 and "..." not in text[head.end() : end]:
            named = text[max(0, head.start() - 40) : head.start()]
            yield Match(SERVICE_ACCOUNT if "private_key" in named else PRIVATE_KEY, head.start(), end)


def _block_end(text: str, start: int, limit: int) -> int:
    """Find where a key ends: with its last line, or where a print cut it off; `start` if there is none."""
    tail = _TAIL().search(text, start, limit)
    if tail and _LINES().fullmatch(text, start, tail.start()):
        return tail.end()
    lines = _CUT_OFF().match(text, start, limit)
    return lines.end() if lines else start


def _discord_tokens(text: str, places: Iterable[int]) -> Iterator[Match]:
    match = _DISCORD().match
    for place in places:
        found = match(text, place)
        if found and _is_discord(found["secret"]) and word_start(text, found.end("user")) == place:
            yield Match(DISCORD, *found.span("secret"))


def _is_discord(token: str) -> bool:
    return not is_sample(token) and _names_a_user(token)


def _names_a_user(token: str) -> bool:
    """Tell whether the first part of a Discord token is what it has to be: a number in base64."""
    head = token.split(".")[0]
    try:
        return b64decode(head + "=" * (-len(head) % 4)).isdigit()
    except ValueError:  # a length that base64 cannot have
        return False


def _url_passwords(text: str, places: Iterable[int]) -> Iterator[Match]:
    match = _PASSWORD().match
    for place in places:
        found = match(text, place)
        if found and not _is_common(found["secret"], text[place + 3 : found.start("secret") - 1]):
            yield Match(URL_PASSWORD, *found.span("secret"))


def _is_common(password: str, user: str) -> bool:
    """Tell whether a password is one of examples or only stands for another: a variable, stars, the name again."""
    low = password.lower()
    return len(low) < 5 or low in _COMMON or low == user.lower() or low.startswith(("$", "%s", "your")) or is_mask(low)
