package dev.kiln.host.embedded;

import dev.kiln.spi.host.KilnProcesses;
import java.io.IOException;
import java.util.List;

/** Starts none: the program that an engine is part of has no commands of Kiln. */
final class NoProcesses implements KilnProcesses {
  @Override
  public Finished run(List<String> arguments) throws IOException {
    throw new IOException(
        "an engine inside of a program starts no processes; run kiln "
            + String.join(" ", arguments));
  }
}
