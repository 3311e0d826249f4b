"""The command line: the same core as the window, for scripts, for many offices at once, for PCs without a screen.

Exit codes: 0 all well, 1 done but something was found, 2 wrong use or an error (one sentence on stderr).
"""

from __future__ import annotations

import argparse
import errno
import io
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from armdesk import __version__, argparse_words, commands, i18n, paths, settings
from armdesk.db_errors import explain
from armdesk.errors import ArmdeskError, Cancelled, ReadOnlyWorkspace
from armdesk.i18n import N_, _

_WINDOWS = os.name == "nt"
OK, FOUND, WRONG = 0, 1, 2
"""Exit codes."""
_WHY = {errno.ENOENT: N_("it is not there, or its folder is not"), errno.ENOTDIR: N_("a part of the path is a file"),
        errno.EISDIR: N_("it is a folder"), errno.EACCES: N_("you may not write or read there"),
        errno.EPERM: N_("you may not write or read there"), errno.ENAMETOOLONG: N_("its name is too long"),
        errno.ELOOP: N_("its links lead in a circle"), errno.EEXIST: N_("something of that name is there already")}
"""What the system says of a file, in words that are translated."""


def main(arguments: Sequence[str]) -> int:
    """Run one command; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a pipe of Windows knows no 漢 and no 😀
            stream.reconfigure(errors="backslashreplace")
    person = settings.read(paths.config_folder() / "settings.json", settings.PersonSettings)
    i18n.choose(_wanted_language(arguments) or person.language or i18n.system_language())
    argparse_words.speak()
    try:
        given = _parser().parse_args(list(arguments))
        run: Callable[[argparse.Namespace], bool] = given.run
        code = OK if run(given) else FOUND
        sys.stdout.flush()  # here and not when Python ends: there nobody could say anything of a reader who left
        return code
    except SystemExit as leaving:
        return WRONG if leaving.code else OK
    except KeyboardInterrupt:
        return _say(Cancelled(_("Stopped. Nothing of it was kept.")))
    except ArmdeskError as error:
        return _say(error)
    except OSError as error:
        return _said_by_system(error)


def _said_by_system(error: OSError) -> int:
    """A disk or folder that gives way where nobody looked for it is the world's fault too."""
    if isinstance(error, BrokenPipeError) or (_WINDOWS and error.errno == errno.EINVAL and error.filename is None):
        return _unread()
    problem = _(_WHY[error.errno]) if error.errno in _WHY else error.strerror
    sentence = _("“{file}” cannot be used: {problem}.").format(file=error.filename or "?", problem=problem)
    told = explain(error)
    if error.filename and isinstance(told, ReadOnlyWorkspace):
        told = None  # said of the file it is true of, which need not be the workspace's
    return _say(told or ArmdeskError(sentence))


def _unread() -> int:
    """The reader of our output left (| head): nothing to complain about, and nowhere to do so."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return OK


def _say(error: ArmdeskError) -> int:
    sys.stderr.write(f"{error}\n")
    return WRONG


def _wanted_language(arguments: Sequence[str]) -> str:
    """The --language among the words: needed before the parser, whose own help is translated."""
    for place, word in enumerate(arguments):
        if word.startswith("--language"):
            _name, _equals, value = word.partition("=")
            return value or (arguments[place + 1] if place + 1 < len(arguments) else "")
    return ""


def _there(text: str) -> Path:
    """A file or folder that has to be there already.  Errors: ArmdeskError."""
    try:
        if Path(text).exists():
            return Path(text)
    except (OSError, ValueError):  # longer than any name, or with a zero in it
        pass
    raise ArmdeskError(_("“{file}” is not there.").format(file=text))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="armdesk", description=_("Registers and evidence packs of a mining cooperative. "
                                      "Without a command the window opens."))
    parser.add_argument("--version", action="version", version=f"armdesk {__version__}",
                        help=_("show the version of the program"))
    parts = parser.add_subparsers(title=_("commands"), metavar=_("COMMAND"), required=True)
    _add_registers(parts)
    _add_packs(parts)
    _add_safety(parts)
    return parser


def _command(parts: argparse._SubParsersAction[argparse.ArgumentParser], name: str, run: Callable[..., bool],
             text: str) -> argparse.ArgumentParser:
    part = parts.add_parser(name, help=text, description=text)
    part.add_argument("--language", choices=sorted(i18n.LANGUAGES), help=_("language of the messages"))
    part.set_defaults(run=run)
    return part


def _workspace(part: argparse.ArgumentParser) -> None:
    part.add_argument("workspace", type=Path, metavar=_("FOLDER"), help=_("folder of the workspace"))
    part.add_argument("--password-file", type=Path, metavar=_("FILE"),
                      help=_("file whose first line is the password (otherwise it is asked for)"))


def _add_registers(parts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    part = _command(parts, "demo", commands.demo, _("make an invented cooperative to look at"))
    part.add_argument("workspace", type=Path, metavar=_("FOLDER"), help=_("new folder"))
    part.add_argument("--seed", type=int, default=2026, metavar=_("NUMBER"),
                      help=_("another number, another cooperative"))
    part = _command(parts, "import", commands.import_files,
                    _("read books (xlsx, xls, ods, csv) into the registers; photos and papers go to the inbox"))
    _workspace(part)
    part.add_argument("files", type=_there, nargs="+", metavar=_("FILE"), help=_("files or folders"))
    part.add_argument("--recipe", type=_there, action="append", default=[], metavar=_("FILE"),
                      help=_("how the book is to be read; a file or a folder of recipes"))
    part.add_argument("--as", dest="register", metavar=_("REGISTER"),
                      help=_("without a recipe: the register the rows belong to, such as person or sale"))
    part.add_argument("--proposals", action="store_true",
                      help=_("read books without a recipe as armdesk proposes (otherwise they go to the inbox)"))
    part.add_argument("--dry-run", action="store_true", help=_("only say what would happen"))
    part.add_argument("--refused", type=Path, metavar=_("FOLDER"), help=_("where to write the refused rows (xlsx)"))
    part.add_argument("--new", action="store_true", help=_("make the workspace if it is not there"))
    part.add_argument("--country", metavar=_("CODE"),
                      help=_("of a new workspace, such as CO: its currency and decimal mark hold where books "
                                "do not say"))
    part = _command(parts, "check", commands.check, _("say what is missing, out of date or contradictory"))
    _workspace(part)
    part.add_argument("--day", metavar=_("YYYY-MM-DD"), help=_("as of this day (default: today)"))
    part.add_argument("--quick", action="store_true",
                      help=_("prove what changed since the last whole proof (otherwise history, records and files as a "
                             "whole)"))
    part.add_argument("--json", action="store_true", help=_("for other programs"))
    part = _command(parts, "trace", commands.trace,
                    _("walk the gold of a sale or lot back to its shifts, or that of a lot forward to its buyers"))
    _workspace(part)
    part.add_argument("code", metavar=_("NUMBER"), help=_("number of the sale or lot"))
    part.add_argument("--forward", action="store_true", help=_("what became of a lot"))
    part.add_argument("--names", action="store_true", help=_("people by name, not by code"))
    part.add_argument("--pdf", type=Path, metavar=_("FILE"), help=_("write it as a PDF with the drawing"))


def _add_packs(parts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    part = _command(parts, "pack", commands.pack, _("make an evidence pack that anybody can verify"))
    _workspace(part)
    part.add_argument("--to", type=Path, required=True, metavar=_("FOLDER"), help=_("where the pack is put"))
    part.add_argument("--from-day", metavar=_("YYYY-MM-DD"), help=_("first day of the period"))
    part.add_argument("--to-day", metavar=_("YYYY-MM-DD"), help=_("last day of the period"))
    part.add_argument("--kind", choices=["craft_full", "craft_public", "requirements"], default="craft_full",
                      help=_("which edition"))
    part.add_argument("--standard", action="append", metavar=_("KEY"), default=[],
                      help=_("standard of the report by requirement, several times for several; else those in use"))
    part.add_argument("--recipient", metavar=_("NAME"), default="", help=_("for whom it is made"))
    part.add_argument("--pack-language", choices=sorted(i18n.LANGUAGES), help=_("language of the pack"))
    part.add_argument("--page", choices=["A4", "Letter"], default="A4", help=_("size of the paper"))
    part = _command(parts, "verify", commands.verify, _("check a pack; needs no workspace and no network"))
    part.add_argument("pack", type=_there, metavar=_("PACK"), help=_("folder or zip of the pack"))
    part.add_argument("--key", metavar=_("KEY"), help=_("public key or fingerprint you were given by another way"))
    part.add_argument("--previous", type=_there, metavar=_("PACK"), help=_("an earlier pack of the same organisation"))


def _add_safety(parts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    part = _command(parts, "backup", commands.back_up, _("copy the workspace and prove the copy"))
    _workspace(part)
    part.add_argument("--to", type=Path, metavar=_("FOLDER"), help=_("another disk; the kept papers are copied too"))
    part = _command(parts, "restore", commands.restore, _("put a backup in the place of the data"))
    part.add_argument("backup", type=_there, metavar=_("FILE"), help=_("the .db file of the backup"))
    _workspace(part)
    part = _command(parts, "self-check", commands.self_check,
                    _("try the whole program once in a scratch folder: new workspace, record, pack, each language"))
    part.add_argument("--keep", type=Path, metavar=_("FOLDER"), help=_("leave what was made here"))
