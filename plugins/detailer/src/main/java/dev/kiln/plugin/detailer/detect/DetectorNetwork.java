package dev.kiln.plugin.detailer.detect;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.NetworkRun;
import dev.kiln.spi.host.NetworkRun.Port;
import dev.kiln.spi.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An open network that takes a picture [1, 3, height, width]. For one thread. */
final class DetectorNetwork {
  private static final Pattern SIDE = Pattern.compile("\\d{1,5}");

  private final NetworkRun run;
  private final Path file;

  /**
   * @throws BadRequest when it takes something else
   */
  DetectorNetwork(NetworkRun run, Path file) {
    this.run = run;
    this.file = file;
    List<Port> inputs = run.inputs();
    List<Long> shape = inputs.size() == 1 ? inputs.get(0).shape() : List.of();
    if (shape.size() != 4 || shape.get(1) != 3 && shape.get(1) >= 0) {
      throw noDetector("it takes " + inputs);
    }
  }

  BadRequest noDetector(String found) {
    return new BadRequest(
        "%s is no detector: %s, expected a picture [1, 3, height, width] that becomes boxes of YOLO, [1, 4 + classes, n], [1, n, 5 + classes] or [1, n, 6], or classes [1, classes, height, width]; choose another file"
            .formatted(file.getFileName(), found));
  }

  Path file() {
    return file;
  }

  Port input() {
    return run.inputs().get(0);
  }

  List<Port> outputs() {
    return run.outputs();
  }

  /** What its exporter wrote beside it: names, task, imgsz. */
  Map<String, String> metadata() {
    return run.metadata();
  }

  /** What an axis of the picture must be; 0 for any. */
  int side(int axis) {
    return (int) Math.max(0, input().shape().get(axis));
  }

  /** The longest side that it was exported for, where it says so. */
  OptionalInt longest() {
    Matcher side = SIDE.matcher(metadata().getOrDefault("imgsz", ""));
    int longest = 0;
    while (side.find()) {
      longest = Math.max(longest, Integer.parseInt(side.group()));
    }
    return longest > 0 ? OptionalInt.of(longest) : OptionalInt.empty();
  }

  /**
   * @param picture [1, 3, height, width]
   * @throws BadRequest when the network cannot be run on it
   */
  List<Tensor> run(Tensor picture) {
    try {
      return run.run(Map.of(input().name(), picture));
    } catch (IllegalStateException e) {
      throw new BadRequest(
          "%s failed at a picture of %dx%d, so it may be no detector: %s; choose another file"
              .formatted(file.getFileName(), picture.dim(3), picture.dim(2), e.getMessage()),
          e);
    }
  }
}
