"""`make bench`: how long the six works take, beside the least that the same work could take."""
