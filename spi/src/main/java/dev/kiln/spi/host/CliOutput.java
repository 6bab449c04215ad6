package dev.kiln.spi.host;

import dev.kiln.spi.ProvidedByHost;

/** A file that the user named for the result of a command. For one thread. */
@ProvidedByHost
public interface CliOutput {
  /**
   * Write the file, in place of what may be there: whole or not at all, even when the process is
   * killed meanwhile.
   *
   * @throws dev.kiln.spi.BadRequest when it cannot be written any more; then all is as it was
   */
  void write(byte[] content);
}
