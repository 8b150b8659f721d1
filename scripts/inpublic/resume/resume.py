"""A resume in the fields of JSON Resume (jsonresume.org/schema, version 1.0.0): values only.

All is optional: empty text and an empty tuple mean that nobody said it. Dates are text of the precision that their
author knew: `2024`, `2024-05` or `2024-05-31`. Prose is Markdown within a line
(see prose.py), its paragraphs parted by an empty line.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Location:
    """Says where somebody is to be found; `country_code` as ISO 3166-1 has it, such as NL."""

    address: str = ""
    postal_code: str = ""
    city: str = ""
    country_code: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """Leads to somebody's account in a network."""

    network: str = ""
    username: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Basics:
    """Says who somebody is; `image` is an address, or a path below docs/."""

    name: str = ""
    label: str = ""
    image: str = ""
    email: str = ""
    phone: str = ""
    url: str = ""
    summary: str = ""
    location: Location = Location()
    profiles: tuple[Profile, ...] = ()


@dataclass(frozen=True, slots=True)
class Work:
    """Holds one employment; without an end it goes on."""

    name: str = ""
    location: str = ""
    description: str = ""
    position: str = ""
    url: str = ""
    start_date: str = ""
    end_date: str = ""
    summary: str = ""
    highlights: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Volunteer:
    """Holds one unpaid task."""

    organization: str = ""
    position: str = ""
    url: str = ""
    start_date: str = ""
    end_date: str = ""
    summary: str = ""
    highlights: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Education:
    """Holds one school or course of studies."""

    institution: str = ""
    url: str = ""
    area: str = ""
    study_type: str = ""
    start_date: str = ""
    end_date: str = ""
    score: str = ""
    courses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Award:
    """Holds one award."""

    title: str = ""
    date: str = ""
    awarder: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Certificate:
    """Holds one certificate."""

    name: str = ""
    date: str = ""
    issuer: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Publication:
    """Holds one publication."""

    name: str = ""
    publisher: str = ""
    release_date: str = ""
    url: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Skill:
    """Holds one skill and what belongs to it."""

    name: str = ""
    level: str = ""
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Language:
    """Holds one language that somebody speaks."""

    language: str = ""
    fluency: str = ""


@dataclass(frozen=True, slots=True)
class Interest:
    """Holds one interest."""

    name: str = ""
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """Holds what one person says of another."""

    name: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Project:
    """Holds one project as a resume lists it."""

    name: str = ""
    description: str = ""
    highlights: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    start_date: str = ""
    end_date: str = ""
    url: str = ""
    roles: tuple[str, ...] = ()
    entity: str = ""
    type: str = ""


@dataclass(frozen=True, slots=True)
class Meta:
    """Says of the resume itself where it is published, in which version of the schema, and when it was changed."""

    canonical: str = ""
    version: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Resume:
    """Holds a whole resume, the entries of each section in their author's order."""

    basics: Basics = Basics()
    work: tuple[Work, ...] = ()
    volunteer: tuple[Volunteer, ...] = ()
    education: tuple[Education, ...] = ()
    awards: tuple[Award, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    publications: tuple[Publication, ...] = ()
    skills: tuple[Skill, ...] = ()
    languages: tuple[Language, ...] = ()
    interests: tuple[Interest, ...] = ()
    references: tuple[Reference, ...] = ()
    projects: tuple[Project, ...] = ()
    meta: Meta = Meta()


def camel(name: str) -> str:
    """Write the name of a field as JSON Resume does: `startDate`."""
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)
