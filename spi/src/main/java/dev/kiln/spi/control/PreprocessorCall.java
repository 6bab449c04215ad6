package dev.kiln.spi.control;

import dev.kiln.spi.ValueType;
import dev.kiln.spi.tensor.Picture;
import org.jspecify.annotations.Nullable;

/**
 * One picture to make a map of. A preprocessor gets only numbers that are in range. A caller may
 * give -1 for the default.
 *
 * @param picture not to be changed
 * @param mask of the picture's size, white where it acts; null for none
 * @param resolution pixels of the map's short side
 * @param thresholdA value of the first slider
 * @param thresholdB value of the second slider
 */
@ValueType
public record PreprocessorCall(
    Picture picture, @Nullable Picture mask, int resolution, double thresholdA, double thresholdB) {
  /** A picture with default values and without a mask. */
  public static PreprocessorCall of(Picture picture) {
    return new PreprocessorCall(picture, null, -1, -1, -1);
  }
}
