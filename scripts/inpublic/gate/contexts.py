"""Finds secrets that are known by the words before them: in commands, SQL, settings, cookies and addresses.

Only in what people wrote or read: scripts and data in lines without end are left out (see `is_written`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from inpublic.gate.expressions import Expression
from inpublic.gate.hints import Held
from inpublic.gate.kinds import KEPT, KEY, PASSWORD, Kind, Match, secret
from inpublic.gate.samples import entropy, is_password, is_plain_password, is_sample
from inpublic.gate.splits import is_written

AWS_SECRET = secret("AWS secret key", "the AWS console, IAM, Security credentials")
AZURE = secret("Azure storage key", "portal.azure.com, Storage account, Access keys (Rotate)")
COPERNICUS = secret("Copernicus key", "cds.climate.copernicus.eu, your profile")
DEEPL = secret("DeepL key", "deepl.com, your account, API Keys")
DJANGO = Kind("Django secret key", is_secret=True, remedy=f"Make a new one first: {KEPT}")
KAGGLE = secret("Kaggle key", "kaggle.com, Settings, API (Expire token)")
LINKEDIN = secret("LinkedIn session", "linkedin.com, Settings, Where you're signed in")
WALLET = Kind("words of a wallet", is_secret=True, remedy=f"Move all that it holds to a new wallet first: {KEPT}")

_Q = r"""(?:\\{0,4}["']|&quot;|&\#0?39;|&\#x27;|&\#34;|)"""
_SET = rf"{_Q}\]?\s{{0,4}}[:=,]\s{{0,4}}{_Q}"
_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_WORD = r"""[ =]{0,2}["']?(?P<secret>(?!\$)[^\s"'`\\{}<>&]{8,64})(?=["'`\s\\&]|\Z)"""
_DJANGO = r"(?=\S{0,50}?[!@#$%^&*(+=)-])[a-z0-9!@#$%^&*(_=+)-]{50}"
_WORDS_OF_WALLET = rf"""(?i:[ _]?phrase)?{_SET}(?P<secret>(?:[a-z]{{3,8}}[ ]){{11,23}}[a-z]{{3,8}})(?=["'\\&\n]|\Z)"""


def _is_password(value: str) -> bool:
    return is_password(value) or is_plain_password(value)


def _is_key(value: str) -> bool:
    return not is_sample(value) and entropy(value) >= 2.5


def _is_phrase(value: str) -> bool:
    words = value.split()
    return len(set(words)) > len(words) * 0.8  # manuals repeat theirs: "abandon abandon …", "legal winner …"


_Check = Callable[[str], bool]
_CONTEXTS: tuple[tuple[Kind, str, Expression, _Check], ...] = tuple(
    (kind, anchor, Expression(form, re.ASCII), check)
    for kind, check, anchor, form in (
        (
            PASSWORD,
            _is_password,
            "curl ",
            rf"curl [^\n]{{0,300}}?(?<= )(?:-u|--user)[ =]{{0,2}}[\"']?[^\s:\"'$]{{1,60}}:{_WORD}",
        ),
        (PASSWORD, _is_password, "sshpass ", rf"sshpass\s{{1,4}}-p{_WORD}"),
        (PASSWORD, _is_password, "docker login", rf"docker login [^\n]{{0,150}}?(?<= )-p {_WORD}"),
        (PASSWORD, _is_password, "mysql", rf"mysql(?:dump|admin)? [^\n]{{0,150}}?(?<= )-p(?! ){_WORD}"),
        (PASSWORD, _is_password, "zip ", rf"zip [^\n]{{0,100}}?(?<= )-P {_WORD}"),
        (PASSWORD, _is_password, "openssl ", rf"openssl [^\n]{{0,150}}?(?<= )-k {_WORD}"),
        (PASSWORD, _is_password, "WIFI:", r"WIFI:[^\s]{1,80};P:(?P<secret>[^\s;]{8,64});"),
        (PASSWORD, _is_password, "IDENTIFIED BY", rf"IDENTIFIED BY {_WORD}"),
        *(
            (PASSWORD, _is_password, start, rf"{start}[^<>\n]{{0,300}}?\bvalue=[\"']{_WORD}")
            for start in ('type="password"', "type='password'", "type=password")
        ),
        (
            KAGGLE,
            _is_key,
            "kaggle config",
            r"kaggle config set [^\n]{0,40}(?:-v|--value)[ =](?P<secret>[0-9a-f]{32})(?!\w)",
        ),
        (
            DJANGO,
            _is_key,
            "SECRET_KEY",
            rf"SECRET_KEY{_SET}(?P<secret>(?:django-insecure-)?{_DJANGO})(?=[\"'\\&\s]|\Z)",
        ),
        (LINKEDIN, _is_key, "li_at", rf"li_at{_SET}(?P<secret>AQE[\w-]{{100,300}})"),
        (
            COPERNICUS,
            _is_key,
            "copernicus.eu/api",
            rf"copernicus\.eu/api(?:/v2)?\s{{1,8}}key:\s{{0,4}}(?P<secret>(?:\d{{1,7}}:)?{_UUID})",
        ),
        *(
            (
                AWS_SECRET,
                _is_key,
                start,
                start + r"[A-Z0-9]{16}(?:[\"'\s,:=\\]|&\#?\w{2,5};|(?i:aws|secret|access|key)_?){1,60}?"
                r"(?P<secret>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])",
            )
            for start in ("AKIA", "ASIA")
        ),
        *(
            (
                AZURE,
                _is_key,
                host,
                rf"{host}(?::443)?/?{_Q},\s{{0,40}}(?:credential\s?=\s?)?{_Q}(?P<secret>[A-Za-z0-9+/]{{86}}==)",
            )
            for host in ("documents.azure.com", "core.windows.net")
        ),
        *(
            (KEY, _is_key, host, host + r"(?P<secret>[\w-]{32})(?![\w-])")
            for host in ("infura.io/v3/", "infura.io/ws/v3/", "alchemy.com/v2/")
        ),
        (KEY, _is_key, "ifttt.com/", r"ifttt\.com/trigger/[\w{}-]{1,60}/(?:json/)?with/key/(?P<secret>[\w-]{20,60})"),
        (KEY, _is_key, "roboflow.com/ds/", r"roboflow\.com/ds/[\w-]{4,20}\?key=(?P<secret>\w{8,30})"),
        *(
            (WALLET, _is_phrase, word, word + _WORDS_OF_WALLET)
            for word in ("nemonic", "MNEMONIC", "seed", "SEED", "recovery")
        ),
    )
)
_DEEPL = re.compile(rf"(?P<secret>{_UUID}:fx)(?!\w)")
_DEEPL_END = ":fx"
ANCHORS = frozenset((_DEEPL_END, *(anchor for _, anchor, _, _ in _CONTEXTS)))


def find_contexts(text: str, held: Held) -> Iterator[Match]:
    """Yield what the words before it say is a secret."""
    if not is_written(text):
        return
    for kind, anchor, form, check in [context for context in _CONTEXTS if context[1] in held]:
        for place in held[anchor]:
            found = form().match(text, place)
            if found and check(found["secret"]):
                yield Match(kind, *found.span("secret"))
    for place in held.get(_DEEPL_END, ()):
        found = _DEEPL.match(text, max(0, place - 36))
        if found:
            yield Match(DEEPL, *found.span("secret"))
