"""Starts armdesk: with words behind it the command line, without any the window."""

from __future__ import annotations

import sys


def main(arguments: list[str]) -> int:
    """Run one command and answer its exit code, or open the window.  Qt is not loaded for a command."""
    if arguments:
        from armdesk import cli

        return cli.main(arguments)
    from ui import app

    return app.run()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:  # while the program itself was still being read: nothing was begun
        sys.exit(2)
