package dev.kiln.plugin.tokenmerging;

import dev.kiln.spi.graph.AttentionKind;
import dev.kiln.spi.graph.AttentionSite;
import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.KeyValue;
import dev.kiln.spi.graph.LinearLayer;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Self-attention on fewer tokens. Queries, keys and values are merged in place of the tokens that
 * they are made of, which is the same: they are linear in them.
 */
record MergePatch(TokenMergingOptions options, NetworkShape shape) implements GraphPatch {
  /** The version of ONNX's operators from which on ScatterElements adds. */
  private static final int ADDING = 16;

  @Override
  public String fingerprint() {
    return options.toString();
  }

  @Override
  public boolean dependsOnShape() {
    return true;
  }

  @Override
  public void apply(NetworkGraph network) {
    boolean tome = options.method() == MergeMethod.TOME;
    if (tome && network.editor().operatorSet() < ADDING) {
      network.warn(
          "token-merging changes nothing: this UNet's file has ONNX's operators of version %d, and"
                  .formatted(network.editor().operatorSet())
              + " tome needs 16 or later; export it again, or take the method todo");
      return;
    }
    List<AttentionSite> sites = network.attention().stream().filter(this::takes).toList();
    if (sites.isEmpty()) {
      network.warn(
          "token-merging changes nothing: this UNet has no self-attention of a known size at the"
              + " levels that were asked for");
    }
    Map<Value, Value> tokens = tome ? tokens(network) : Map.of();
    for (int i = 0; i < sites.size(); i++) {
      AttentionSite site = sites.get(i);
      GraphEditor editor = network.editor().at(site.path());
      network.replace(
          site,
          tome
              ? merged(network, editor, site, tokens.getOrDefault(site.query(), site.key()), i)
              : downsampled(network, editor, site));
    }
  }

  private int height(AttentionSite site) {
    return shape.height(site.level().getAsInt());
  }

  private int width(AttentionSite site) {
    return shape.width(site.level().getAsInt());
  }

  /** A self-attention of a whole picture at one of the levels, of which something can be spared. */
  private boolean takes(AttentionSite site) {
    return site.kind() == AttentionKind.SELF
        && site.bias().isEmpty()
        && site.level().isPresent()
        && site.level().getAsInt() < options.levels()
        && site.level().getAsInt() >= 0
        && site.queryTokens().orElse(0) == (long) height(site) * width(site)
        && Math.min(height(site), width(site)) > 1;
  }

  /** What each layer reads, by what it makes: ToMe compares tokens before they are projected. */
  private static Map<Value, Value> tokens(NetworkGraph network) {
    Map<Value, Value> tokens = new HashMap<>();
    for (LinearLayer layer : network.linears()) {
      tokens.put(layer.product(), layer.input());
      tokens.put(layer.output(), layer.input());
    }
    return tokens;
  }

  private Value merged(
      NetworkGraph network, GraphEditor editor, AttentionSite site, Value metric, int index) {
    Partition partition = Partition.of(height(site), width(site), options.destination(), index);
    int wanted = (int) (partition.tokens() * options.ratio());
    int merged = Math.min(wanted, partition.sources().length);
    if (merged == 0) {
      return site.output();
    }
    Matching matching = new Matching(editor, metric, partition, merged);
    Value query = matching.merge(site.query());
    KeyValue kv = new KeyValue(matching.merge(site.key()), matching.merge(site.value()));
    return matching.spread(network.attend(site, query, kv, Value.NONE));
  }

  private Value downsampled(NetworkGraph network, GraphEditor editor, AttentionSite site) {
    Value kept = editor.list(kept(height(site), width(site), options.factor()));
    Attributes tokens = Attributes.of("axis", 1);
    return network.attend(
        site,
        site.query(),
        new KeyValue(
            editor.op("Gather", tokens, site.key(), kept),
            editor.op("Gather", tokens, site.value(), kept)),
        Value.NONE);
  }

  /** What nearest interpolation to a factor of the size leaves, at least one row and column. */
  static long[] kept(int height, int width, int factor) {
    List<Long> kept = new ArrayList<>();
    for (int y = 0; y < Math.max(1, height / factor); y++) {
      for (int x = 0; x < Math.max(1, width / factor); x++) {
        kept.add((long) y * factor * width + (long) x * factor);
      }
    }
    return kept.stream().mapToLong(Long::longValue).toArray();
  }
}
