package dev.kiln.spi.hook;

import dev.kiln.spi.ImplementedByPlugins;
import dev.kiln.spi.host.CliCall;

/**
 * Add a command to {@code kiln}. Its name, parameters and summary are declared on the class with
 * {@code @Command}, so that {@code kiln --help} loads no plugin.
 *
 * <p><b>When:</b> when the user types the command, which wakes the plugin. <br>
 * <b>How often:</b> once per process. <br>
 * <b>Thread:</b> the main thread. <br>
 * <b>May change:</b> nothing of the host. <br>
 * <b>May keep:</b> nothing of the call. <br>
 * <b>On failure:</b> the message of a {@code BadRequest} and exit code 2, else exit code 1 with
 * this plugin's id.
 */
@ImplementedByPlugins
public interface CliContribution extends HookPoint {
  /** Do the work and return the exit code. */
  int run(CliCall call) throws Exception;
}
