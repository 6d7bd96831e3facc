"""One child, one story: which records tell of one child, who decided it, and how well it is done."""
