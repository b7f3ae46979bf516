"""The keys and the password of the embedded Airflow: made once, readable by this account only (0600)."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

# Airflow makes its own JWT secret of 16 bytes; HS512 asks for as much as its hash is long.
KEY_BYTES = 64


@dataclass(frozen=True, slots=True)
class Keys:
    """What the parts of Airflow sign with and encrypt with; the same for all of them, or every task fails."""

    fernet_key: str
    api_secret_key: str
    jwt_secret: str

    def __repr__(self) -> str:
        return "Keys(…)"


def ensure_keys(path: Path) -> Keys:
    """The keys kept in the file; a new set if there is none. ValueError: the file is not one of ours."""
    if not path.exists():
        new = Keys(
            fernet_key=base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),  # Fernet's own length
            api_secret_key=secrets.token_urlsafe(KEY_BYTES),
            jwt_secret=secrets.token_urlsafe(KEY_BYTES),
        )
        write_private(path, json.dumps(asdict(new)) + "\n", keep_existing=True)
    make_private(path)
    try:
        return Keys(**json.loads(path.read_text("utf-8")))
    except (TypeError, ValueError) as error:
        raise ValueError(f"{path}: 不是本程序的密钥文件,删除后重新生成 (not our keys; delete it)") from error


def ensure_password(path: Path, user: str) -> None:
    """A password for the user in the file, in the form Airflow reads. One that is there is kept.

    We make it before Airflow can, because Airflow writes it readable by everybody and prints it to its log.
    """
    passwords: dict[str, str] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    if not passwords.get(user):
        write_private(path, json.dumps({**passwords, user: secrets.token_urlsafe(18)}) + "\n")
    make_private(path)


def write_private(path: Path, text: str, *, keep_existing: bool = False) -> None:
    """The text in the file, whole or not at all, never readable by another account at any moment.

    `keep_existing`: of two processes that make the file at once the first one wins.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    if keep_existing:
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(part)
        part.unlink()
    else:
        part.replace(path)


def make_private(path: Path) -> None:
    """Takes other accounts' rights away, should somebody have given them."""
    if path.stat().st_mode & 0o077:
        path.chmod(0o600)
