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
   * anywhere within a row.
   */
  private void convex(double[] xs, double[] ys, int color) {
    int[] rows = new int[ys.length];
    for (int i = 0; i < rows.length; i++) {
      int next = (i + 1) % rows.length;
      outline(xs[i], ys[i], xs[next], ys[next], color);
      rows[i] = pixel(ys[i]);
    }
    int bottom = Arrays.stream(rows).max().orElseThrow();
    for (int y = Arrays.stream(rows).min().orElseThrow(); y <= bottom; y++) {
      double left = Double.MAX_VALUE;
      double right = -Double.MAX_VALUE;
      for (int i = 0; i < rows.length; i++) {
        int next = (i + 1) % rows.length;
        if (Math.min(rows[i], rows[next]) <= y && y <= Math.max(rows[i], rows[next])) {
          double part = rows[i] == rows[next] ? 0 : (double) (y - rows[i]) / (rows[next] - rows[i]);
          double x = xs[i] + part * (xs[next] - xs[i]);
          left = Math.min(left, x);
          right = Math.max(right, x);
        }
      }
      row(y, pixel(left), pixel(right), color);
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
    for (int i = 0; i <= steps; i++) {
      int x = across ? pixel(fromX) + i : pixel(fromX + i * (toX - fromX) / Math.max(1e-9, steps));
      int y = across ? pixel(fromY + i * (toY - fromY) / steps) : pixel(fromY) + i;
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
