"""A browser by its own word, in the few words a person knows it by. It may lie: nothing is decided by it."""

from __future__ import annotations

import re

# The first that is found counts: most claim to be Chrome and Safari too.
BROWSERS = (
    ("Edge", r"Edg(?:e|A|iOS)?/(\d+)"),
    ("360 浏览器", r"QHBrowser/(\d+)|360[SE]E"),
    ("QQ 浏览器", r"M?QQBrowser/(\d+)"),
    ("UC 浏览器", r"UC?Browser/(\d+)"),
    ("微信", r"MicroMessenger/(\d+)"),
    ("Firefox", r"(?:Firefox|FxiOS)/(\d+)"),
    ("Chrome", r"(?:Headless)?Chrome/(\d+)|CriOS/(\d+)"),
    ("Safari", r"Version/(\d+)[\d.]* .*Safari/"),
)
SYSTEMS = (
    ("鸿蒙", r"HarmonyOS|OpenHarmony"),
    ("安卓", r"Android"),
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Windows", r"Windows"),
    ("macOS", r"Mac OS X|Macintosh"),
    ("统信", r"UOS|Deepin"),
    ("麒麟", r"Kylin"),
    ("Linux", r"Linux|X11"),
)


def browser(agent: str) -> str:
    """The User-Agent as `Chrome 120，Windows`; what can't be told is left out, “未知浏览器” where nothing can."""
    program = ""
    for name, pattern in BROWSERS:
        found = re.search(pattern, agent)
        if found:
            program = " ".join([name, *filter(None, found.groups())])
            break
    system = next((name for name, pattern in SYSTEMS if re.search(pattern, agent)), "")
    return "，".join(filter(None, (program or "未知浏览器", system)))
