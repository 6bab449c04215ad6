package dev.kiln.plugin.tgate;

import dev.kiln.spi.graph.AttentionKind;
import dev.kiln.spi.graph.AttentionSite;
import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.Value;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A network that computes an attention which is kept gives it out, before its last projection. A
 * variant that leaves it out is fed this in its place, so that neither queries nor keys nor values
 * are left in it. The projection is linear, so the mean of what it is fed is the mean of what it
 * makes.
 */
record TGatePatch(boolean gates, boolean plans, boolean keepsBehind) implements GraphPatch {
  /** Cross-attention is fed. */
  static final String GATED = "gated";

  /** Self-attention is fed. */
  static final String PLANNING = "planning";

  /** Both are. */
  static final String FREED = "freed";

  private static final String HIDDEN = "hidden_";
  private static final String KEPT = "kept_";

  static TGatePatch of(TGateOptions options) {
    return new TGatePatch(options.gates(), options.plans(), options.keepsBehind());
  }

  /** The output that an attention is of a network that computes it. */
  static String hidden(AttentionKind kind, int index) {
    return name(kind) + HIDDEN + index;
  }

  /** Whether an output is one of these. */
  static boolean isHidden(AttentionKind kind, String output) {
    return output.startsWith(name(kind) + HIDDEN);
  }

  /** The input of a variant that takes its place. */
  static String kept(AttentionKind kind, int index) {
    return name(kind) + KEPT + index;
  }

  private static String name(AttentionKind kind) {
    return kind == AttentionKind.CROSS ? "tgate_" : "tgate_self_";
  }

  @Override
  public String fingerprint() {
    return "gates %s plans %s keeps behind %s".formatted(gates, plans, keepsBehind);
  }

  @Override
  public Set<String> variants() {
    Set<String> made = new LinkedHashSet<>();
    if (gates) {
      made.add(GATED);
    }
    if (plans) {
      made.add(PLANNING);
    }
    if (keepsBehind) {
      made.add(FREED);
    }
    return made;
  }

  @Override
  public void apply(NetworkGraph network) {
    String variant = network.variant();
    boolean behind = variant.equals(GATED) || variant.equals(FREED);
    List<AttentionSite> all = network.attention();
    List<AttentionSite> cross = of(all, AttentionKind.CROSS);
    List<AttentionSite> self = of(all, AttentionKind.SELF);
    if (gates && cross.isEmpty()) {
      network.warn("t-gate keeps nothing: this UNet has no cross-attention that was found");
    }
    if (behind) {
      feed(network, cross);
    } else if (gates && variant.isEmpty()) {
      giveOut(network, cross);
    }
    if (variant.equals(PLANNING) || variant.equals(FREED)) {
      feed(network, self);
    } else if (keepsBehind || plans && variant.isEmpty()) {
      giveOut(network, self);
    }
  }

  private static List<AttentionSite> of(List<AttentionSite> sites, AttentionKind kind) {
    return sites.stream().filter(it -> it.kind() == kind).toList();
  }

  private static void giveOut(NetworkGraph network, List<AttentionSite> sites) {
    for (int i = 0; i < sites.size(); i++) {
      network.output(hidden(sites.get(i).kind(), i), sites.get(i).output());
    }
  }

  private static void feed(NetworkGraph network, List<AttentionSite> sites) {
    for (int i = 0; i < sites.size(); i++) {
      AttentionSite site = sites.get(i);
      network.replace(site, input(network, site, kept(site.kind(), i)));
    }
  }

  /** [rows, tokens, width], the width known where the network's own is. */
  private static Value input(NetworkGraph network, AttentionSite site, String name) {
    List<Long> shape = network.knownShape(site.output());
    boolean known = shape.size() == 3 && shape.get(2) > 0;
    String width = known ? String.valueOf(shape.get(2)) : name + "_width";
    return network.input(name, "tgate_rows", name + "_tokens", width);
  }
}
