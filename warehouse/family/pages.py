"""The pages of families that an office has marts of: the product's own, where its catalogue has anything of them, and
those in the office's folder."""

from __future__ import annotations

from pathlib import Path

from ingest.declared.problem import office_error
from ingest.family.load import FOLDER, PageFile, load_pages, name_problems
from ingest.family.page import Page
from ingest.office.catalogue import Catalogue
from ingest.office.catalogue_files import read_catalogue
from warehouse.settings import CHECKOUT

STANDARD = CHECKOUT / "dbt_project" / FOLDER


def standard_pages() -> tuple[Page, ...]:
    """The product's own pages. OfficeError for a wrong one."""
    return tuple(file.page for file in load_pages(STANDARD))


def pages_of(office: Path) -> tuple[Page, ...]:
    """The pages of an office's marts. OfficeError with what is wrong in its pages, or in its catalogue."""
    catalogue = read_catalogue(office).catalogue
    own = pages_in(office)
    return (*(page for page in standard_pages() if _has_any(page, catalogue)), *(file.page for file in own))


def pages_in(office: Path) -> tuple[PageFile, ...]:
    """The pages in an office's folder. OfficeError with what is wrong in them, the name of a product's page among it."""
    own = load_pages(office / FOLDER)
    if problems := list(name_problems((*load_pages(STANDARD), *own))):
        raise office_error(*problems)
    return own


def _has_any(page: Page, catalogue: Catalogue) -> bool:
    """Whether an office has an indicator of a page: a mart that can hold nothing is none."""
    used = {figure.indicator for figure in page.figures.values()}
    families = {*page.families, *(page.lines.families if page.lines else ())}
    registers = {page.groups.register} if page.groups else set()
    return any(row.indicator_id in used or row.family in families for row in catalogue.indicator) or any(
        row.register in registers for row in catalogue.register_measure
    )
