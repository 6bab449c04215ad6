package dev.kiln.spi.host;

import dev.kiln.spi.ProvidedByHost;

/**
 * Keeps a measurement apart from other processes of Kiln that have the same home: what they do at
 * the same time would spoil its numbers. Injected; safe from any thread.
 */
@ProvidedByHost
public interface QuietMachine {
  /**
   * Hold the machine. Until it is closed, or this process ends, other processes of Kiln refuse to
   * make pictures and to hold it. This process may make pictures, and so may those that it starts
   * by {@link KilnProcesses}.
   *
   * @param purpose what the others say: "kiln benchmark table"
   * @throws dev.kiln.spi.BadRequest when another process makes pictures or holds the machine, or
   *     this one holds it already
   */
  Hold hold(String purpose);

  /** The right to measure. */
  @ProvidedByHost
  interface Hold extends AutoCloseable {
    @Override
    void close();
  }
}
