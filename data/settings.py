"""The settings, read once from the environment or `.env`; a missing secret stops the server, it is never made up silently."""

from __future__ import annotations

import secrets
from contextlib import suppress
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"


class SettingsError(RuntimeError):
    """A setting is wrong or missing; the message says which, in Chinese."""


class Settings(BaseSettings):
    """Every setting of the contracts. Secrets left empty are filled from `var/` on the embedded database only."""

    model_config = SettingsConfigDict(env_file=ROOT / ".env", extra="ignore", frozen=True)

    database_url: str = f"sqlite:///{VAR / 'cockpit.db'}"
    secret_key: str = ""
    citizen_key: str = ""
    redis_url: str = ""
    cockpit_today: date | None = None
    suppress_below: int = Field(default=5, ge=1, le=100)
    session_idle_minutes: int = Field(default=30, ge=1, le=24 * 60)
    password_profile: Literal["dengbao", "asvs"] = "dengbao"  # noqa: S105 - the name of a rule book
    map_approval_number: str = ""
    letter_templates: str = ""
    attachments_dir: Path = Field(default_factory=lambda: VAR / "attachments")
    host: str = "127.0.0.1"
    port: int = Field(default=8050, ge=1, le=65535)
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_scopes: str = "openid profile"
    oidc_groups_claim: str = "groups"
    oidc_name_claim: str = "preferred_username"
    oidc_roles: str = ""
    webhook_url: str = ""
    webhook_form: Literal["dingtalk", "json"] = "dingtalk"
    webhook_secret: str = ""
    smtp_url: str = ""
    briefing_from: str = ""
    briefing_to: str = ""

    @property
    def embedded(self) -> bool:
        """True on the embedded default (SQLite)."""
        return self.database_url.startswith("sqlite")

    def secret(self, name: str) -> bytes:
        """The secret `secret_key` or `citizen_key`. On SQLite it is made once into `var/` (mode 0600).

        Raises SettingsError on any other database when it is not set.
        """
        given: str = getattr(self, name)
        if given:
            return given.encode()
        if not self.embedded:
            raise SettingsError(f"缺少设置 {name.upper()}：使用 PostgreSQL 时必须在环境变量或 .env 中给出。")
        path = VAR / name
        VAR.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(OSError):  # an earlier version left it open to look into
            VAR.chmod(0o700)
        try:
            with open(path, "x", opener=_private) as file:
                file.write(secrets.token_hex(32))
        except FileExistsError:
            pass
        return path.read_text().strip().encode()


def _private(path: str, flags: int) -> int:
    import os

    return os.open(path, flags, 0o600)


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The process's settings.

    Raises SettingsError naming the setting and its bad value.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).upper()
        raise SettingsError(f"设置 {name} 的值不对：{first.get('input')!r}（{first['msg']}）。") from None
