package dev.kiln.host.infotext;

import static dev.kiln.host.request.ImageFields.COLOR_CORRECTION;
import static dev.kiln.host.request.ImageFields.DENOISING_STRENGTH;
import static dev.kiln.host.request.ImageFields.FULL_STEPS;
import static dev.kiln.host.request.ImageFields.IMAGE_CFG_SCALE;
import static dev.kiln.host.request.ImageFields.INIT_IMAGE_HASH;
import static dev.kiln.host.request.ImageFields.MASKED_CONTENT;
import static dev.kiln.host.request.ImageFields.MASK_BLUR_X;
import static dev.kiln.host.request.ImageFields.MASK_BLUR_Y;
import static dev.kiln.host.request.ImageFields.MASK_HASH;
import static dev.kiln.host.request.ImageFields.MASK_INVERT;
import static dev.kiln.host.request.ImageFields.MASK_ROUND;
import static dev.kiln.host.request.ImageFields.NOISE_MULTIPLIER;
import static dev.kiln.host.request.ImageFields.ONLY_MASKED;
import static dev.kiln.host.request.ImageFields.ONLY_MASKED_PADDING;
import static dev.kiln.host.request.ImageFields.RESIZE_MODE;

import dev.kiln.host.request.MaskedContent;
import dev.kiln.host.request.RequestField;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What a text says of the picture that its picture was drawn on. */
final class RecalledPicture {
  private static final String BLUR_ACROSS = "Mask blur x";
  private static final List<RequestField<?>> PLAIN =
      List.of(
          INIT_IMAGE_HASH,
          DENOISING_STRENGTH,
          IMAGE_CFG_SCALE,
          RESIZE_MODE,
          NOISE_MULTIPLIER,
          FULL_STEPS,
          COLOR_CORRECTION);
  private static final Set<String> OF_MASKS =
      Set.of(
          key(MASK_HASH),
          key(MASK_BLUR_X),
          BLUR_ACROSS,
          key(MASK_BLUR_Y),
          key(MASK_ROUND),
          key(MASK_INVERT),
          key(MASKED_CONTENT),
          key(ONLY_MASKED),
          key(ONLY_MASKED_PADDING));

  private final KeyReader keys;

  RecalledPicture(KeyReader keys) {
    this.keys = keys;
  }

  private static String key(RequestField<?> field) {
    return field.infotext().key();
  }

  /** Whether there is one: a strength alone may also be that of a hires pass. */
  boolean present() {
    boolean hires = keys.names().anyMatch(key -> key.startsWith("Hires "));
    boolean strength = !keys.value(key(DENOISING_STRENGTH)).isEmpty();
    return !keys.value(key(INIT_IMAGE_HASH)).isEmpty() || masked() || strength && !hires;
  }

  private boolean masked() {
    return keys.names().anyMatch(OF_MASKS::contains);
  }

  /** What is not in the text is as webUI leaves it out, whatever the defaults of an interface. */
  void read() {
    boolean masked = masked();
    PLAIN.forEach(field -> keys.read(field, key(field)));
    keys.read(MASK_HASH, key(MASK_HASH));
    keys.read(MASK_ROUND, key(MASK_ROUND));
    keys.put(MASK_INVERT, is(MASK_INVERT, "Inpaint not masked"));
    keys.put(ONLY_MASKED, is(ONLY_MASKED, "Only masked"));
    keys.put(MASKED_CONTENT, first(key(MASKED_CONTENT), MaskedContent.ORIGINAL.label()));
    keys.put(
        ONLY_MASKED_PADDING,
        first(key(ONLY_MASKED_PADDING), String.valueOf(ONLY_MASKED_PADDING.defaultValue())));
    if (masked) {
      String both = first(key(MASK_BLUR_X), "0");
      keys.put(MASK_BLUR_X, first(BLUR_ACROSS, both));
      keys.put(MASK_BLUR_Y, first(key(MASK_BLUR_Y), both));
    }
  }

  private String is(RequestField<?> field, String value) {
    return String.valueOf(keys.take(key(field)).equalsIgnoreCase(value));
  }

  private String first(String key, String otherwise) {
    return Stream.of(keys.take(key), otherwise)
        .filter(it -> !it.isEmpty())
        .findFirst()
        .orElseThrow();
  }
}
