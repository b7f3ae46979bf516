"""The keys and the password of the embedded Airflow: made once, readable by this account only (0600)."""

from __future__ import annotations

import base64
import contextlib
import json
import secrets
from pathlib import Path

from warehouse.orchestration.env_file import read_env_file
from warehouse.store.durable import staging_path, write_file

ADMIN = "admin"
# What the parts of Airflow encrypt and sign with, and the bytes of each; the same for all parts, or every task
# fails. 32 is Fernet's own length; Airflow makes its own JWT secret of 16 bytes, and HS512 asks for 64.
KEY_BYTES = {
    "AIRFLOW__CORE__FERNET_KEY": 32,
    "AIRFLOW__API__SECRET_KEY": 64,
    "AIRFLOW__API_AUTH__JWT_SECRET": 64,
}


def ensure_secrets(path: Path) -> dict[str, str]:
    """The keys kept in the file, by variable; a new set if there is none. ValueError: the file is not one of ours."""
    if not path.exists():
        new = {name: base64.urlsafe_b64encode(secrets.token_bytes(size)) for name, size in KEY_BYTES.items()}
        put_first(path, "".join(f"{name}={key.decode()}\n" for name, key in new.items()))
    make_private(path)
    with contextlib.suppress(ValueError):
        kept = read_env_file(path)
        if kept.keys() == KEY_BYTES.keys():
            return kept
    raise ValueError(f"{path}: 不是本程序的密钥文件,删除后重新生成 (not our keys; delete it)")


def ensure_password(path: Path) -> None:
    """A password for the administrator in the file, in the form Airflow reads. One that is there is kept.

    We make it before Airflow can, because Airflow writes it readable by everybody and prints it to its log.
    """
    passwords: dict[str, str] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    if not passwords.get(ADMIN):
        write_file(path, (json.dumps({**passwords, ADMIN: secrets.token_urlsafe(18)}) + "\n").encode())
    make_private(path)


def put_first(path: Path, text: str) -> None:
    """The text in the file, if none is there: of two processes that make it at once the first one wins."""
    staging = staging_path(path.parent)
    write_file(staging, text.encode())
    with contextlib.suppress(FileExistsError):
        path.hardlink_to(staging)
    staging.unlink()


def make_private(path: Path) -> None:
    """Takes other accounts' rights away, should somebody have given them."""
    if path.stat().st_mode & 0o077:
        path.chmod(0o600)
