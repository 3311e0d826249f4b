"""The words that argparse says by itself (usage, errors), in the language in force."""

from __future__ import annotations

import gettext
import os

from armdesk import i18n, paths
from armdesk.i18n import N_

WORDS = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("show this help message and exit"),
    N_("%(prog)s: error: %(message)s\n"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("invalid %(type)s value: %(value)r"),
    N_("expected one argument"),
    N_("expected at least one argument"),
    N_("ambiguous option: %(option)s could match %(matches)s"),
    N_("ignored explicit argument %r"),
)
"""Source: the messages argparse hands to gettext (Python 3.11 to 3.13); here so that they are collected."""


def speak() -> None:
    """Let argparse find its words among ours: it asks the standard gettext, which goes by the environment."""
    gettext.bindtextdomain(i18n.DOMAIN, str(paths.resources() / "translations"))
    gettext.textdomain(i18n.DOMAIN)
    os.environ["LANGUAGE"] = i18n.current()
