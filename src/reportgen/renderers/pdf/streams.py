"""Ends of streams that every reader finds where the file says they are.

One in 256 compressed streams ends in a carriage return, which readers take together with the line feed
behind it for the end of a line, and then the stream is shorter than it says.
"""

import re

# qpdf writes a stream so, with a blank behind the bracket that it does not need.
_STREAM = re.compile(rb"<< (?P<before>.*?/Length )(?P<length>[0-9]+)(?P<after>.*) >>\nstream\n")
_END = b"\nendstream"
_CUT = b"\r" + _END
_OBJECT = b" obj\n"


def with_whole_streams(data: bytes) -> bytes:
    """Return a PDF of qpdf whose streams end in no carriage return; all objects stay where they are.

    A line feed comes behind the data, which ends where its compression says; a blank of the dictionary goes.
    """
    parts, done = [], 0
    end = data.find(_CUT)
    while end >= 0:
        start = data.rindex(_OBJECT, done, end) + len(_OBJECT)
        stream = _STREAM.match(data, start)
        if stream and stream.end() + int(stream["length"]) == end + 1:
            parts += [data[done:start], _lengthened(stream, data[stream.end() : end + 1])]
            done = end + 1
        end = data.find(_CUT, end + 1)
    return b"".join((*parts, data[done:]))


def _lengthened(stream: re.Match[bytes], content: bytes) -> bytes:
    length = str(int(stream["length"]) + 1).encode()
    blank = b" " * (len(stream["length"]) + 1 - len(length))
    return b"<<" + stream["before"] + length + stream["after"] + blank + b">>\nstream\n" + content + b"\n"
