"""Words and cues of state: loss, overexpression, mutation."""
