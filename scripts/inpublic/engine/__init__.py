"""How MkDocs builds the site fast: what it is spared, what it need not build again, and its search index."""
