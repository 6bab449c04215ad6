package dev.kiln.plugin.tgate;

import dev.kiln.spi.graph.AttentionKind;
import dev.kiln.spi.graph.AttentionSite;
import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.Value;
import java.util.List;
import java.util.Set;

/**
 * The whole network gives out what each cross-attention computes, before its last projection. The
 * gated network is fed this in its place, so that neither text nor queries are left in it. The
 * projection is linear, so the mean of what it is fed is the mean of what it makes.
 */
record TGatePatch() implements GraphPatch {
  static final String GATED = "gated";

  private static final String HIDDEN = "tgate_hidden_";
  private static final String KEPT = "tgate_kept_";

  /** The output of the whole network that an attention is. */
  static String hidden(int index) {
    return HIDDEN + index;
  }

  /** Whether an output is one of these. */
  static boolean isHidden(String output) {
    return output.startsWith(HIDDEN);
  }

  /** The input of the gated network that takes its place. */
  static String kept(int index) {
    return KEPT + index;
  }

  @Override
  public String fingerprint() {
    return "cross-attention";
  }

  @Override
  public Set<String> variants() {
    return Set.of(GATED);
  }

  @Override
  public void apply(NetworkGraph network) {
    List<AttentionSite> sites =
        network.attention().stream().filter(it -> it.kind() == AttentionKind.CROSS).toList();
    if (sites.isEmpty()) {
      network.warn("t-gate keeps nothing: this UNet has no cross-attention that was found");
    }
    boolean gated = network.variant().equals(GATED);
    for (int i = 0; i < sites.size(); i++) {
      if (gated) {
        network.replace(sites.get(i), input(network, sites.get(i), kept(i)));
      } else {
        network.output(hidden(i), sites.get(i).output());
      }
    }
  }

  /** [rows, tokens, width], the width known where the network's own is. */
  private static Value input(NetworkGraph network, AttentionSite site, String name) {
    List<Long> shape = network.knownShape(site.output());
    boolean known = shape.size() == 3 && shape.get(2) > 0;
    String width = known ? String.valueOf(shape.get(2)) : name + "_width";
    return network.input(name, KEPT + "rows", name + "_tokens", width);
  }
}
