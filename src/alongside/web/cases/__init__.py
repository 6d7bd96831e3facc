"""Cases on the partnership's pathways: refer, work, tell."""
