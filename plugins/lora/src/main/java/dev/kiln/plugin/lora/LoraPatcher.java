package dev.kiln.plugin.lora;

import dev.kiln.spi.HookOrder;
import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.hook.GraphPatcher;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.pf4j.Extension;

/** Patches the networks of requests whose prompts name files. */
@Extension
@Singleton
// Before anything fuses layers, and so that weights are all that a session of another set changes.
@HookOrder(phase = HookOrder.Phase.EARLY)
public final class LoraPatcher implements GraphPatcher {
  private final LoraFiles files;

  @Inject
  LoraPatcher(LoraFiles files) {
    this.files = files;
  }

  @Override
  public Optional<GraphPatch> open(NetworkContext network) {
    LoraSet set = network.kept(LoraSet.class).orElse(LoraSet.EMPTY);
    if (network.kind() == NetworkKind.TEXT_ENCODER) {
      return merge(network.kind(), set.ofText(network.part()));
    } else if (network.kind() == NetworkKind.UNET) {
      return set.fed() ? rows(set) : merge(network.kind(), set.ofUnet());
    }
    return Optional.empty();
  }

  private Optional<GraphPatch> merge(NetworkKind kind, List<LoraUse> uses) {
    return uses.isEmpty() ? Optional.empty() : Optional.of(new MergePatch(kind, uses, files));
  }

  private Optional<GraphPatch> rows(LoraSet set) {
    return set.ofUnet().isEmpty()
        ? Optional.empty()
        : Optional.of(new RowPatch(set.ofUnet(), files));
  }
}
