"""Document → HTML: one markup for the page that is laid out as PDF and for the page on a screen.

`page.render_html` writes the page for paper, `screen.render_web` the one for a screen.
What they do differently is a `medium.Medium`; neither refers to anything outside itself.
"""
