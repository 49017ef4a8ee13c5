"""docs/keys.md: the reference of all keys, made of their declarations and of the forms."""
