"""The spaCy components: each reads what those before it left on the Doc."""
