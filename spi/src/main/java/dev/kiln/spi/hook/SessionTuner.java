package dev.kiln.spi.hook;

import dev.kiln.spi.ImplementedByPlugins;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.SessionSettings;

/**
 * Choose how the runtime runs a network.
 *
 * <p><b>When:</b> before a session is made. <br>
 * <b>How often:</b> once per pass and network, to tell sessions apart by what it asks for. <br>
 * <b>Thread:</b> the generation's own. <br>
 * <b>May change:</b> the settings. <br>
 * <b>May keep:</b> nothing. <br>
 * <b>On failure:</b> the generation fails with this plugin's id and your message.
 */
@ImplementedByPlugins
public interface SessionTuner extends HookPoint {
  void tune(SessionSettings settings, NetworkContext network);
}
