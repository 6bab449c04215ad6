package dev.kiln.plugin.controlnet.preprocess;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Edges by Canny's method, one pixel wide (J. Canny, A Computational Approach to Edge Detection),
 * pixel for pixel those of OpenCV: Sobel gradients of 3x3 of the color that changes most, their
 * size as |dx|+|dy|, only maxima along the gradient, and weak edges only where they lead to a
 * strong one.
 */
final class CannyEdges {
  private static final float EDGE = 255;

  /** tan(22.5°) in 15 bits: the border between directions. */
  private static final int TAN_22 = 13_573;

  private static final int SHIFT = 15;

  private final int width;
  private final int height;
  private final int[] dx;
  private final int[] dy;
  private final int[] size;

  private CannyEdges(int width, int height) {
    this.width = width;
    this.height = height;
    dx = new int[width * height];
    dy = new int[width * height];
    size = new int[width * height];
  }

  /**
   * The edges in white on black.
   *
   * @param colors one plane or several of one size, whole numbers of 0..255
   * @param low the size of gradient from which a pixel may be a weak edge
   * @param high the size above which it is a strong one
   */
  static Plane of(List<Plane> colors, int low, int high) {
    CannyEdges edges = new CannyEdges(colors.get(0).width(), colors.get(0).height());
    colors.forEach(edges::gradients);
    return edges.follow(Math.min(low, high), Math.max(low, high));
  }

  /** Keep the gradient where it is larger than that of the colors before. */
  private void gradients(Plane plane) {
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int right = columns(plane, x + 1, y);
        int left = columns(plane, x - 1, y);
        int across = right - left;
        int down = rows(plane, x, y + 1) - rows(plane, x, y - 1);
        int at = y * width + x;
        int found = Math.abs(across) + Math.abs(down);
        if (found > size[at]) {
          size[at] = found;
          dx[at] = across;
          dy[at] = down;
        }
      }
    }
  }

  private int columns(Plane plane, int x, int y) {
    return value(plane, x, y - 1) + 2 * value(plane, x, y) + value(plane, x, y + 1);
  }

  private int rows(Plane plane, int x, int y) {
    return value(plane, x - 1, y) + 2 * value(plane, x, y) + value(plane, x + 1, y);
  }

  /** Beyond the edges of the plane its outermost pixels are repeated. */
  private int value(Plane plane, int x, int y) {
    return (int)
        plane.at(Math.max(0, Math.min(width - 1, x)), Math.max(0, Math.min(height - 1, y)));
  }

  private Plane follow(int low, int high) {
    Plane edges = new Plane(width, height);
    boolean[] weak = new boolean[size.length];
    Deque<Integer> open = new ArrayDeque<>();
    for (int at = 0; at < size.length; at++) {
      weak[at] = size[at] > low && isMaximum(at);
      if (weak[at] && size[at] > high) {
        edges.values()[at] = EDGE;
        open.add(at);
      }
    }
    while (!open.isEmpty()) {
      int at = open.remove();
      for (int y = Math.max(0, at / width - 1); y <= Math.min(height - 1, at / width + 1); y++) {
        for (int x = Math.max(0, at % width - 1); x <= Math.min(width - 1, at % width + 1); x++) {
          int next = y * width + x;
          if (weak[next] && edges.values()[next] == 0) {
            edges.values()[next] = EDGE;
            open.add(next);
          }
        }
      }
    }
    return edges;
  }

  /** Whether no neighbor along the gradient is larger; of two equal ones the second is none. */
  private boolean isMaximum(int at) {
    int x = at % width;
    int y = at / width;
    int tangent = Math.abs(dx[at]) * TAN_22;
    int slope = Math.abs(dy[at]) << SHIFT;
    if (slope < tangent) {
      return size[at] > size(x - 1, y) && size[at] >= size(x + 1, y);
    }
    // tan(67.5°) is tan(22.5°) + 2.
    if (slope > tangent + (Math.abs(dx[at]) << (SHIFT + 1))) {
      return size[at] > size(x, y - 1) && size[at] >= size(x, y + 1);
    }
    int side = (dx[at] ^ dy[at]) < 0 ? -1 : 1;
    return size[at] > size(x - side, y - 1) && size[at] > size(x + side, y + 1);
  }

  private int size(int x, int y) {
    return x < 0 || y < 0 || x >= width || y >= height ? 0 : size[y * width + x];
  }
}
