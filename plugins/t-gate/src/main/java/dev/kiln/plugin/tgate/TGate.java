package dev.kiln.plugin.tgate;

import dev.kiln.spi.HookOrder;
import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.hook.GraphPatcher;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.pf4j.Extension;

/** Before whoever writes attention anew: what it writes is then what is given out. */
@Extension
@Singleton
@HookOrder(before = {"latent-couple", "hypertile", "token-merging"})
public final class TGate implements GraphPatcher {
  @Inject
  TGate() {}

  @Override
  public Optional<GraphPatch> open(NetworkContext network) {
    return network.kind() == NetworkKind.UNET
        ? network.options(TGateOptions.class).filter(TGateOptions::acts).map(TGatePatch::of)
        : Optional.empty();
  }
}
