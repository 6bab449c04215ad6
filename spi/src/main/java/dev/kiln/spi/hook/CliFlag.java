package dev.kiln.spi.hook;

import dev.kiln.spi.ImplementedByPlugins;
import java.util.List;
import java.util.Map;

/**
 * Add a flag to {@code kiln txt2img} that does more than set one option: it reads files, or sets
 * several options. Its name is declared on the class with {@code @Flag}. A flag for one option
 * needs no class: {@code @Option(flags)}.
 *
 * <p><b>When:</b> when the user typed the flag, which wakes the plugin. <br>
 * <b>How often:</b> once per process. <br>
 * <b>Thread:</b> the main thread. <br>
 * <b>May change:</b> nothing of the host. <br>
 * <b>May keep:</b> nothing. <br>
 * <b>On failure:</b> the message of a {@code BadRequest} and exit code 2, else exit code 1 with
 * this plugin's id.
 */
@ImplementedByPlugins
public interface CliFlag extends HookPoint {
  /**
   * What the flag means.
   *
   * @param values its values, one for each time that it was typed; none of a flag without a value
   * @return options of this plugin's requests, as JSON values
   */
  Map<String, Object> options(List<String> values);
}
