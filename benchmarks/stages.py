"""Names the stages of a build by the functions that do them; their time is counted from outside (see counters.py).

Functions are named as `module:name` or `module:Class.name`; one that is no longer there is named in the profile.
"""

from __future__ import annotations

from collections.abc import Mapping

STAGES: Mapping[str, tuple[str, ...]] = {
    "settings": ("inpublic.settings.config:load_config",),
    "git": ("inpublic.settings.git:read_dates", "inpublic.settings.git:read_repository"),
    "discover": ("inpublic.discover:discover",),
    "digests": ("inpublic.digests:Digests.save", "inpublic.digests:_read", "inpublic.versions:fingerprint"),
    "convert": ("inpublic.conversion:convert_all",),
    "gate": ("inpublic.gate.inspection:inspect", "inpublic.gate.published:published_files"),
    "assemble": (
        "inpublic.assemble:describe",
        "inpublic.assemble:hold_back",
        "inpublic.assemble:place",
        "inpublic.gather:linked_files",
        "inpublic.gather:gather",
        "inpublic.lighten:lighten",
        "inpublic.covers:add_covers",
        "inpublic.tags:tag_keys",
    ),
    "checks": (
        "inpublic.checking.checks:run_checks",
        "inpublic.checking.pagelinks:docs_problems",
        "inpublic.build:look_through",
        "inpublic.checking.weight:heavy_site",
    ),
    "skills": ("inpublic.skills.evidence:skills_of", "inpublic.written:read_written"),
    "outputs": ("inpublic.outputs:make_outputs",),
    "tree": ("inpublic.writing.tree:write_tree",),
    "engine config": (
        "inpublic.host:check_settings",
        "inpublic.host:load_settings",
        "mkdocs.config.base:load_config",
    ),
    "engine files": (
        "mkdocs.structure.files:get_files",
        "mkdocs.structure.files:Files.copy_static_files",
        "mkdocs.structure.files:Files.add_files_from_theme",
        "mkdocs.structure.nav:get_navigation",
    ),
    "incremental": (
        "inpublic.engine.building:look_ahead",
        "inpublic.engine.building:is_done",
        "inpublic.engine.building:remember",
        "inpublic.engine.staging:inputs_of",
        "inpublic.engine.staging:is_whole",
        "inpublic.engine.staging:link_last",
        "inpublic.engine.fingerprint:site_key",
        "inpublic.engine.incremental:Incremental.take_stock",
        "inpublic.engine.incremental:Incremental.restore",
        "inpublic.engine.incremental:Incremental.record",
        "inpublic.engine.record:read_record",
        "inpublic.engine.record:write_record",
    ),
    "pages": (
        "mkdocs.commands.build:_populate_page",
        "mkdocs.commands.build:_build_page",
        "mkdocs.commands.build:_build_theme_template",
        "mkdocs.commands.build:_build_extra_template",
    ),
    "search": (
        "material.plugins.search.plugin:SearchPlugin.on_page_context",
        "material.plugins.search.plugin:SearchPlugin.on_post_build",
        "inpublic.engine.searching:LeanIndex.add_entry_from_context",
        "inpublic.engine.searching:LeanIndex.generate_search_index",
        "inpublic.engine.incremental:Incremental.complete",
    ),
    "exchange": (
        "inpublic.writing.sitefolder:recover",
        "inpublic.writing.sitefolder:stage",
        "inpublic.writing.sitefolder:publish",
    ),
}
ENGINE = frozenset({"mkdocs", "material", "markdown", "pymdownx", "jinja2"})
"""Packages whose import is counted as that of the engine."""
