"""Names of genes, chemicals, diseases and cells in running text: who finds them and who settles between finders."""
