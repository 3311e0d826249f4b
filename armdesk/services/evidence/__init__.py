"""Papers: their binders, texts, pages, trash and how long they are kept."""
