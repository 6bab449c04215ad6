package dev.kiln.plugin.channelslast;

import dev.kiln.spi.WakeOn;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.Optimization;
import dev.kiln.spi.graph.SessionSettings;
import dev.kiln.spi.hook.SessionTuner;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import org.pf4j.Extension;

/** Asks for the layout of convolutions that the device likes best, or for the file's own. */
@Extension
@Singleton
@WakeOn(WakeOn.Wake.OPTION)
public final class ChannelsLast implements SessionTuner {
  @Inject
  ChannelsLast() {}

  @Override
  public void tune(SessionSettings settings, NetworkContext network) {
    network.options(LayoutOptions.class).ifPresent(options -> tune(settings, network, options));
  }

  private static void tune(
      SessionSettings settings, NetworkContext network, LayoutOptions options) {
    if (network.device().provider().equals("cuda")) {
      settings.provider("cuda", Map.of("prefer_nhwc", options.enabled() ? "1" : "0"));
    } else {
      settings.optimization(options.enabled() ? Optimization.LAYOUT : Optimization.EXTENDED);
    }
  }
}
