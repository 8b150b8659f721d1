"""What the learner writes of the portfolio as a whole, in the YAML files of docs/: resume, curriculum and skills."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from inpublic.curriculum.curriculum import Curriculum
from inpublic.curriculum.reading import load_curriculum
from inpublic.errors import Problem
from inpublic.languages import Words
from inpublic.resume.reading import load_resume
from inpublic.resume.resume import Resume
from inpublic.skills.skillfile import load_skill_map
from inpublic.skills.skillmap import SkillMap


class Written(Struct, frozen=True):
    """Holds what the files say, None for one that is not there or cannot be read, and what is wrong with them."""

    skills: SkillMap
    resume: Resume | None
    curriculum: Curriculum | None
    problems: tuple[Problem, ...]


def read_written(root: Path, text: Words) -> Written:
    """Read the files of the site's folder `root`; skills have the names that they have in the site's language."""
    curriculum, misread = load_curriculum(root)
    resume, misread_resume = load_resume(root)
    skills, misread_skills = load_skill_map(root)
    return Written(
        skills.translated(text.subject("technique")), resume, curriculum, (*misread, *misread_resume, *misread_skills)
    )
