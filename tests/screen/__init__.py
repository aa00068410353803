"""The wall: its playlists, devices, presenters and what it is sent."""
