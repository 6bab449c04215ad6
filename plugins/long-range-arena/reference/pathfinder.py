"""Pathfinder: two dashed curves among short ones; do the two marked ends belong to one curve?"""

import numpy as np

SIDE = 8
MARK, DASH = 1.0, 0.6


def walk(random: np.random.Generator, free: np.ndarray, length: int) -> list[tuple[int, int]] | None:
    """A smooth curve of cells on free ground, or nothing where it ran into something."""
    at = random.uniform(0, SIDE, size=2)
    angle = random.uniform(0, 2 * np.pi)
    bend = random.normal(0, 0.2)
    cells: list[tuple[int, int]] = []
    while len(cells) < length:
        cell = (int(at[0]), int(at[1]))
        if not (0 <= at[0] < SIDE and 0 <= at[1] < SIDE) or not free[cell]:
            return None
        if not cells or cells[-1] != cell:
            if cell in cells or any(np.hypot(cell[0] - a, cell[1] - b) < 2.5 for a, b in cells[:-5]):
                return None
            cells.append(cell)
        angle += bend * 0.5 + random.normal(0, 0.08)
        at = at + 0.5 * np.array([np.sin(angle), np.cos(angle)])
    return cells


def occupy(free: np.ndarray, cells: list[tuple[int, int]]) -> None:
    for y, x in cells:
        free[max(0, y - 1) : y + 2, max(0, x - 1) : x + 2] = False


def draw(picture: np.ndarray, cells: list[tuple[int, int]]) -> None:
    """Dashes of three cells, and a gap of one."""
    for i, cell in enumerate(cells):
        if i % 4 != 3:
            picture[cell] = DASH


def curve(random: np.random.Generator, free: np.ndarray, low: int, high: int) -> list[tuple[int, int]] | None:
    for _ in range(30):
        cells = walk(random, free, int(random.integers(low, high + 1)))
        if cells:
            occupy(free, cells)
            return cells
    return None


def apart(first: list[tuple[int, int]], second: list[tuple[int, int]]) -> tuple[tuple[int, int], tuple[int, int]]:
    """Ends of two curves about as far from each other as those of one, so that distance alone says little."""
    usual = np.hypot(first[0][0] - first[-1][0], first[0][1] - first[-1][1])
    pairs = [(a, b) for a in (first[0], first[-1]) for b in (second[0], second[-1])]
    return min(pairs, key=lambda pair: abs(np.hypot(pair[0][0] - pair[1][0], pair[0][1] - pair[1][1]) - usual))


def sample(random: np.random.Generator) -> tuple[np.ndarray, int]:
    tokens, same, _ = traced(random)
    return tokens, same


def traced(random: np.random.Generator) -> tuple[np.ndarray, int, np.ndarray]:
    """An example, and for each cell whether it is on the first mark's curve: 1, 0, or -1 where nothing is drawn."""
    while True:
        free = np.ones((SIDE, SIDE), dtype=bool)
        picture = np.zeros((SIDE, SIDE))
        first = curve(random, free, 4, 6)
        second = first and curve(random, free, 4, 6)
        if not second:
            continue
        distractor = curve(random, free, 2, 2)
        for cells in (first, second, distractor or []):
            draw(picture, cells)
        same = int(random.random() < 0.5)
        ends = (first[0], first[-1]) if same else apart(first, second)
        for end in ends:
            picture[end] = MARK
        inked = picture > 0
        picture += random.normal(0, 0.03, picture.shape)
        marked = next(cells for cells in (first, second) if min(ends) in (cells[0], cells[-1]))
        trace = np.where(inked, 0, -1)
        for cell in marked:
            trace[cell] = 1 if inked[cell] else -1
        return np.clip(np.rint(picture * 15), 0, 15).astype(np.int64).reshape(-1), same, trace.reshape(-1)
