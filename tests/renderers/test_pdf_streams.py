"""Streams end where they say; nothing else of a PDF changes."""

from io import BytesIO
from itertools import count

import page
import pikepdf
import pytest

from reportgen.renderers.pdf.streams import with_whole_streams

CUT = b"\r\nendstream"


def stored(content: bytes) -> bytes:
    """A PDF with a stream that is stored as *content*."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    stream = pikepdf.Stream(pdf, b"")
    stream.write(content, filter=pikepdf.Name.FlateDecode)
    pdf.Root.Kept = pdf.make_indirect(stream)
    return saved(pdf)


def with_texts(number: int) -> bytes:
    """A PDF whose texts are in streams of objects."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    texts = [pdf.make_indirect(pikepdf.Dictionary(Text=f"{number} {item}")) for item in range(20)]
    pdf.Root.Kept = pikepdf.Array(texts)
    return saved(pdf)


def saved(pdf: pikepdf.Pdf) -> bytes:
    target = BytesIO()
    pdf.save(target, static_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()


def has_wrong_length(data: bytes) -> bool:
    report = page.validate_pdf_bytes(data, profile=page.ValidationProfile.PDF_A_3A)
    return any("STREAM-LENGTH" in failure.rule_id for failure in report.failures)


@pytest.mark.parametrize("length", [9, 10, 98, 99, 100, 999, 1000])
def test_line_feed_goes_behind_a_carriage_return_and_no_object_moves(length: int) -> None:
    content = b"x" * (length - 1) + b"\r"
    data = stored(content)
    assert CUT in data
    whole = with_whole_streams(data)
    assert CUT not in whole
    assert len(whole) == len(data)
    with pikepdf.open(BytesIO(whole)) as pdf:
        assert pdf.Root.Kept.read_raw_bytes() == content + b"\n"


def test_stream_of_objects_is_whole_too() -> None:
    data = next(made for made in map(with_texts, count()) if CUT in made)
    assert has_wrong_length(data)
    whole = with_whole_streams(data)
    assert not has_wrong_length(whole)
    with pikepdf.open(BytesIO(whole)) as pdf, pikepdf.open(BytesIO(data)) as before:
        assert [str(item.Text) for item in pdf.Root.Kept] == [str(item.Text) for item in before.Root.Kept]


def test_what_only_looks_like_the_end_of_a_stream_stays() -> None:
    content = b"a" + CUT + b" obj\nb" + CUT + b"c"
    data = stored(content)
    assert with_whole_streams(data) == data
    assert with_whole_streams(stored(b"plain")) == stored(b"plain")
