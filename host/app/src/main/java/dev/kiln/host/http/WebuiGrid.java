package dev.kiln.host.http;

import dev.kiln.host.fields.Values;
import dev.kiln.host.image.PictureEncoding.Format;
import dev.kiln.host.request.GeneratedImage;
import dev.kiln.spi.BadRequest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * webUI's grid: all pictures of a request in one, which an answer has in front of them when the
 * request saves pictures.
 *
 * @param ofOne whether one picture alone has a grid, too
 * @param rows 0 for as many as a batch has pictures, less for as many as there are columns
 * @param full take fewer rows instead of leaving places empty
 * @param background red, green and blue of what no picture covers
 */
record WebuiGrid(boolean wanted, boolean ofOne, long rows, boolean full, byte[] background) {
  private static final Pattern COLOR = Pattern.compile("#(\\p{XDigit}{3}|\\p{XDigit}{6})");
  private static final int CHANNELS = 3;

  /**
   * @param options webUI's, the changed and the others
   * @throws BadRequest when one of them cannot be
   */
  static WebuiGrid of(Values options) {
    long rows = (Long) options.value("n_rows");
    if (rows < -1) {
      throw new BadRequest(
          "n_rows is " + rows + "; it must be a number of rows, 0 for the batch size, or -1");
    }
    return new WebuiGrid(
        options.flag("return_grid"),
        !options.flag("grid_only_if_multiple"),
        rows,
        options.flag("grid_prevent_empty_spots"),
        color(options.text("grid_background_color")));
  }

  private static byte[] color(String text) {
    if (!COLOR.matcher(text).matches()) {
      throw new BadRequest(
          "grid_background_color is \"" + text + "\"; it must be a color such as #ffffff");
    }
    String digits = text.substring(1);
    return HexFormat.of()
        .parseHex(digits.length() == CHANNELS ? digits.replaceAll(".", "$0$0") : digits);
  }

  /** The same for requests that do not save, or whose script says what comes back. */
  WebuiGrid unless(boolean left) {
    return new WebuiGrid(wanted && !left, ofOne, rows, full, background);
  }

  boolean has(List<GeneratedImage> images) {
    return wanted && images.size() > (ofOne ? 0 : 1);
  }

  /**
   * The pictures row by row, each in the middle of its place, with the infotext of the first one.
   *
   * @param images at least one
   * @param batchSize pictures that are drawn together
   * @return empty for one too large for the format
   */
  Optional<GeneratedImage> draw(List<GeneratedImage> images, int batchSize, Format format) {
    int down = rows(images.size(), batchSize);
    int across = (images.size() + down - 1) / down;
    int width = images.stream().mapToInt(GeneratedImage::width).max().orElseThrow();
    int height = images.stream().mapToInt(GeneratedImage::height).max().orElseThrow();
    if (!format.holds((long) across * width, (long) down * height)) {
      return Optional.empty();
    }
    byte[] rgb = new byte[CHANNELS * across * width * down * height];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = background[i % CHANNELS];
    }
    for (int i = 0; i < images.size(); i++) {
      GeneratedImage image = images.get(i);
      int left = i % across * width + (width - image.width()) / 2;
      int top = i / across * height + (height - image.height()) / 2;
      for (int y = 0; y < image.height(); y++) {
        int from = CHANNELS * y * image.width();
        int to = CHANNELS * ((top + y) * across * width + left);
        System.arraycopy(image.rgb(), from, rgb, to, CHANNELS * image.width());
      }
    }
    GeneratedImage first = images.get(0);
    return Optional.of(
        new GeneratedImage(
            across * width,
            down * height,
            rgb,
            first.seed(),
            first.subseed(),
            first.written(),
            first.infotext()));
  }

  private int rows(int images, int batchSize) {
    if (rows >= 0) {
      return (int) Math.min(images, rows == 0 ? batchSize : rows);
    }
    int down = (int) (full ? Math.floor(Math.sqrt(images)) : Math.round(Math.sqrt(images)));
    while (full && images % down > 0) {
      down--;
    }
    return down;
  }
}
