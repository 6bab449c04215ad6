package dev.kiln.plugin.controlnet;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.Pictures;
import dev.kiln.spi.tensor.Picture;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the pictures of a unit in all forms in which webUI's clients send them. */
@Singleton
class UnitImages {
  /** A mask that is nowhere brighter, or nowhere darker than the other, says nothing. */
  private static final int BLACK = 5;

  private static final int WHITE = 250;

  private final Pictures pictures;

  @Inject
  UnitImages(Pictures pictures) {
    this.pictures = pictures;
  }

  /**
   * What was drawn or given as the hint.
   *
   * @param drawn whether it is the mask: white lines on black, which need no preprocessor
   */
  record Source(Picture picture, boolean drawn) {}

  /**
   * The hint of a unit.
   *
   * @param init stands for the image where there is none
   * @throws BadRequest when there is none or it cannot be read
   */
  Source hint(UnitFields fields, Optional<Picture> init) {
    Object value = fields.value("image", "input_image").orElse("");
    Optional<Object> mask = fields.value("mask", "mask_image");
    if (value instanceof List<?> list) {
      if (list.stream().anyMatch(Map.class::isInstance) && list.size() > 1) {
        throw new BadRequest(
            fields.name() + ": image has " + list.size() + " pictures; it must be one");
      }
      value = list.isEmpty() ? "" : list.get(0);
      mask = list.size() > 1 ? Optional.ofNullable(list.get(1)) : mask;
    }
    if (value instanceof Map<?, ?> both) {
      mask = both.get("mask") == null ? mask : Optional.of(both.get("mask"));
      value = both.get("image") == null ? "" : both.get("image");
    }
    Picture image =
        one(fields, "image", value)
            .or(() -> init)
            .orElseThrow(
                () ->
                    new BadRequest(
                        fields.name()
                            + " has no image, and the request has none to fall back to; give the"
                            + " unit an image"));
    Optional<Picture> drawn =
        mask.flatMap(it -> one(fields, "mask", it)).filter(UnitImages::saysSomething);
    return drawn
        .map(it -> new Source(grey(it), true))
        .orElseGet(() -> new Source(opaque(image), false));
  }

  /** Where a unit acts; empty for everywhere. */
  Optional<Picture> region(UnitFields fields) {
    return fields
        .value("effective_region_mask")
        .flatMap(it -> one(fields, "effective_region_mask", it));
  }

  /** Clients send an empty text for no picture. */
  private Optional<Picture> one(UnitFields fields, String field, Object value) {
    if (!(value instanceof String text)) {
      throw fields.wrong(field, value, "a picture in base64");
    }
    return text.isBlank()
        ? Optional.empty()
        : Optional.of(pictures.decode(fields.name() + ": " + field, text));
  }

  private static boolean saysSomething(Picture mask) {
    boolean black = true;
    boolean white = true;
    for (int i = 0; i < mask.rgba().length; i += 4) {
      int value = mask.rgba()[i] & 0xff;
      black &= value <= BLACK;
      white &= value >= WHITE;
    }
    return !black && !white;
  }

  private static Picture grey(Picture mask) {
    Picture grey = Picture.black(mask.width(), mask.height());
    for (int i = 0; i < mask.rgba().length; i++) {
      if (i % 4 != 3) {
        grey.rgba()[i] = mask.rgba()[i - i % 4];
      }
    }
    return grey;
  }

  /** What shines through is white, as in webUI. */
  private static Picture opaque(Picture picture) {
    Picture opaque = Picture.black(picture.width(), picture.height());
    for (int i = 0; i < picture.rgba().length; i++) {
      if (i % 4 != 3) {
        double alpha = (picture.rgba()[i - i % 4 + 3] & 0xff) / 255.0;
        double value = alpha * (picture.rgba()[i] & 0xff) + (1 - alpha) * 255;
        opaque.rgba()[i] = (byte) value;
      }
    }
    return opaque;
  }
}
