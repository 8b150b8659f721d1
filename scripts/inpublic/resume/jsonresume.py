"""A resume as JSON: the file of JSON Resume, and a schema.org Person for search engines."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from inpublic.pages.jsontext import json_bytes
from inpublic.resume.prose import in_words
from inpublic.resume.resume import Location, Resume, camel

SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"
_CONTEXT = "https://schema.org"


def json_resume(resume: Resume) -> bytes:
    """Write the file of JSON Resume, version 1.0.0; what nobody said is left out."""
    return json_bytes({"$schema": SCHEMA, **_said(in_words(resume))}, indent=2)


def json_ld(resume: Resume, url: str, who: str = "") -> str:
    """Describe the page at `url` and the person it is about to search engines, fit to stand in a script element.

    `who` identifies the person on all pages of the site.

    Addresses are whole ones or left out, so a site that does not know its own names none of its pages.
    """
    resume = in_words(resume)
    about = {**person(resume), "@id": who}
    page = _kept({"@context": _CONTEXT, "@type": "ProfilePage", "url": url, "mainEntity": about})
    text = json.dumps({**page, **_kept({"hasPart": _works(resume)})}, ensure_ascii=False, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def person(resume: Resume) -> dict[str, Any]:  # Any: what JSON can hold
    """Describe whom a resume is about."""
    basics = resume.basics
    return _kept(
        {
            "@type": "Person",
            "name": basics.name,
            "jobTitle": basics.label,
            "description": basics.summary,
            "email": basics.email,
            "telephone": basics.phone,
            "image": basics.image,
            "url": basics.url,
            "sameAs": [profile.url for profile in basics.profiles if profile.url],
            "address": _address(basics.location),
            "worksFor": [_named("Organization", job.name, job.url) for job in resume.work if not job.end_date],
            "alumniOf": [_named("EducationalOrganization", one.institution, one.url) for one in resume.education],
            "hasCredential": [
                _named("EducationalOccupationalCredential", one.name, one.url) for one in resume.certificates
            ],
            "award": [award.title for award in resume.awards],
            "knowsAbout": [skill.name for skill in resume.skills],
            "knowsLanguage": [one.language for one in resume.languages],
        }
    )


def _works(resume: Resume) -> list[dict[str, Any]]:  # Any: see above
    return [
        _kept(
            {
                "@type": "CreativeWork",
                "name": one.name,
                "url": one.url,
                "description": one.description,
                "keywords": list(one.keywords),
                "datePublished": one.start_date,
            }
        )
        for one in resume.projects
    ]


def _address(location: Location) -> dict[str, Any]:  # Any: see above
    said = _kept(
        {
            "streetAddress": location.address,
            "postalCode": location.postal_code,
            "addressLocality": location.city,
            "addressRegion": location.region,
            "addressCountry": location.country_code,
        }
    )
    return {"@type": "PostalAddress", **said} if said else {}


def _named(kind: str, name: str, url: str) -> dict[str, Any]:  # Any: see above
    return _kept({"@type": kind, "name": name, "url": url}) if name else {}


def _kept(values: Mapping[str, Any]) -> dict[str, Any]:  # Any: see above
    """Leave out what nobody said, in lists as well."""
    plain = {key: [item for item in part if item] if isinstance(part, list) else part for key, part in values.items()}
    return {key: part for key, part in plain.items() if part}


def _said(value: Any) -> Any:  # Any: see above
    if isinstance(value, tuple):
        return [_said(item) for item in value]
    if not isinstance(value, Struct):
        return value
    pairs = ((camel(name), _said(part)) for name, part in asdict(value).items())
    return {name: part for name, part in pairs if part not in ("", [], {})}
