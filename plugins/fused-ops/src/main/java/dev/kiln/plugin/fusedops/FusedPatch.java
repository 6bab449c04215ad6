package dev.kiln.plugin.fusedops;

import dev.kiln.spi.graph.Activation;
import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.NetworkGraph;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Applies the rewrites that are asked for: those that change layers before those that fuse them.
 */
record FusedPatch(FusedOptions options) implements GraphPatch {
  List<Rewrite> rewrites() {
    Map<Rewrite, Boolean> all = new LinkedHashMap<>();
    all.put(new FoldedNorms(), options.foldNorms());
    all.put(new MergedProjections(), options.mergeQkv());
    all.put(new SplitGates(options.biasGelu()), options.geglu());
    all.put(new BiasedGelu(), options.biasGelu());
    all.put(new ScaledSoftmax(), options.softmaxScale());
    all.put(new FusedActivations(Set.of(Activation.GELU)), options.gelu());
    all.put(new FusedActivations(Set.of(Activation.SILU, Activation.QUICK_GELU)), options.silu());
    all.put(new SkipNorms(), options.skipNorm());
    all.put(new PlainNorms(), options.norm());
    all.values().removeIf(wanted -> !wanted);
    return List.copyOf(all.keySet());
  }

  @Override
  public String fingerprint() {
    return options.toString();
  }

  @Override
  public void apply(NetworkGraph network) {
    rewrites().forEach(rewrite -> rewrite.apply(network));
  }
}
