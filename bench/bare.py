"""WeasyPrint alone: an HTML file becomes a PDF, in a process of its own.

With `--warm` the time of a second run in the same process is printed, in seconds.
"""

import sys
from pathlib import Path
from time import perf_counter

import weasyprint


def main() -> None:
    """Write the PDF of the first argument to the second."""
    source, target = map(Path, sys.argv[1:3])
    html = source.read_text(encoding="utf-8")
    target.write_bytes(weasyprint.HTML(string=html).write_pdf())
    if "--warm" in sys.argv[3:]:
        start = perf_counter()
        weasyprint.HTML(string=html).write_pdf()
        print(perf_counter() - start)


if __name__ == "__main__":
    main()
