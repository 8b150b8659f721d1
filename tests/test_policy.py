"""What mkdocs.yml may say about the pages' policy, and what the pages then say to the browser."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader

from inpublic.errors import InpublicError
from inpublic.settings.config import load_config
from inpublic.settings.policy import DIRECTIVES

OVERRIDES = Path(__file__).parent.parent / "scripts/inpublic/overrides"


def policy(
    *, own: object = None, font: object = False, css: tuple[str, ...] = (), scripts: tuple[object, ...] = ()
) -> str:
    config: dict[str, Any] = {
        "extra": {"inpublic": own},
        "extra_css": css,
        "extra_javascript": scripts,
        "theme": {"font": font},
    }
    html = Environment(loader=FileSystemLoader(OVERRIDES)).get_template("inpublic-policy.html").render(config=config)
    found = re.fullmatch(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', html.strip())
    return found[1] if found else html.strip()


DEFAULT = (
    "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: https:; media-src 'self' https:; font-src 'self'; frame-src 'self' https:; "
    "connect-src 'self'; manifest-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'"
)


@pytest.mark.parametrize("own", [None, {}, {"content_security_policy": True}, {"content_security_policy": None}])
def test_the_policy_lets_only_the_sites_own_files_run(own: object) -> None:
    assert policy(own=own) == DEFAULT


def test_the_policy_can_be_left_out() -> None:
    assert policy(own={"content_security_policy": False}) == ""


def test_sources_are_added_where_they_are_named() -> None:
    added = policy(
        own={"content_security_policy": {"script-src": ["https://a.example", "blob:"], "img-src": ["blob:"]}}
    )
    assert "script-src 'self' https://a.example blob:;" in added
    assert "img-src 'self' data: https: blob:;" in added
    assert "connect-src 'self';" in added


def test_the_hosts_of_extra_files_and_of_the_themes_fonts_are_allowed() -> None:
    given = policy(
        font={"text": "Roboto"},
        css=("assets/x.css", "https://css.example/a;b.css"),
        scripts=("x.js", "https://cdn.example/a.js?b", {"path": "https://two.example/c.js", "defer": True}),
    )
    assert "script-src 'self' https://cdn.example https://two.example;" in given
    assert "style-src 'self' 'unsafe-inline' https://css.example https://fonts.googleapis.com;" in given
    assert (
        "font-src 'self' https://cdn.example https://two.example https://css.example https://fonts.gstatic.com;"
        in given
    )


def test_a_form_of_the_newsletter_may_be_sent_and_no_other() -> None:
    assert policy(own={"newsletter": {"url": "https://x.example", "form": True}}).endswith("form-action 'self' https:")
    assert policy(own={"newsletter": {"url": "https://x.example"}}).endswith("form-action 'self'")
    assert policy(own={"newsletter": "https://x.example"}).endswith("form-action 'self'")


def test_every_directive_that_can_be_added_to_is_in_the_policy() -> None:
    assert set(DIRECTIVES) <= {part.split()[0] for part in DEFAULT.split("; ")}


def settings(tmp_path: Path, choice: str, more: str = "") -> Path:
    text = f"site_name: A\nextra:\n{more}  inpublic:\n    content_security_policy: {choice}\n"
    (tmp_path / "mkdocs.yml").write_text(text, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "choice",
    [
        "true",
        "false",
        "",
        "{script-src: [https://cdn.example.org]}",
        "{script-src: [https://*.example.org:8443/a/b.js, \"'sha256-abc+/=='\"], connect-src: [wss://x.example]}",
    ],
)
def test_policies_that_browsers_understand_are_taken(tmp_path: Path, choice: str) -> None:
    assert load_config(settings(tmp_path, choice), {}).blocked_analytics == 0


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ("strict", "«strict»"),
        ("[https://x.example]", "true, false or a section"),
        ("{script: [https://x.example]}", "script-src"),
        ("{default-src: [https://x.example]}", "unknown setting"),
        ("{script-src: https://x.example}", "a list of sources"),
        ("{script-src: [x.example]}", "a list of sources"),
        ("{script-src: [http://x.example]}", "a list of sources"),
        ("{script-src: [\"'unsafe-inline'\"]}", "a list of sources"),
        ("{script-src: ['*']}", "a list of sources"),
        ("{script-src: ['https://x.example; object-src *']}", "a list of sources"),
        ("{script-src: ['https://x.example\">']}", "a list of sources"),
        ("{script-src: [1]}", "a list of sources"),
    ],
)
def test_what_browsers_would_misread_is_an_error_with_its_line(tmp_path: Path, choice: str, words: str) -> None:
    with pytest.raises(InpublicError) as caught:
        load_config(settings(tmp_path, choice), {})
    [problem] = caught.value.problems
    assert str(problem).startswith("mkdocs.yml:4: extra.inpublic.content_security_policy")
    assert words in problem.message + problem.hint


@pytest.mark.parametrize(
    ("choice", "provider", "line"),
    [
        ("true", "google", 3),
        ("{script-src: [https://www.googletagmanager.com]}", "google", 3),
        ("false", "google", 0),
        ("true", "plausible", 3),
        ("{script-src: [https://plausible.io]}", "plausible", 0),
        ("{img-src: [https://plausible.io]}", "plausible", 3),
    ],
)
def test_analytics_that_the_policy_stops_are_noted_with_their_line(
    tmp_path: Path, choice: str, provider: str, line: int
) -> None:
    more = f"  analytics: {{provider: {provider}, property: x}}\n"
    assert load_config(settings(tmp_path, choice, more), {}).blocked_analytics == line
