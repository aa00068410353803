"""The wall, `/screen`: scenes declared as lists of parts, composed once for all screens at the scope of role `screen`.

`compose(now, slots)` is the payload every screen shows; `scenes.SCENES` what may stand in a playlist.
"""

from pages.wall.payload import compose
from pages.wall.scenes import SCENES

__all__ = ["SCENES", "compose"]
