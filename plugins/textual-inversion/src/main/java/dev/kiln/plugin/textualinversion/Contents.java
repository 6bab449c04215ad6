package dev.kiln.plugin.textualinversion;

import dev.kiln.spi.generate.Word;
import dev.kiln.spi.host.WeightsFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What a file holds.
 *
 * @param tensor the name of its vectors; empty where there are none to use
 * @param vectors how many
 * @param width numbers of a vector
 * @param problem why it is of no use to any model; empty for none
 */
record Contents(String tensor, int vectors, int width, String problem) {
  /** What webUI and trainers call the vectors; diffusers calls them by the word itself. */
  private static final String PARAMETERS = "emb_params";

  /** Of the second text encoder that SDXL and later models have. */
  private static final String SECOND = "clip_g";

  private static final String FIRST = "clip_l";

  static Contents none(String problem) {
    return new Contents("", 0, 0, problem);
  }

  static Contents of(WeightsFile file) {
    Set<String> names = file.names();
    if (names.contains(FIRST) && names.contains(SECOND)) {
      return ofTwoEncoders(file);
    } else if (names.contains(PARAMETERS)) {
      return of(file, PARAMETERS);
    } else if (names.size() == 1) {
      return of(file, names.iterator().next());
    }
    return none(
        "%s has %d tensors, but a textual inversion is one; choose another file"
            .formatted(file.path(), names.size()));
  }

  private static Contents ofTwoEncoders(WeightsFile file) {
    List<Long> first = file.shape(FIRST);
    List<Long> second = file.shape(SECOND);
    String problem =
        "%s is a textual inversion for Stable Diffusion XL or later, whose text encoders are two; use one for Stable Diffusion 1 or 2"
            .formatted(file.path());
    return first.size() == 2 && second.size() == 2
        ? new Contents("", size(second, 0), size(first, 1) + size(second, 1), problem)
        : none(problem);
  }

  private static Contents of(WeightsFile file, String tensor) {
    List<Long> shape = file.shape(tensor);
    if (shape.isEmpty() || shape.size() > 2 || shape.contains(0L)) {
      return none(
          "%s has a tensor '%s' of shape %s, but vectors are [count, width] or one of [width]; choose another file"
              .formatted(file.path(), tensor, shape));
    }
    int vectors = shape.size() == 1 ? 1 : size(shape, 0);
    int width = size(shape, shape.size() - 1);
    return new Contents(tensor, vectors, width, tooMany(file.path(), vectors));
  }

  private static String tooMany(Path path, int vectors) {
    return vectors <= Word.MOST_VECTORS
        ? ""
        : "%s has %d vectors, but the text encoder reads %d tokens at once; choose another file"
            .formatted(path, vectors, Word.MOST_VECTORS);
  }

  private static int size(List<Long> shape, int axis) {
    return Math.toIntExact(shape.get(axis));
  }
}
