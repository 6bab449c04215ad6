package dev.kiln.spi.host;

import dev.kiln.spi.ProvidedByHost;

/** Text embeddings outside a generation. Injected; safe from any thread. */
@ProvidedByHost
public interface Embeddings {
  /**
   * Embed all chunks of a prompt as a generation with the default model would, through every {@code
   * ConditioningHook}. Emphasis, schedules and AND are understood.
   *
   * @return how many chunks the prompt has
   * @throws dev.kiln.spi.BadRequest when the prompt is too long
   */
  int embed(String prompt);

  /**
   * How many numbers an embedding of a token has.
   *
   * @throws dev.kiln.spi.BadRequest when there is no model
   */
  int width();

  /** What the text encoder cost so far in this process. */
  EncoderCost cost();

  /**
   * @param opens how often its session was made
   * @param openSeconds time spent on making it
   * @param runs how many chunks it encoded
   * @param runSeconds time spent on encoding
   * @param bytes memory that the session took, by the growth of the process; 0 when never opened
   */
  record EncoderCost(int opens, double openSeconds, int runs, double runSeconds, long bytes) {}
}
