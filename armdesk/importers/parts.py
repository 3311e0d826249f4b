"""Unpacks one part of a workbook's archive and believes nothing that the archive says of it."""

from __future__ import annotations

import zipfile
import zlib
from struct import unpack


def read_part(archive: zipfile.ZipFile, name: str) -> bytes:
    """The bytes of a part, never more than its declared size.

    Python's own reader unpacks all that is there before it cuts to the declared size, and checks the sum of no more
    than that; the fast reader after us takes all.  So a part that goes on behind its declared end is refused here.
    Errors: BadZipFile, zlib.error; NotImplementedError for packings that no spreadsheet program uses.
    """
    part = archive.getinfo(name)
    archive.open(part).close()  # compares the entry with its own head
    stream = archive.fp
    if stream is None:
        raise zipfile.BadZipFile(name)
    stream.seek(part.header_offset + 26)
    name_length, more_length = unpack("<HH", stream.read(4))
    stream.seek(part.header_offset + 30 + name_length + more_length)
    packed = stream.read(part.compress_size)
    if part.compress_type == zipfile.ZIP_STORED:
        content, whole = packed, True
    elif part.compress_type == zipfile.ZIP_DEFLATED:
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        content = unpacker.decompress(packed, part.file_size + 1)
        whole = unpacker.eof
    else:
        raise NotImplementedError(name)
    if not whole or len(content) != part.file_size or zlib.crc32(content) != part.CRC:
        raise zipfile.BadZipFile(name)
    return content
