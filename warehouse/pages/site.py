"""The site of a snapshot: its pages written into a folder, those that did not change linked from the snapshot before.

What a page shows is made first, and is what its fingerprint is of. A page whose fingerprint is that of the snapshot
before is not drawn again: its file is linked, once its bytes are seen to be those that were sealed. So a page says
in which snapshot it was written, which is the newest one that changed it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest.workbook.limits import Limits
from warehouse.home import Home
from warehouse.pages.environment import environment, sources_digest
from warehouse.pages.sheet_picture import Picture, Wanted, pictures
from warehouse.store.durable import sha256_of
from warehouse.store.manifest import ManifestError, read_manifest

# The folder of a snapshot, and in it the list of its pages: what each shows, as a hash, and since when.
PAGES = "pages"
LIST = "PAGES.json"
SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class Page:
    """A file of the site. `template`: what draws it, or nothing where `text` is the file itself.

    `shows`: what the template is given; `wanted`: the pieces of sheets that it shows besides.
    """

    path: str
    template: str = ""
    shows: Mapping[str, Any] = field(default_factory=dict)
    wanted: tuple[Wanted, ...] = ()
    text: str = ""

    def fingerprint(self, made_by: str) -> str:
        """The hash of all that its content depends on. `made_by`: of the code and the templates."""
        said = repr((made_by, self.path, self.template, self.shows, self.wanted, self.text))
        return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Written:
    """How many pages there are, and how many of them are files of the snapshot before."""

    pages: int
    linked: int


@dataclass(frozen=True, slots=True)
class Before:
    """The site of the snapshot before: its folder, what its pages showed, and the sums that were sealed."""

    folder: Path
    pages: Mapping[str, Mapping[str, str]]
    sums: Mapping[str, Mapping[str, Any]]

    def link(self, page: str, fingerprint: str, target: Path) -> str | None:
        """Link a page that shows the same. Since which snapshot it does; None: there is none, or it was damaged."""
        known = self.pages.get(page)
        file = self.folder / PAGES / page
        if known is None or known["of"] != fingerprint:
            return None
        try:
            if sha256_of(file) != self.sums[f"{PAGES}/{page}"]["sha256"]:
                return None
            os.link(file, target)
        except (KeyError, FileNotFoundError):
            return None
        except OSError:  # another disk, or one that knows no links
            shutil.copyfile(file, target)
        return known["since"]


def site_before(snapshot: Path | None) -> Before | None:
    """The site of the snapshot before. None: there is none, or nothing in it can be believed."""
    if snapshot is None:
        return None
    try:
        listed = json.loads((snapshot / PAGES / LIST).read_text(encoding="utf-8"))
        sums = read_manifest(snapshot)["files"]
    except (FileNotFoundError, ManifestError, ValueError):
        return None
    if listed.get("schema_version") != SCHEMA_VERSION:
        return None
    return Before(snapshot, listed["pages"], sums)


def write_site(
    folder: Path,
    pages: Iterable[Page],
    common: Mapping[str, Any],
    before: Before | None,
    home: Home,
    limits: Limits,
    code: str,
) -> Written:
    """Write the pages into a folder. `common`: what every template is given, `snapshot_id` above all, which is no part
    of what a page shows; `code`: the version of the code."""
    made_by = f"{code}\n{sources_digest()}\n{sorted((name, str(value)) for name, value in common.items() if name != 'snapshot_id')}"
    folder.mkdir(exist_ok=True)
    listed: dict[str, dict[str, str]] = {}
    anew: list[Page] = []
    for page in pages:
        file = folder / page.path
        file.parent.mkdir(exist_ok=True)
        fingerprint = page.fingerprint(made_by)
        since = before.link(page.path, fingerprint, file) if before else None
        listed[page.path] = {"of": fingerprint, "since": since or common["snapshot_id"]}
        if since is None:
            anew.append(page)
    drawn = pictures(home, limits, (wanted for page in anew for wanted in page.wanted))
    for page in anew:
        (folder / page.path).write_text(_content(page, common, drawn), encoding="utf-8", errors="replace")
    stated = {"schema_version": SCHEMA_VERSION, "pages": listed}
    (folder / LIST).write_text(json.dumps(stated, sort_keys=True, indent=1) + "\n", encoding="utf-8")
    return Written(len(listed), len(listed) - len(anew))


def _content(page: Page, common: Mapping[str, Any], drawn: Mapping[Wanted, Picture]) -> str:
    if not page.template:
        return page.text
    shown = {wanted: drawn[wanted] for wanted in page.wanted}
    root = "../" * page.path.count("/")
    return (
        environment()
        .get_template(page.template)
        .render(**common, **page.shows, page=page.path, root=root, pictures=shown)
    )
