"""The data of the five tasks, generated from a seed: nothing is downloaded.

Each task makes sequences of one length, `tokens`, of token numbers below `vocabulary`, and a label below `classes`.
The tasks are those of Long Range Arena (Tay et al., 2020), shorter, so that two processor cores can train them.
"""

from dataclasses import dataclass
from typing import Callable

import numpy as np

import pathfinder

PAD = 0


def one_of(random: np.random.Generator, things: list):
    return things[int(random.integers(len(things)))]


@dataclass(frozen=True)
class Task:
    name: str
    tokens: int
    vocabulary: int
    classes: int
    sample: Callable[[np.random.Generator], tuple[np.ndarray, int]]
    documents: int = 1
    side: int = 0  # of a picture, whose positions are rows and columns; 0 for text
    layers: int = 2
    traced: Callable | None = None  # sample with a target for each token, which helps to learn and is not shipped
    first: bool = False  # whether the answer is read from the first token, not from the mean of all


# ListOps: 1..10 are the digits 0..9, 11 closes a bracket, 12.. open one with an operator.
CLOSE, MAX, MIN, MED, SM = 11, 12, 13, 14, 15


def value_of(operator: int, values: list[int]) -> int:
    if operator == MAX:
        return max(values)
    if operator == MIN:
        return min(values)
    if operator == MED:
        return int(np.median(values))
    return sum(values) % 10


def tree(random: np.random.Generator, depth: int) -> tuple[list[int], int]:
    """Depth and arguments are fewer than in the arena, which has 10 of each."""
    if depth == 0 or (depth < 5 and random.random() < 0.55):
        digit = int(random.integers(10))
        return [1 + digit], digit
    operator = int(random.integers(MAX, SM + 1))
    written, values = [operator], []
    for _ in range(int(random.integers(2, 7))):
        part, value = tree(random, depth - 1)
        written += part
        values.append(value)
    return written + [CLOSE], value_of(operator, values)


def listops(random: np.random.Generator) -> tuple[np.ndarray, int]:
    while True:
        written, value = tree(random, 5)
        if 32 <= len(written) <= 128:
            return padded(written, 128), value


def padded(written: list[int], length: int) -> np.ndarray:
    sequence = np.full(length, PAD, dtype=np.int64)
    sequence[: len(written)] = written
    return sequence


# Text: a review in ASCII bytes. Each sentence judges one thing; most judgements decide. No sentence alone does.
GOOD = "good great superb lovely warm bright clever moving fresh honest".split()
BAD = "bad awful dreary clumsy cold dull stupid boring stale false".split()
THINGS = "plot music cast light story ending scene script camera pace voice stage".split()
FILLER = ["we sat in the third row", "it began at eight", "the hall was full", "a friend came too", "rain fell outside"]


def text(random: np.random.Generator) -> tuple[np.ndarray, int]:
    sentences, balance, length = [], 0, 0
    while length < 256:
        if random.random() < 0.3:
            sentence = one_of(random, FILLER)
        else:
            praised = random.random() < 0.5
            negated = random.random() < 0.2
            word = one_of(random, GOOD if praised != negated else BAD)
            sentence = f"the {one_of(random, THINGS)} was {'not ' if negated else ''}{word}"
            if length + len(sentence) < 256:
                balance += 1 if praised else -1
        sentences.append(sentence)
        length += len(sentence) + 2
    if abs(balance) < 2:
        return text(random)
    return ascii_bytes(". ".join(sentences), 256), int(balance > 0)


def ascii_bytes(written: str, length: int) -> np.ndarray:
    return padded(list(written.encode("ascii"))[:length], length)


# Retrieval: two documents, each encoded alone; are they about the same subject?
SUBJECTS = [
    "wave particle photon energy field quantum mass spin".split(),
    "cell gene protein tissue enzyme virus blood organ".split(),
    "market price trade bank credit tariff wage profit".split(),
    "verse rhyme poet novel prose sonnet drama fable".split(),
    "harbor sail anchor tide vessel rudder mast reef".split(),
    "oven flour butter sugar dough yeast cream spice".split(),
]
COMMON = "the of and in with from over this that some many other first last".split()


def document(random: np.random.Generator, subject: int) -> np.ndarray:
    words, length = [], 0
    while length < 128:
        near = random.random() < 0.35
        pool = SUBJECTS[subject] if near else COMMON
        if random.random() < 0.05:
            pool = one_of(random, SUBJECTS)
        words.append(one_of(random, pool))
        length += len(words[-1]) + 1
    return ascii_bytes(" ".join(words), 128)


def retrieval(random: np.random.Generator) -> tuple[np.ndarray, int]:
    same = int(random.random() < 0.5)
    first = int(random.integers(len(SUBJECTS)))
    other = first if same else (first + int(random.integers(1, len(SUBJECTS)))) % len(SUBJECTS)
    return np.stack([document(random, first), document(random, other)]), same


# Pictures: rows of grey levels 0..15.
def grey(picture: np.ndarray) -> np.ndarray:
    return np.clip(np.rint(picture * 15), 0, 15).astype(np.int64).reshape(-1)


SHAPES = ["disc", "ring", "square", "frame", "cross", "diagonal cross", "triangle", "bars", "stripes", "checks"]


def image(random: np.random.Generator) -> tuple[np.ndarray, int]:
    label = int(random.integers(len(SHAPES)))
    y, x = np.mgrid[0:16, 0:16] - random.uniform(5.5, 9.5, size=(2, 1, 1))
    size, thick, phase = random.uniform(3.5, 6), random.uniform(1, 1.8), random.uniform(0, 6)
    far, apart = np.hypot(x, y), np.maximum(abs(x), abs(y))
    ink = [
        far < size,
        abs(far - size) < thick,
        apart < size,
        abs(apart - size) < thick,
        (np.minimum(abs(x), abs(y)) < thick) & (apart < size),
        (np.minimum(abs(x - y), abs(x + y)) < 1.4 * thick) & (apart < size),
        (y > -size) & (y < size) & (abs(x) < (y + size) / 2),
        (np.floor((x + phase) / 2) % 2 == 0) & (apart < size),
        (np.floor((y + phase) / 2) % 2 == 0) & (apart < size),
        ((np.floor((x + phase) / 2) + np.floor((y + phase) / 2)) % 2 == 0) & (apart < size),
    ][label]
    dark, light = random.uniform(0, 0.35), random.uniform(0.6, 1)
    picture = np.where(ink, light, dark)
    if random.random() < 0.5:
        picture = 1 - picture
    return grey(picture + random.normal(0, 0.08, picture.shape)), label


def all_tasks() -> list[Task]:
    return [
        Task("listops", 128, 16, 10, listops, first=True),
        Task("text", 256, 128, 2, text),
        Task("retrieval", 128, 128, 2, retrieval, documents=2),
        Task("image", 256, 16, len(SHAPES), image, side=16),
        Task(
            "pathfinder",
            pathfinder.SIDE**2,
            16,
            2,
            pathfinder.sample,
            side=pathfinder.SIDE,
            layers=3,
            traced=pathfinder.traced,
        ),
    ]
