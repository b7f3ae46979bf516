"""The generated keys and password: long enough, the same for all, and for this account only."""

import base64
import json
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from warehouse.orchestration.secret import ensure_password, ensure_secrets


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_keys_have_32_bytes_or_more(tmp_path: Path) -> None:
    keys = ensure_secrets(tmp_path / "secrets.env")
    assert {name: len(base64.urlsafe_b64decode(key)) for name, key in keys.items()} == {
        "AIRFLOW__CORE__FERNET_KEY": 32,
        "AIRFLOW__API__SECRET_KEY": 64,
        "AIRFLOW__API_AUTH__JWT_SECRET": 64,
    }


def test_keys_are_made_once_and_then_kept(tmp_path: Path) -> None:
    first = ensure_secrets(tmp_path / "secrets.env")
    assert ensure_secrets(tmp_path / "secrets.env") == first
    other = ensure_secrets(tmp_path / "other.env")
    assert not set(other.values()) & set(first.values())


def test_keys_and_password_are_readable_by_this_account_only(tmp_path: Path) -> None:
    ensure_secrets(tmp_path / "secrets.env")
    ensure_password(tmp_path / "password.json")
    assert mode(tmp_path / "secrets.env") == 0o600
    assert mode(tmp_path / "password.json") == 0o600


def test_a_file_that_others_could_read_is_closed_again(tmp_path: Path) -> None:
    ensure_password(tmp_path / "password.json")
    (tmp_path / "password.json").chmod(0o644)
    ensure_password(tmp_path / "password.json")
    assert mode(tmp_path / "password.json") == 0o600


def test_there_is_no_password_that_could_be_known(tmp_path: Path) -> None:
    ensure_password(tmp_path / "one.json")
    ensure_password(tmp_path / "two.json")
    one, two = (json.loads((tmp_path / name).read_text())["admin"] for name in ("one.json", "two.json"))
    assert len(one) == 24
    assert one != two


def test_a_password_that_a_person_has_set_is_kept(tmp_path: Path) -> None:
    (tmp_path / "password.json").write_text('{"admin": "chosen", "li": "other"}')
    ensure_password(tmp_path / "password.json")
    assert json.loads((tmp_path / "password.json").read_text()) == {"admin": "chosen", "li": "other"}


@pytest.mark.parametrize("text", ["SOMETHING=else\n", "no variables", "AIRFLOW__CORE__FERNET_KEY='"])
def test_a_file_that_is_not_ours_is_refused_and_left_alone(tmp_path: Path, text: str) -> None:
    (tmp_path / "secrets.env").write_text(text)
    with pytest.raises(ValueError, match=r"secrets\.env"):
        ensure_secrets(tmp_path / "secrets.env")
    assert (tmp_path / "secrets.env").read_text() == text


def test_all_that_make_the_keys_at_once_have_the_same_and_leave_nothing_else(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        kept = list(threads.map(ensure_secrets, [tmp_path / "secrets.env"] * 8))
    assert kept == [ensure_secrets(tmp_path / "secrets.env")] * 8
    assert list(tmp_path.iterdir()) == [tmp_path / "secrets.env"]
