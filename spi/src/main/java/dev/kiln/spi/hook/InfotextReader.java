package dev.kiln.spi.hook;

import dev.kiln.spi.ImplementedByPlugins;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Read back what this plugin wrote into a picture's infotext, so that the picture can be drawn
 * again. The keys are declared on the class with {@code @Offers}. A key for one option needs no
 * class: {@code @Option(infotext)}.
 *
 * <p><b>When:</b> when an infotext with one of the keys is read; this wakes the plugin. <br>
 * <b>How often:</b> once per infotext. <br>
 * <b>Thread:</b> the main thread or a server thread; several at once. <br>
 * <b>May change:</b> nothing. <br>
 * <b>May keep:</b> nothing. <br>
 * <b>On failure:</b> the keys are left out, and the user reads the message of a {@code BadRequest},
 * else one with this plugin's id.
 */
@ImplementedByPlugins
public interface InfotextReader extends HookPoint {
  /**
   * What keys mean.
   *
   * @param values by key, those of the declared keys that the infotext has, in its order; anybody
   *     may have written them
   * @param warn takes a sentence about what cannot be drawn again as it was
   * @return options of this plugin's requests, as JSON values; empty where the keys ask for nothing
   */
  Map<String, Object> options(Map<String, String> values, Consumer<String> warn);
}
