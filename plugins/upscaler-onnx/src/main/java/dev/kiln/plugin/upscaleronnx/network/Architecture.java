package dev.kiln.plugin.upscaleronnx.network;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.host.WeightsFile;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A network that is written of a file of weights: from {@code image} to {@code enlarged}. */
public sealed interface Architecture permits Rrdb, Compact, Span {
  /** What its papers and programs call it. */
  String name();

  /** How many times larger it makes a picture. */
  int scale();

  /** What the sides of its pictures must be multiples of. */
  int multiple();

  /**
   * Write it into an empty graph.
   *
   * @throws BadRequest when a tensor is missing, or there is one that it has not
   */
  void write(NetworkGraph network);

  /**
   * The architecture of a file, from names and shapes alone.
   *
   * @throws BadRequest when it is none of these
   */
  static Architecture of(WeightsFile file) {
    Parameters parameters = new Parameters(file);
    return List.<Function<Parameters, Optional<? extends Architecture>>>of(
            Rrdb::of, Compact::of, Span::of)
        .stream()
        .flatMap(kind -> kind.apply(parameters).stream())
        .findFirst()
        .map(Architecture.class::cast)
        .orElseThrow(
            () ->
                new BadRequest(
                    "%s is an upscaler of an architecture that Kiln does not build (ESRGAN, Real-ESRGAN, compact and SPAN it does); export it to ONNX"
                        .formatted(file.path())));
  }
}
