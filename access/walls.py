"""What an administrator does to the wall's devices and playlists: each change in one transaction with its entry in the audit log.

Every function raises PeopleError (who asks is no administrator any more) or PlaylistError, in words, and then nothing is changed.
"""

from __future__ import annotations

from typing import Any

from access.accounts import Administrator
from data.screen import devices, playlists
from data.screen.playlists import Playlist

ACT = "screen"


def add_device(by: Administrator, name: str, playlist: str) -> tuple[str, str]:
    """A new device: its name as kept, and the token of its link, which can't be read again."""
    with by.acting() as connection:
        device, token = devices.add(connection, name, who=by.username, playlist=playlist)
        by.tell(connection, ACT, f"新增大屏“{device.name}”（{device.id}），播放单“{playlist}”")
    return device.name, token


def revoke_device(by: Administrator, id: str) -> str:
    """End a device; its link and its session open nothing from the next question on. Returns its name."""
    with by.acting() as connection:
        device = devices.revoke(connection, id, who=by.username)
        by.tell(connection, ACT, f"停用大屏“{device.name}”（{device.id}）")
    return device.name


def play(by: Administrator, id: str, playlist: str) -> str:
    """Another playlist for a device. Returns its name."""
    with by.acting() as connection:
        device = devices.play(connection, id, playlist)
        by.tell(connection, ACT, f"大屏“{device.name}”（{device.id}）改放“{playlist}”")
    return device.name


def save_playlist(by: Administrator, name: str, slots: Any, version: int) -> Playlist:
    """Keep a playlist; `version` is the one the change began from, 0 for a new one."""
    with by.acting() as connection:
        made = playlists.save(connection, name, slots, who=by.username, version=version)
        by.tell(connection, ACT, f"播放单“{made.name}”改为 {len(made.slots)} 幕，一轮 {made.seconds} 秒")
    return made


def remove_playlist(by: Administrator, name: str) -> None:
    """Take a playlist away; the usual one goes back to what was shipped."""
    with by.acting() as connection:
        playlists.remove(connection, name)
        by.tell(connection, ACT, f"删除播放单“{name}”")
