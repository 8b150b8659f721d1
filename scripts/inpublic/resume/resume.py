"""A resume in the fields of JSON Resume (jsonresume.org/schema, version 1.0.0): values only.

All is optional: empty text and an empty tuple mean that nobody said it. Dates are text of the precision that their
author knew: `2024`, `2024-05` or `2024-05-31`. Prose is Markdown within a line
(see prose.py), its paragraphs parted by an empty line.
"""

from __future__ import annotations

from msgspec import Struct


class Location(Struct, frozen=True):
    """Says where somebody is to be found; `country_code` as ISO 3166-1 has it, such as NL."""

    address: str = ""
    postal_code: str = ""
    city: str = ""
    country_code: str = ""
    region: str = ""


class Profile(Struct, frozen=True):
    """Leads to somebody's account in a network."""

    network: str = ""
    username: str = ""
    url: str = ""


class Basics(Struct, frozen=True):
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


class Work(Struct, frozen=True):
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


class Volunteer(Struct, frozen=True):
    """Holds one unpaid task."""

    organization: str = ""
    position: str = ""
    url: str = ""
    start_date: str = ""
    end_date: str = ""
    summary: str = ""
    highlights: tuple[str, ...] = ()


class Education(Struct, frozen=True):
    """Holds one school or course of studies."""

    institution: str = ""
    url: str = ""
    area: str = ""
    study_type: str = ""
    start_date: str = ""
    end_date: str = ""
    score: str = ""
    courses: tuple[str, ...] = ()


class Award(Struct, frozen=True):
    """Holds one award."""

    title: str = ""
    date: str = ""
    awarder: str = ""
    summary: str = ""


class Certificate(Struct, frozen=True):
    """Holds one certificate."""

    name: str = ""
    date: str = ""
    issuer: str = ""
    url: str = ""


class Publication(Struct, frozen=True):
    """Holds one publication."""

    name: str = ""
    publisher: str = ""
    release_date: str = ""
    url: str = ""
    summary: str = ""


class Skill(Struct, frozen=True):
    """Holds one skill and what belongs to it."""

    name: str = ""
    level: str = ""
    keywords: tuple[str, ...] = ()


class Language(Struct, frozen=True):
    """Holds one language that somebody speaks."""

    language: str = ""
    fluency: str = ""


class Interest(Struct, frozen=True):
    """Holds one interest."""

    name: str = ""
    keywords: tuple[str, ...] = ()


class Reference(Struct, frozen=True):
    """Holds what one person says of another."""

    name: str = ""
    reference: str = ""


class Project(Struct, frozen=True):
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


class Meta(Struct, frozen=True):
    """Says of the resume itself where it is published, in which version of the schema, and when it was changed."""

    canonical: str = ""
    version: str = ""
    last_modified: str = ""


class Resume(Struct, frozen=True):
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
