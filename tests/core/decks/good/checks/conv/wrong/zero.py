weights = 1
