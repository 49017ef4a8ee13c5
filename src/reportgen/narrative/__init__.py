"""The narrative language: Jinja around a Markdown-like skeleton, over one vocabulary of facts."""
