package dev.kiln.spi.control;

import dev.kiln.spi.ValueType;
import dev.kiln.spi.tensor.Picture;
import java.util.Map;

/**
 * What a preprocessor made of a picture.
 *
 * @param map of any size, in the proportions of the picture
 * @param pose what was found, in OpenPose's JSON (people, canvas_width, canvas_height); empty for
 *     other preprocessors
 */
@ValueType
public record Preprocessed(Picture map, Map<String, Object> pose) {
  /** A map alone. */
  public Preprocessed(Picture map) {
    this(map, Map.of());
  }
}
