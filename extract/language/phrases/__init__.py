"""Mentions built of words: processes, kinds of cell, pathways."""
