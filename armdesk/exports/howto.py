"""The two small files at the top of a pack: where to begin reading, and how to check it without armdesk."""

from __future__ import annotations

from html import escape

from armdesk.exports.bag import MANIFEST, PAYLOAD, PUBLIC_KEY, TAG_MANIFEST
from armdesk.i18n import _, current
from armdesk.signing import PublicKey

START, VERIFY = "START.html", "VERIFY.txt"


def start_page(title: str) -> str:
    """A page that leads to data/index.html, for the person who opens the folder and sees many files."""
    words = escape(_("Open the pack"))
    return (
        f'<!DOCTYPE html>\n<html lang="{current()}">\n<head>\n<meta charset="utf-8">\n'
        f'<title>{escape(title)}</title>\n<meta http-equiv="refresh" content="0; url={PAYLOAD}/index.html">\n'
        f"</head>\n<body>\n<h1>{escape(title)}</h1>\n"
        f'<p><a href="{PAYLOAD}/index.html">{words}</a></p>\n</body>\n</html>\n'
    )


def verify_text(title: str, key: PublicKey) -> str:
    """How anybody checks the pack with tools of their own system, in the language in force."""
    parts = [
        title,
        _("This folder is sealed. Nobody can change, add or remove a file in it without being found out.\n"
          "You need neither armdesk nor the Internet to check it. Open a terminal in this folder."),
        _("1. Whose seal is it? Compare this fingerprint with the one the organisation gave you on paper:")
        + f"\n\n   {key.fingerprint()}",
        _("2. Is the seal whole? With the free program minisign (the key is in {key}):").format(key=PUBLIC_KEY)
        + f"\n\n   minisign -Vm {TAG_MANIFEST} -p {PUBLIC_KEY}\n   minisign -Vm {TAG_MANIFEST} -P "
        + key.text().splitlines()[1],
        _("3. Is every file as it was sealed? On Linux or macOS, each line must say OK:")
        + f"\n\n   sha256sum -c {TAG_MANIFEST} {MANIFEST}\n   shasum -a 256 -c {TAG_MANIFEST} {MANIFEST}",
        _("   On Windows, in PowerShell; each changed or missing file is named, silence means that all are right:")
        + "\n\n   " + _powershell(),
        _("4. Was a file added? Whatever lies in the folder {folder} and is not listed in {list} was.").format(
            folder=PAYLOAD, list=MANIFEST),
        _("5. Is it the pack that was announced? Its root hash is the SHA-256 of {list}:").format(list=TAG_MANIFEST)
        + f"\n\n   sha256sum {TAG_MANIFEST}\n   Get-FileHash {TAG_MANIFEST}",
        _("With armdesk, all of this is one command: armdesk verify FOLDER"),
    ]
    return "\n\n".join(parts) + "\n"


def _powershell() -> str:
    return (
        f"Get-Content -Encoding UTF8 {TAG_MANIFEST}, {MANIFEST} | ForEach-Object {{ $hash, $name = $_ -split '  ', 2;"
        " if ((Get-FileHash -LiteralPath $name -ErrorAction SilentlyContinue).Hash -ne $hash) { $name } }"
    )
