def twice(x: float) -> float:
    return 2 * x
