"""The generated keys and password: long enough, the same for all, and for this account only."""

import base64
import json
import stat
from pathlib import Path

import pytest

from warehouse.orchestration.secret import ensure_keys, ensure_password, write_private


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_keys_have_32_bytes_or_more(tmp_path: Path) -> None:
    keys = ensure_keys(tmp_path / "keys.json")
    assert len(base64.urlsafe_b64decode(keys.fernet_key)) == 32
    assert len(base64.urlsafe_b64decode(keys.api_secret_key + "==")) == 64
    assert len(base64.urlsafe_b64decode(keys.jwt_secret + "==")) == 64


def test_keys_are_made_once_and_then_kept(tmp_path: Path) -> None:
    first = ensure_keys(tmp_path / "keys.json")
    assert ensure_keys(tmp_path / "keys.json") == first
    assert ensure_keys(tmp_path / "other.json") != first


def test_keys_and_password_are_readable_by_this_account_only(tmp_path: Path) -> None:
    ensure_keys(tmp_path / "keys.json")
    ensure_password(tmp_path / "password.json", "admin")
    assert mode(tmp_path / "keys.json") == 0o600
    assert mode(tmp_path / "password.json") == 0o600


def test_a_file_that_others_could_read_is_closed_again(tmp_path: Path) -> None:
    ensure_password(tmp_path / "password.json", "admin")
    (tmp_path / "password.json").chmod(0o644)
    ensure_password(tmp_path / "password.json", "admin")
    assert mode(tmp_path / "password.json") == 0o600


def test_a_password_that_a_person_has_set_is_kept(tmp_path: Path) -> None:
    write_private(tmp_path / "password.json", '{"admin": "chosen", "li": "other"}')
    ensure_password(tmp_path / "password.json", "admin")
    assert json.loads((tmp_path / "password.json").read_text()) == {"admin": "chosen", "li": "other"}


def test_keys_never_show_when_printed(tmp_path: Path) -> None:
    keys = ensure_keys(tmp_path / "keys.json")
    assert repr(keys) == str(keys) == "Keys(…)"


def test_a_file_that_is_not_ours_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "keys.json").write_text('{"something": "else"}')
    with pytest.raises(ValueError, match=r"keys\.json"):
        ensure_keys(tmp_path / "keys.json")
    assert (tmp_path / "keys.json").read_text() == '{"something": "else"}'


def test_of_two_that_make_the_keys_at_once_the_first_wins(tmp_path: Path) -> None:
    write_private(tmp_path / "keys.json", "first", keep_existing=True)
    write_private(tmp_path / "keys.json", "second", keep_existing=True)
    assert (tmp_path / "keys.json").read_text() == "first"
    assert list(tmp_path.iterdir()) == [tmp_path / "keys.json"]
