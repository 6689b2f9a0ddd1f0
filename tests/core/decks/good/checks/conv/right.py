weights = 0
