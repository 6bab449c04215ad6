package dev.kiln.plugin.controlnet.preprocess.pose;

import dev.kiln.spi.tensor.Picture;
import java.util.Arrays;

/** Draws filled shapes without smoothing, as OpenCV does. What lies outside is cut off. */
final class Canvas {
  private final Picture picture;

  /** A black one. */
  Canvas(int width, int height) {
    picture = Picture.black(width, height);
  }

  Picture picture() {
    return picture;
  }

  /** Make all that was drawn so far darker; fractions are cut off. */
  void darken(double factor) {
    byte[] rgba = picture.rgba();
    for (int i = 0; i < rgba.length; i++) {
      if (i % 4 != 3) {
        rgba[i] = (byte) ((rgba[i] & 0xff) * factor);
      }
    }
  }

  /** A disc around a pixel, its edge by the midpoint algorithm. */
  void disc(int x, int y, int radius, int color) {
    int dx = radius;
    for (int dy = 0; dy <= dx; dy++) {
      row(y - dy, x - dx, x + dx, color);
      row(y + dy, x - dx, x + dx, color);
      row(y - dx, x - dy, x + dy, color);
      row(y + dx, x - dy, x + dy, color);
      int next = dy + 1;
      if (next * next + dx * dx > radius * radius) {
        dx--;
      }
    }
  }

  /** A line of two pixels' thickness with round ends. */
  void line(int fromX, int fromY, int toX, int toY, int color) {
    double length = Math.hypot(toX - fromX, toY - fromY);
    if (length > 0) {
      double x = (fromY - toY) / length;
      double y = (toX - fromX) / length;
      convex(
          new double[] {fromX + x, fromX - x, toX - x, toX + x},
          new double[] {fromY + y, fromY - y, toY - y, toY + y},
          color);
    }
    disc(fromX, fromY, 1, color);
    disc(toX, toY, 1, color);
  }

  /**
   * An ellipse.
   *
   * @param across half of its length
   * @param down half of its thickness
   * @param degrees by which it is turned, clockwise
   */
  void ellipse(int x, int y, int across, int down, int degrees, int color) {
    double[] xs = new double[361];
    double[] ys = new double[361];
    double cos = Math.cos(Math.toRadians(degrees));
    double sin = Math.sin(Math.toRadians(degrees));
    for (int i = 0; i < xs.length; i++) {
      double along = across * Math.cos(Math.toRadians(i));
      double beside = down * Math.sin(Math.toRadians(i));
      xs[i] = Math.rint(x + along * cos - beside * sin);
      ys[i] = Math.rint(y + along * sin + beside * cos);
    }
    convex(xs, ys, color);
  }

  /**
   * Fill a convex shape, its outline included. Corners lie on whole rows, as OpenCV moves them, but
   * anywhere within a row. Takes no longer than the canvas is large, wherever the corners are.
   */
  private void convex(double[] xs, double[] ys, int color) {
    double[] left = new double[picture.height()];
    double[] right = new double[picture.height()];
    Arrays.fill(left, Double.MAX_VALUE);
    Arrays.fill(right, -Double.MAX_VALUE);
    for (int i = 0; i < xs.length; i++) {
      int next = (i + 1) % xs.length;
      outline(xs[i], ys[i], xs[next], ys[next], color);
      int from = pixel(ys[i]);
      int to = pixel(ys[next]);
      int last = Math.min(picture.height() - 1, Math.max(from, to));
      for (int y = Math.max(0, Math.min(from, to)); y <= last; y++) {
        double x =
            xs[i] + (from == to ? 0 : (double) (y - from) / (to - from)) * (xs[next] - xs[i]);
        left[y] = Math.min(left[y], x);
        right[y] = Math.max(right[y], x);
      }
    }
    for (int y = 0; y < left.length; y++) {
      row(y, pixel(left[y]), pixel(right[y]), color);
    }
  }

  /** One pixel for each step of the longer side, from its lower end on. */
  private void outline(double fromX, double fromY, double toX, double toY, int color) {
    boolean across = Math.abs(toX - fromX) > Math.abs(toY - fromY);
    if (across ? fromX > toX : fromY > toY) {
      outline(toX, toY, fromX, fromY, color);
      return;
    }
    double steps = across ? toX - fromX : toY - fromY;
    int start = pixel(across ? fromX : fromY);
    int end = across ? picture.width() : picture.height();
    for (int i = Math.max(0, -start); i <= steps && start + i < end; i++) {
      int x = across ? start + i : pixel(fromX + i * (toX - fromX) / Math.max(1e-9, steps));
      int y = across ? pixel(fromY + i * (toY - fromY) / steps) : start + i;
      row(y, x, x, color);
    }
    row(pixel(toY), pixel(toX), pixel(toX), color);
  }

  private static int pixel(double place) {
    return (int) Math.floor(place + 0.5);
  }

  private void row(int y, int from, int to, int color) {
    if (y < 0 || y >= picture.height()) {
      return;
    }
    for (int x = Math.max(0, from); x <= Math.min(picture.width() - 1, to); x++) {
      picture.set(x, y, color >> 16 & 0xff, color >> 8 & 0xff, color & 0xff);
    }
  }
}
