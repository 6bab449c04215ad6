package dev.kiln.spi.host;

import dev.kiln.spi.ProvidedByHost;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A file of named tensors. Safe from any thread. */
@ProvidedByHost
public interface WeightsFile {
  Path path();

  /** What the file says about itself: {@code ss_output_name}... */
  Map<String, String> metadata();

  /** The names of its tensors, in the order of the file. */
  Set<String> names();

  /**
   * The sizes of a tensor.
   *
   * @throws IllegalArgumentException when there is none of that name
   */
  List<Long> shape(String name);

  /**
   * The values of a tensor in row-major order, widened to float32; a single number may be a whole
   * one.
   *
   * @throws IllegalArgumentException when there is none of that name
   * @throws dev.kiln.spi.BadRequest when the file was cut off since, or holds no floating point
   *     numbers there
   */
  float[] read(String name);
}
