package dev.kiln.plugin.deepcache;

import dev.kiln.spi.HookOrder;
import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.hook.GraphPatcher;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.pf4j.Extension;

/** Late: what other patches add to the blocks that are left out must be found in them. */
@Extension
@Singleton
@HookOrder(phase = HookOrder.Phase.LATE, after = "controlnet")
public final class DeepCache implements GraphPatcher {
  @Inject
  DeepCache() {}

  @Override
  public Optional<GraphPatch> open(NetworkContext network) {
    return network.kind() == NetworkKind.UNET
        ? network
            .options(DeepCacheOptions.class)
            .filter(DeepCacheOptions::acts)
            .map(options -> new DeepCachePatch(options.branch()))
        : Optional.empty();
  }
}
