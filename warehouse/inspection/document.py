"""A dossier as one document to be printed: HTML that needs no other file, and PDF by the browser that is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import jinja2

from ingest.finding.refusal import Refusal
from warehouse.inspection.dossier import Dossier
from warehouse.pages.environment import raw_text

# LibreOffice without Writer, as a server for spreadsheets has it, opens no HTML.
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_SECONDS = 120
_NEEDED = "apt-get install chromium fonts-noto-cjk"


@cache
def _environment() -> jinja2.Environment:
    loader = jinja2.FileSystemLoader(Path(__file__).parent)
    made = jinja2.Environment(
        loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    made.filters.update(raw=raw_text)
    return made


def as_html(dossier: Dossier, office: str) -> str:
    """The document, for A4."""
    return _environment().get_template("document.html").render(one=dossier, office=office)


def as_pdf(html: str) -> bytes:
    """The same as PDF. Refusal NO_PDF_PROGRAM where none is installed that makes one, PDF_FAILED where it does not."""
    program = next((found for name in _BROWSERS if (found := shutil.which(name))), None)
    if program is None:
        raise Refusal("NO_PDF_PROGRAM", found="没有 none", expected=f"chromium：{_NEEDED}")
    with tempfile.TemporaryDirectory(prefix="inspection") as folder:
        page, paper = Path(folder) / "document.html", Path(folder) / "document.pdf"
        page.write_text(html, encoding="utf-8")
        command = _command(program, page, paper)
        try:
            ran = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False, cwd=folder)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise Refusal("PDF_FAILED", where=program, found=str(error)) from error
        if not paper.exists() or not paper.stat().st_size:
            said = (ran.stderr or ran.stdout).decode(errors="replace").strip().splitlines()
            raise Refusal("PDF_FAILED", where=program, found=said[-1] if said else f"exit {ran.returncode}")
        return paper.read_bytes()


def _command(program: str, page: Path, paper: Path) -> list[str]:
    # Chromium refuses its sandbox to root; the page is ours, with no script in it.
    of_root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return [
        program, "--headless", *of_root, "--disable-gpu", "--disable-background-networking", "--disable-component-update",
        "--no-first-run", f"--user-data-dir={page.with_name('profile')}", "--no-pdf-header-footer",
        f"--print-to-pdf={paper}", page.as_uri(),
    ]  # fmt: skip
