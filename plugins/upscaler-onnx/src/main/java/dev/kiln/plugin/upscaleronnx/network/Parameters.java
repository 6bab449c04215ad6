package dev.kiln.plugin.upscaleronnx.network;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.WeightsFile;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The tensors of a file by torch's names, whatever dictionary they were saved in. */
final class Parameters {
  private static final List<String> DICTIONARIES = List.of("params_ema.", "params.");

  private final WeightsFile file;
  private final String prefix;
  private final Set<String> used = new HashSet<>();

  Parameters(WeightsFile file) {
    this.file = file;
    this.prefix =
        DICTIONARIES.stream()
            .filter(start -> file.names().stream().anyMatch(name -> name.startsWith(start)))
            .findFirst()
            .orElse("");
  }

  boolean has(String name) {
    return file.names().contains(prefix + name);
  }

  /** All names. */
  Stream<String> names() {
    return file.names().stream()
        .filter(name -> name.startsWith(prefix))
        .map(name -> name.substring(prefix.length()));
  }

  /**
   * @throws BadRequest when it is missing
   */
  List<Long> shape(String name) {
    if (!has(name)) {
      throw new BadRequest(
          "%s lacks the tensor %s; download or convert it again"
              .formatted(file.path(), prefix + name));
    }
    return file.shape(prefix + name);
  }

  /** How many channels a convolution gives. */
  int outputs(String convolution) {
    return Math.toIntExact(shape(convolution + ".weight").get(0));
  }

  /** How many channels a convolution takes. */
  int inputs(String convolution) {
    return Math.toIntExact(shape(convolution + ".weight").get(1));
  }

  float[] read(String name) {
    shape(name);
    used.add(prefix + name);
    return file.read(prefix + name);
  }

  /** Take a tensor for one that changes nothing. */
  void skip(String name) {
    used.add(prefix + name);
  }

  /**
   * Of a network that is written whole: what it did not ask for would be left out of it.
   *
   * @throws BadRequest when there is such a tensor
   */
  void demandAllUsed(String architecture) {
    file.names().stream()
        .filter(name -> !used.contains(name))
        .filter(name -> prefix.isEmpty() || name.startsWith(prefix))
        .findFirst()
        .ifPresent(
            name -> {
              throw new BadRequest(
                  "%s has the tensor %s, which %s has not, so it is of another architecture; export it to ONNX"
                      .formatted(file.path(), name, architecture));
            });
  }

  /**
   * @throws BadRequest when a network takes or gives other colors than red, green and blue
   */
  void demandColors(long channels, String what) {
    if (channels != 3) {
      throw new BadRequest(
          "%s %s pictures of %d channels, expected red, green and blue; choose another file"
              .formatted(file.path(), what, channels));
    }
  }
}
