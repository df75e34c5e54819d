"""The tagger's, parser's and recogniser's surroundings: tokeniser, repeatable inference, the installed package."""
