package dev.kiln.spi.host;

import dev.kiln.spi.ProvidedByHost;
import java.nio.file.Path;

/** Reads files of weights. Injected; safe from any thread. */
@ProvidedByHost
public interface Weights {
  /**
   * Open a safetensors file. Only its header is read; values are read when they are asked for.
   *
   * @throws dev.kiln.spi.BadRequest when it is missing, broken or of another format
   */
  WeightsFile open(Path file);
}
