package dev.kiln.plugin.latentcouple;

import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.hook.GraphPatcher;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.pf4j.Extension;

/** Attention mode: lets each place of the picture read the tokens of its regions alone. */
@Extension
@Singleton
public final class RegionAttention implements GraphPatcher {
  @Inject
  RegionAttention() {}

  @Override
  public Optional<GraphPatch> open(NetworkContext network) {
    if (network.kind() != NetworkKind.UNET) {
      return Optional.empty();
    }
    return network
        .kept(JoinedTokens.class)
        .map(
            tokens ->
                new AttentionPatch(
                    tokens, network.kept(RegionPlan.class).orElseThrow().layout().base()));
  }
}
