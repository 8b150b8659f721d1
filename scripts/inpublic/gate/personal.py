"""Finds what tells more about somebody than they may want: home folders, private addresses, e-mail, phone numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from inpublic.gate.hints import Held
from inpublic.gate.kinds import Match, personal
from inpublic.gate.tokens import word_start

HOME = personal(
    "home path", "It tells your user name: use a relative path, and run the notebook again or clear the output."
)
ADDRESS = personal("private IP address", "Take it out if it tells strangers how a network is laid out.")
EMAIL = personal("e-mail address", "Take it out unless its owner wants everybody, machines included, to have it.")
PHONE = personal("phone number", "Take it out unless its owner wants everybody, machines included, to have it.")

_NOBODY = frozenset(  # accounts of machines, and names that stand for one
    """user users username user_name userid jovyan runner root ubuntu debian ec2-user vsts vscode codespace circleci
    gitpod travis jenkins app appuser docker node jupyter airflow hadoop spark pi coder sagemaker-user studio-lab-user
    web_user pyodide guest admin administrator nonroot shared public default defaultuser0 kaggle colab conda anaconda
    build builder builds buildbot work workspace data project projects name me you yourname your_name your-name
    yourusername your_username your-username runneradmin vssadministrator containeradministrator xxx myuser myname
    example someone linuxbrew condauser mambauser student sas index about page local lib""".split()
)
_UNIX_HOME = re.compile(r"/(?:home|Users)/(?P<name>[A-Za-z_][\w.-]{1,39})(?![\w.*-])(?=/|$|[\s\"'`:;,)<>&\\])")
_WINDOWS_HOME = re.compile(
    r"[A-Za-z]:[\\/]{1,8}Users[\\/]{1,8}"
    r"(?P<name>[^\W\d][\w.-]{0,39}(?: [\w.-]{1,30}){0,2}(?=[\\/])|[^\W\d][\w.-]{1,39})"
)
_NO_PATH = re.compile(r"(?:[/%}{*]|(?<![A-Za-z])[A-Za-z]:|(?:href|src|action|GET|POST)\W{1,3})\Z")
_IP_192 = re.compile(r"(?:192\.168|172\.(?:1[6-9]|2\d|3[01]))(?:\.\d{1,3}){2}(?![\w-]|\.\d)")
_IP_10 = re.compile(r"10(?:\.\d{1,3}){3}(?![\w-]|\.\d)")
_IP_WORDS = re.compile(
    r"(?:(?:\b|(?<=\\[nrt])|(?<=\dm))"
    r"(?:ip|hosts?|hostname|server|addr|address|inet|node|gateway|ping|ssh|connect(?:ed|ing|ion)?(?: to| from)?)\b"
    r"[\"']?\s{0,2}[:=(]?\s{0,2}[\"']?|//|@)\Z",
    re.IGNORECASE,
)
_PART = re.compile(r"[\w.=~-]")
_BREAK = re.compile(r"(?:\\[nrt]|[a-z_]=)\Z")
_IP_AFTER = re.compile(r":\d{2,5}\b|/\d{1,2}\b| - - ")
_ANYBODYS = re.compile(r"192\.168\.[01]\.1|.*\.0")  # routers as they come, and whole networks
_VERSION = re.compile(r"version|\bv\.?\s?\Z|==|>=|<=|~=|release|build", re.IGNORECASE)
_DOMAINS = frozenset("com org net edu gov mil int info biz name app tech xyz online site cloud email science".split())
_NO_COUNTRIES = frozenset("py md sh so ps js ts db np pd".split())  # what follows a dot in code and file names
_LOCAL = re.compile(r"(?:(?<=\\[nrt])|(?<=\dm)|(?<![A-Za-z0-9._%+\\-])(?!(?<=[;[])\d{1,3}m))[A-Za-z0-9._%+-]{1,64}\Z")
_MACHINE = re.compile(r"://[^\s\"'<>]*\Z|/\Z|(?:ssh|scp|sftp|rsync|mosh)\b")
_EMAIL_END = re.compile(
    r"@(?P<host>[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,3})\.(?P<top>[a-z]{2,10}|[A-Z]{2,10})(?![\w@(\[=-]|\.\w)"
)
_ROLES = re.compile(
    r"(?:no-?reply|do-?not-?reply|git|user(?:name)?|you|your[._-]?(?:name|email|id|mail)|name|e?mail|me|someone|somebody"
    r"|foo|test|abc|xyz|info|support|contact|admin|hello|help|press|sales|security|webmaster|postmaster|mailer-daemon"
    r"|root|example|john\.?doe|jane\.?doe|my\.?email|xxx)\d{0,3}",
    re.IGNORECASE,
)
_NO_HOSTS = re.compile(
    r"(?:.*\.)?(?:example|test|domain|company|your-?domain|your-?company|email|mydomain|noreply\.github|localhost|invalid"
    r"|acme|abc|xyz|foo|bar|gserviceaccount)",
    re.IGNORECASE,
)
_COUNTRIES = (
    r"(?:2(?:0|1[12368]|[2-6]\d|7|9[01789])|3(?:[0-469]|[578]\d)|4(?:[013-9]|2[013])|5(?:[1-8]|[09]\d)|6(?:[0-6]|[7-9]\d)"
    r"|7|8(?:[1246]|[0578]\d)|9(?:[0-58]|[679]\d))"
)
"""The codes of the International Telecommunication Union (E.164), but for North America's 1."""
_ONE_NUMBER = 3
"""Different digits that are still no phone number: +49 000 000."""
_PLUS, _BRACKETS, _LINK = tuple(f"+{digit}" for digit in range(1, 10)), ") ", "tel:"
# With its country, or as in North America; in a link; without any space: each with its anchors and how many characters
# stand before them.
PHONES: tuple[tuple[tuple[str, ...], int, re.Pattern[str]], ...] = (
    (
        _PLUS,
        0,
        re.compile(
            r"\+(?:1[ .-]?\(?[2-9]\d\d\)?[ .-]\d{3}[ .-]\d{4}|[2-9]\d{0,2}[ .-]\(?\d{1,4}\)?(?:[ .-]\d{2,5}+){1,4}+)"
            r"(?![\w+*/^=]|[.,-]\d)"
        ),
    ),
    ((_BRACKETS,), len("(212"), re.compile(r"\([2-9]\d\d\) \d{3}-\d{4}(?![\w-])")),
    ((_LINK,), 0, re.compile(r"\btel:((?:\+|%2B)?\(?\d[\d ().-]{6,18}\d)(?!\w)", re.IGNORECASE)),
    (
        _PLUS,
        0,
        re.compile(rf"(?<![\d)\]_] )\+(?:1[2-9]\d\d[2-9]\d{{6}}|{_COUNTRIES}\d{{8,10}})(?![\w+*/^=%]|[.,-]\d)"),
    ),
)
_UNIX, _USERS, _AT = ("/home/", "/Users/"), "Users", "@"
_ADDRESSES = (("192.168.", _IP_192), ("172.", _IP_192), ("10.", _IP_10))
WORDS = (_LINK,)
ANCHORS = frozenset((*_UNIX, _USERS, *(anchor for anchor, _ in _ADDRESSES), _AT, *_PLUS, _BRACKETS, *WORDS))


def find_personal(text: str, held: Held) -> Iterator[Match]:
    """Yield what is only worth a warning."""
    yield from _homes(text, held)
    yield from _private_addresses(text, held)
    yield from _emails(text, held.get(_AT, ()))
    yield from _phones(text, held)


def _homes(text: str, held: Held) -> Iterator[Match]:
    starts = [(place, _UNIX_HOME) for anchor in _UNIX for place in held.get(anchor, ())]
    users = held.get(_USERS, ())
    starts += [(text.rfind(":", max(0, place - 10), place) - 1, _WINDOWS_HOME) for place in users]
    for start, form in starts:
        found = form.match(text, start) if start >= 0 else None
        if found and found["name"].lower() not in _NOBODY and _begins_a_path(text, start):
            yield Match(HOME, *found.span())


def _begins_a_path(text: str, start: int) -> bool:
    before = text[max(0, start - 12) : start]
    if before.endswith(("file://", "file:///", "/mnt", "vscode-remote://")):
        return True
    return word_start(text, start) == start and not _NO_PATH.search(before)


def _private_addresses(text: str, held: Held) -> Iterator[Match]:
    for anchor, form in [address for address in _ADDRESSES if address[0] in held]:
        for place in held[anchor]:
            found = form.match(text, place)
            if not found or _ANYBODYS.fullmatch(found[0]) or not _is_address(found[0]):
                continue
            if _stands_alone(text, place, found.end(), surely=form is _IP_192):
                yield Match(ADDRESS, *found.span())


def _is_address(value: str) -> bool:
    return all(int(part) < 256 and (part == "0" or part[0] != "0") for part in value.split("."))


def _stands_alone(text: str, start: int, end: int, *, surely: bool) -> bool:
    """Tell an address from a version or a number of sections; 10.… has to be named as an address."""
    before = text[max(0, start - 24) : start]
    if _PART.match(before[-1:]) and not _BREAK.search(before):
        return False
    if _VERSION.search(before.rpartition("\n")[2]):
        return False
    return surely or _IP_WORDS.search(before) is not None or _IP_AFTER.match(text, end) is not None


def _emails(text: str, places: Iterable[int]) -> Iterator[Match]:
    for place in places:
        found = _EMAIL_END.match(text, place)
        if found is None:
            continue
        local = _LOCAL.search(text, max(0, place - 64), place)
        if local is None or not _is_mailbox(local[0], found["host"], found["top"]):
            continue
        if not _is_login(text, local.start(), found.end()):
            yield Match(EMAIL, local.start(), found.end())


def _is_mailbox(local: str, host: str, top: str) -> bool:
    known = top.lower() in _DOMAINS or (len(top) == 2 and top.lower() not in _NO_COUNTRIES)
    return known and not _ROLES.fullmatch(local) and not _NO_HOSTS.fullmatch(host)


def _is_login(text: str, start: int, end: int) -> bool:
    """Tell whether the address is one of a machine: in a URL, after ssh, or before a path."""
    before = text[max(0, start - 80) : start].rpartition("\n")[2]
    if re.match(r":[\w~/]", text[end : end + 2]):
        return True
    return _MACHINE.search(before) is not None and not before.endswith("mailto:")


def _phones(text: str, held: Held) -> Iterator[Match]:
    for anchors, before, form in PHONES:
        for place in [place for anchor in anchors for place in held.get(anchor, ())]:
            found = form.match(text, max(0, place - before))
            if found and _is_phone(text, *found.span(found.lastindex or 0)):
                yield Match(PHONE, *found.span(found.lastindex or 0))


def _is_phone(text: str, start: int, end: int) -> bool:
    digits = re.sub(r"\D", "", text[start:end])
    return (
        8 <= len(digits) <= 15
        and len(set(digits)) > _ONE_NUMBER
        and "555" not in digits[:7]
        and not re.search(r"[\w.+)\](*/^=-]\Z", text[max(0, start - 1) : start])
    )
