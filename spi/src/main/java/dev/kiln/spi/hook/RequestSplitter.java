package dev.kiln.spi.hook;

import dev.kiln.spi.ImplementedByPlugins;
import dev.kiln.spi.generate.SplitCall;
import java.util.Optional;

/**
 * Make several generations of one request: what webUI calls a script. Each part is a generation as
 * any other, with its own model, size and plugins, and all belong to one job.
 *
 * <p><b>When:</b> before anything else of a request that has options. <br>
 * <b>How often:</b> once. Parts may be split by other plugins, and not by the same one again. <br>
 * <b>Thread:</b> the generation's own. <br>
 * <b>May change:</b> nothing. <br>
 * <b>May keep:</b> what its {@link Split} needs. <br>
 * <b>On failure:</b> the generation fails with this plugin's id and your message.
 */
@ImplementedByPlugins
public interface RequestSplitter extends HookPoint {
  /**
   * @return empty to leave the request whole; the first plugin that splits one is the only one
   */
  Optional<Split> split(SplitCall call);
}
