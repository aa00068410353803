"""The wall's own ground: playlists (what is shown, in which order, how long), the devices that may show it, and who presents on one."""
