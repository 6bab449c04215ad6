package dev.kiln.host.image;

import dev.kiln.spi.BadRequest;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How a picture becomes a file. Every format holds webUI's {@code parameters} text, JPEG up to
 * 32,000 characters of it.
 *
 * @param quality of what is not PNG, 1 to 100
 */
public record PictureEncoding(Format format, int quality) {
  public static final PictureEncoding PNG = new PictureEncoding(Format.PNG, 100);

  /** webUI's, of JPEG and WebP. */
  public static final int QUALITY = 80;

  /** A format and its names, of which the first is what files end in. */
  public enum Format {
    // With the longest sides that their writers take.
    PNG(Integer.MAX_VALUE, "png"),
    JPEG(65_500, "jpg", "jpeg"),
    WEBP(16_383, "webp");

    // Of a picture with three bytes a pixel, which one array holds.
    private static final long MOST_PIXELS = Integer.MAX_VALUE / 4;

    private final int side;
    private final List<String> names;

    Format(int side, String... names) {
      this.side = side;
      this.names = List.of(names);
    }

    /** Whether a picture of this size, in pixels, can be a file of this format. */
    public boolean holds(long width, long height) {
      return width <= side && height <= side && width * height <= MOST_PIXELS;
    }

    /** What files end in, without a point. */
    public String ending() {
      return names.get(0);
    }

    /**
     * @param title what an error calls the setting
     * @throws BadRequest when there is no such format, or this system cannot write it
     */
    public static Format of(String title, String name) {
      Format format =
          Arrays.stream(values())
              .filter(one -> one.names.contains(name.strip().toLowerCase(Locale.ROOT)))
              .findFirst()
              .orElseThrow(
                  () ->
                      new BadRequest(
                          title + " is \"" + name + "\"; it must be png, jpg, jpeg or webp"));
      format.demand(title);
      return format;
    }

    /** Before a picture is made that could not be sent. */
    private void demand(String title) {
      try {
        new PictureEncoding(this, 1).encode(new PngImage(1, 1, new byte[3], ""));
      } catch (LinkageError e) {
        throw new BadRequest(
            "%s is %s, which cannot be written on this system (%s); take png or jpg"
                .formatted(title, ending(), e),
            e);
      }
    }
  }

  /**
   * The one that a file's name says.
   *
   * @param quality 1 to 100
   * @throws BadRequest when the name ends otherwise, or this system cannot write the format
   */
  public static PictureEncoding of(Path file, int quality) {
    String name = file.getFileName().toString();
    Format format =
        Format.of("the ending of the output " + file, name.substring(name.lastIndexOf('.') + 1));
    return new PictureEncoding(format, quality);
  }

  public byte[] encode(PngImage picture) {
    return switch (format) {
      case PNG -> picture.encode();
      case JPEG -> new LossyFile(picture, quality).jpeg();
      case WEBP -> new LossyFile(picture, quality).webp();
    };
  }

  /** Whether a file of this format has room for the text; else it is left out. */
  public boolean holds(String parameters) {
    return format != Format.JPEG || new UserComment(parameters).fitsJpeg();
  }
}
