"""Readers of one sentence: triggers, frames, arguments, polarity, sign."""
