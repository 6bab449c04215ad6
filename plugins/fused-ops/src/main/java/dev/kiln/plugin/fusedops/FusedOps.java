package dev.kiln.plugin.fusedops;

import dev.kiln.spi.WakeOn;
import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.hook.GraphPatcher;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.pf4j.Extension;

/** Replaces chains of operators by fused ones that compute the same. */
@Extension
@Singleton
@WakeOn(WakeOn.Wake.GENERATION)
public final class FusedOps implements GraphPatcher {
  @Inject
  FusedOps() {}

  @Override
  public Optional<GraphPatch> open(NetworkContext network) {
    FusedOptions options = network.options(FusedOptions.class).orElse(FusedOptions.DEFAULT);
    FusedPatch patch = new FusedPatch(options);
    return patch.rewrites().isEmpty() ? Optional.empty() : Optional.of(patch);
  }
}
