"""Rules as data: their model, the reader of their files, paths through a tree, inflection, examples."""
