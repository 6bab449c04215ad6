package dev.kiln.api;

import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A picture that is to be enlarged.
 *
 * @param picture what is enlarged
 * @param upscaler its name; empty for the first that has a model
 * @param scale how many times larger; of no meaning with a width
 * @param width of the result in pixels; 0 for what the scale makes of it
 * @param height of the result in pixels; 0 for what the scale makes of it
 */
public record UpscaleRequest(
    Picture picture, String upscaler, double scale, int width, int height) {
  private static final double SMALLEST = 0.01;
  private static final double LARGEST = 64;

  /**
   * @throws KilnException when it is not said how large the result is
   */
  public UpscaleRequest {
    Objects.requireNonNull(picture, "picture is null; give the one to enlarge");
    Objects.requireNonNull(upscaler, "upscaler is null; give an empty name for the first one");
    boolean sized = width != 0 || height != 0;
    if (sized && Math.min(width, height) < 1) {
      throw wrong("size is %dx%d; both sides must be 1 or more".formatted(width, height));
    } else if (!sized && !(scale >= SMALLEST && scale <= LARGEST)) {
      throw wrong("scale is %s; it must be %s to %s".formatted(scale, SMALLEST, LARGEST));
    }
  }

  private static KilnException wrong(String sentence) {
    return new KilnException(KilnException.Reason.BAD_REQUEST, sentence);
  }

  static UpscaleRequest of(Consumer<Builder> request) {
    Objects.requireNonNull(request, "request is null; give one like u -> u.image(picture)");
    Builder builder = new Builder();
    request.accept(builder);
    return builder.build();
  }

  /** Says what is to be enlarged, twice as large where nothing else is said. Not thread-safe. */
  public static final class Builder {
    private @Nullable Picture picture;
    private String upscaler = "";
    private double scale = 2;
    private int width;
    private int height;

    private Builder() {}

    /** What is enlarged. */
    public Builder image(Picture picture) {
      this.picture = picture;
      return this;
    }

    /** By its name, in any case. */
    public Builder upscaler(String name) {
      this.upscaler = name;
      return this;
    }

    /** How many times larger. */
    public Builder scale(double factor) {
      this.scale = factor;
      return this;
    }

    /** In pixels; stands over the scale. */
    public Builder size(int width, int height) {
      this.width = width;
      this.height = height;
      return this;
    }

    UpscaleRequest build() {
      if (picture == null) {
        throw wrong("there is no picture to enlarge; give one by image");
      }
      return new UpscaleRequest(picture, upscaler, scale, width, height);
    }
  }
}
