"""The keys of docs/resume.yml: sections and their entries, and what people write in their place."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from inpublic.resume import resume
from inpublic.resume.resume import Resume

SECTIONS: Mapping[str, type] = MappingProxyType(
    {
        "work": resume.Work,
        "volunteer": resume.Volunteer,
        "education": resume.Education,
        "awards": resume.Award,
        "certificates": resume.Certificate,
        "publications": resume.Publication,
        "skills": resume.Skill,
        "languages": resume.Language,
        "interests": resume.Interest,
        "references": resume.Reference,
        "projects": resume.Project,
    }
)
"""The sections that are lists, and the kind of their entries."""
NESTED: Mapping[tuple[type, str], type] = MappingProxyType(
    {
        (Resume, "basics"): resume.Basics,
        (Resume, "meta"): resume.Meta,
        (resume.Basics, "location"): resume.Location,
    }
)
"""The sections that are one value, by where they stand."""
NAMES: Mapping[type, str] = MappingProxyType(
    {
        resume.Work: "an entry of work",
        resume.Volunteer: "an entry of volunteer",
        resume.Education: "an entry of education",
        resume.Award: "an award",
        resume.Certificate: "a certificate",
        resume.Publication: "a publication",
        resume.Skill: "a skill",
        resume.Language: "a language",
        resume.Interest: "an interest",
        resume.Reference: "a reference",
        resume.Project: "a project",
        resume.Profile: "a profile",
    }
)
"""What a message calls an entry."""
NEEDED: Mapping[type, tuple[str, ...]] = MappingProxyType(
    {
        resume.Work: ("name", "position"),
        resume.Volunteer: ("organization", "position"),
        resume.Education: ("institution", "area", "study_type"),
        resume.Reference: ("name", "reference"),
        resume.Profile: ("network", "url"),
        resume.Project: ("name", "url"),
    }
)
"""Of these fields an entry needs one; of other kinds the first."""
OLD: Mapping[str, str] = MappingProxyType(
    {
        "company": "name",
        "employer": "name",
        "website": "url",
        "link": "url",
        "picture": "image",
        "photo": "image",
        "gpa": "score",
        "grade": "score",
        "degree": "studytype",
        "school": "institution",
        "university": "institution",
        "organisation": "organization",
        "role": "position",
        "title": "name",
        "headline": "label",
        "mail": "email",
        "telephone": "phone",
        "from": "startdate",
        "start": "startdate",
        "to": "enddate",
        "end": "enddate",
        "experience": "work",
        "certifications": "certificates",
        "level": "fluency",
    }
)
"""Keys of earlier versions of JSON Resume, and what people write for its own."""
