package dev.kiln.spi.control;

import dev.kiln.spi.ValueType;
import dev.kiln.spi.tensor.Picture;
import org.jspecify.annotations.Nullable;

/**
 * One picture to make a map of. A preprocessor sees numbers that are in range; whoever asks for it
 * may say -1 for the default value.
 *
 * @param picture not to be changed
 * @param mask of the picture's size, white where it acts; null for none
 * @param resolution pixels of the map's short side
 * @param thresholdA what the first slider says
 * @param thresholdB what the second slider says
 */
@ValueType
public record PreprocessorCall(
    Picture picture, @Nullable Picture mask, int resolution, double thresholdA, double thresholdB) {
  /** A picture with default values and without a mask. */
  public static PreprocessorCall of(Picture picture) {
    return new PreprocessorCall(picture, null, -1, -1, -1);
  }
}
