"""The table language: a heading is a selection and so is a row label."""
