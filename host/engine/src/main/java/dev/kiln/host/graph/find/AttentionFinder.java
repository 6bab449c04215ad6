package dev.kiln.host.graph.find;

import dev.kiln.host.graph.ModulePath;
import dev.kiln.host.graph.Node;
import dev.kiln.host.graph.write.NodeWriter;
import dev.kiln.spi.graph.AttentionKind;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * Finds attention by what is computed, not by names: a softmax between two products, however an
 * exporter wrote its scale, its heads and its mask, or one operator that does it all.
 */
public final class AttentionFinder {
  private final GraphIndex index;
  private final NodeWriter writer;
  private final HeadsFinder heads;
  private final ScoresFinder scoresFinder;
  private final Origins origins;
  private final Levels levels;

  public AttentionFinder(
      GraphIndex index, NodeWriter writer, NetworkKind kind, Optional<NetworkShape> shape) {
    this.index = index;
    this.writer = writer;
    this.heads = new HeadsFinder(index, writer);
    this.scoresFinder = new ScoresFinder(index, writer);
    this.origins = new Origins(index);
    this.levels = new Levels(index, kind, shape);
  }

  /** All of them, in the order in which they are computed. */
  public List<FoundAttention> find() {
    List<FoundAttention> found = new ArrayList<>();
    for (Node node : index.nodes()) {
      switch (node.operator()) {
        case "Softmax" -> softmax(node).ifPresent(found::add);
        case "Attention", "MultiHeadAttention" ->
            new FusedAttention(index, heads, writer)
                .read(node)
                .map(this::site)
                .ifPresent(found::add);
        default -> {}
      }
    }
    return found;
  }

  private Optional<FoundAttention> softmax(Node node) {
    int rank = index.shapes().rank(node.output());
    long axis = node.whole("axis", -1);
    Optional<Scores> scores =
        axis == -1 || axis == rank - 1 ? scoresFinder.find(node.input(0)) : Optional.empty();
    Optional<Mixing> mixing = scores.flatMap(any -> Mixing.after(index, node.output()));
    if (mixing.isEmpty()) {
      return Optional.empty();
    }
    Node product = scores.get().product();
    boolean turned = product.whole("transB", 0) == 0;
    Optional<Heads> q = heads.find(product.input(0), false);
    Optional<Heads> k = heads.find(product.input(1), turned);
    Optional<Heads> v = heads.find(mixing.get().values(), false);
    if (q.isEmpty() || k.isEmpty() || v.isEmpty() || v.get().scale() != 1) {
      return Optional.empty();
    }
    long count = q.get().count();
    Optional<Value> output = mixing.get().output(count == 0);
    boolean same = count == k.get().count() && count == v.get().count();
    if (!same || output.isEmpty()) {
      return Optional.empty();
    }
    double scale = scores.get().scale() * q.get().scale() * k.get().scale();
    Optional<Value> bias =
        new BiasWriter(index, writer).sum(scores.get().biases(), q.get().tokens(), count);
    return Optional.of(
        site(
            new Parts(
                ModulePath.of(product.name()),
                q.get().scaled(scale),
                k.get(),
                v.get().tokens(),
                bias,
                output.get())));
  }

  /**
   * What was found of an attention.
   *
   * @param query with the scale of the scores
   */
  record Parts(
      String path, Heads query, Heads key, Value value, Optional<Value> bias, Value output) {}

  private FoundAttention site(Parts parts) {
    Heads query = parts.query();
    Heads key = parts.key();
    boolean self = origins.of(query.from()).equals(origins.of(key.from()));
    return new FoundAttention(
        parts.path(),
        self ? AttentionKind.SELF : AttentionKind.CROSS,
        (int) query.count(),
        headSize(parts),
        (float) query.scale(),
        query.tokens(),
        key.tokens(),
        parts.value(),
        parts.bias().map(new BiasWriter(index, writer)::padded),
        tokens(query),
        tokens(key),
        levels.of(query.from()),
        parts.output());
  }

  /** What a patch puts in front of an attention may say no size: then what is behind it says it. */
  private OptionalInt headSize(Parts parts) {
    long heads = parts.query().count();
    return LongStream.of(
            parts.query().size(),
            parts.key().size(),
            index.width(parts.value().name()) / heads,
            index.width(parts.output().name()) / heads,
            index.widthRead(parts.output().name()) / heads)
        .filter(size -> size > 0)
        .mapToInt(Math::toIntExact)
        .findFirst();
  }

  private OptionalLong tokens(Heads heads) {
    if (heads.length() > 0) {
      return OptionalLong.of(heads.length());
    }
    return levels.tokens(heads.from());
  }
}
