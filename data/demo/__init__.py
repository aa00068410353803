"""The demonstration city: an invented Kaifeng of 21 months, the same rows every time for the same year, scale and seed.

`fill` puts it into a database. What is invented and what is taken from public sources stands in docs/demonstration.md.
"""

from data.demo.filling import Filled, Refused, fill

__all__ = ["Filled", "Refused", "fill"]
