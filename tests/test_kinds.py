"""The values of the detector."""

from __future__ import annotations

from inpublic.gate.kinds import INSTEAD, PASSWORD, personal, secret


def test_a_secret_is_revoked_first_and_then_read_from_elsewhere() -> None:
    kind = secret("Moon key", "moon.example, Keys")
    assert kind.is_secret
    assert kind.remedy.startswith("Revoke it first (moon.example, Keys): the repository's history keeps it.")
    assert "userdata" in INSTEAD
    assert "UserSecretsClient" in INSTEAD


def test_a_password_is_changed_rather_than_revoked() -> None:
    assert PASSWORD.remedy.startswith("Change it first")


def test_what_is_personal_is_no_secret() -> None:
    assert not personal("shoe size", "Take it out.").is_secret
