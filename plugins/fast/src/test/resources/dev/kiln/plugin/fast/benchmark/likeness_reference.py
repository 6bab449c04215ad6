"""What LikenessTest expects: mean squared error, and SSIM by the definition of Wang et al. 2004.

Each pixel has its own 11x11 Gaussian window, with the border repeated; variances and the covariance
are sums of products of differences from the window's mean. Plain Python, no library:

    python3 likeness_reference.py
"""
import math

WIDTH, HEIGHT, RADIUS, SIGMA = 24, 17, 5, 1.5
C1, C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
OFFSETS = range(-RADIUS, RADIUS + 1)
WEIGHTS = {(i, j): math.exp(-(i * i + j * j) / (2 * SIGMA**2)) for i in OFFSETS for j in OFFSETS}
TOTAL = sum(WEIGHTS.values())


def picture(noise):
    planes = [[[0] * WIDTH for _ in range(HEIGHT)] for _ in range(3)]
    state = 1
    for y in range(HEIGHT):
        for x in range(WIDTH):
            for color in range(3):
                state = (state * 1103 + 12345) & 0xFFFF
                value = (x * (color + 3) + y * 7) % 200 + state % (noise + 1)
                planes[color][y][x] = value & 0xFF
    return planes


def ssim(a, b):
    total = 0
    for y in range(HEIGHT):
        for x in range(WIDTH):
            window = []
            for (i, j), weight in WEIGHTS.items():
                at = min(max(y + i, 0), HEIGHT - 1), min(max(x + j, 0), WIDTH - 1)
                window.append((weight / TOTAL, a[at[0]][at[1]], b[at[0]][at[1]]))
            mean_a = sum(w * p for w, p, _ in window)
            mean_b = sum(w * q for w, _, q in window)
            var_a = sum(w * (p - mean_a) ** 2 for w, p, _ in window)
            var_b = sum(w * (q - mean_b) ** 2 for w, _, q in window)
            both = sum(w * (p - mean_a) * (q - mean_b) for w, p, q in window)
            total += ((2 * mean_a * mean_b + C1) * (2 * both + C2)) / (
                (mean_a**2 + mean_b**2 + C1) * (var_a + var_b + C2)
            )
    return total / (WIDTH * HEIGHT)


for noise in (20, 55):
    one, other = picture(0), picture(noise)
    squares = sum(
        (one[c][y][x] - other[c][y][x]) ** 2
        for c in range(3)
        for y in range(HEIGHT)
        for x in range(WIDTH)
    )
    print(noise, squares / (3 * WIDTH * HEIGHT), sum(map(ssim, one, other)) / 3)
