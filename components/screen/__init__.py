"""What the wall is drawn of: SVG and plain HTML in the wall's own sizes, values in, pictures out. What stands on it is in `pages.wall`."""
