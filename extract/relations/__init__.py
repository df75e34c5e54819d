"""Claims from an annotated Doc: rules as data, one reader of the tree, one assembler."""
