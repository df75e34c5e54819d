"""The dependency tree of a sentence with its mentions folded in."""
