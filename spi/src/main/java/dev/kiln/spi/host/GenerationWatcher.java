package dev.kiln.spi.host;

import dev.kiln.spi.ImplementedByPlugins;
import dev.kiln.spi.tensor.Picture;

/**
 * Follows a generation.
 *
 * <p><b>When:</b> while a job of {@link Generations} runs. <br>
 * <b>How often:</b> as each method says. <br>
 * <b>Thread:</b> the generation's, which waits for it: be quick; of {@link #over} any. <br>
 * <b>May change:</b> nothing; it may interrupt or cancel the job. <br>
 * <b>May keep:</b> the pictures. <br>
 * <b>On failure:</b> the generation fails with it.
 */
@ImplementedByPlugins
public interface GenerationWatcher {
  /** Watches nothing. */
  GenerationWatcher NONE = new GenerationWatcher() {};

  /**
   * A part of the work begins: {@code conditioning} once, then {@code denoise} and {@code decode}
   * for each batch.
   */
  default void stage(String name) {}

  /**
   * A step is over.
   *
   * @param step counts from 1, in each batch anew
   */
  default void step(int step, int steps) {}

  /**
   * A picture is finished.
   *
   * @param index counts from 0
   */
  default void picture(int index, Picture picture, String infotext) {}

  /**
   * An unfinished picture is shown, as {@link Previews} publishes it: small, and of a whole batch
   * side by side. None comes where no plugin makes previews, and none on the command line.
   */
  default void preview(Picture picture) {}

  /**
   * The job is over, however it ended: {@code await} returns at once. On any thread; what it throws
   * is ignored.
   */
  default void over() {}
}
