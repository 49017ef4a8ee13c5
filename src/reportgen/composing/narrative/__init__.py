"""Templates → paragraphs whose figures know the fact that they print.

`environment.Renderer` is the sandbox, `language.Language` the filters and functions, `marks` carry figures
through Jinja, `paragraphs` number what comes out, `lint` finds numbers that are typed and not computed.
"""
