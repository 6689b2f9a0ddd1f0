def twice(x: float) -> float:
    return x * x
