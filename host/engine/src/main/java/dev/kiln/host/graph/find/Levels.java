package dev.kiln.host.graph.find;

import dev.kiln.host.graph.Node;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkShape;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * How often the picture was downsampled before each value that is computed from it. What a patch
 * resized to a size of its own is at no level; its size is followed on.
 */
public final class Levels {
  private static final Extent UNKNOWN = new Extent(-1, -1);

  private final GraphIndex index;
  private final Optional<Extent> full;
  private final OptionalLong text;
  private final Map<String, Place> places = new HashMap<>();

  /** A picture's size; -1 where it is not known. */
  private record Extent(long height, long width) {
    /** At a level further down, or further up if that is negative. */
    Extent at(int level) {
      return new Extent(size(height, level), size(width, level));
    }

    private static long size(long side, int level) {
      return side < 0 ? -1 : level < 0 ? side << -level : side + (1L << level) - 1 >> level;
    }
  }

  /**
   * Where a value stands.
   *
   * @param own its size, where it is not that of its level
   */
  private record Place(int level, Optional<Extent> own) {
    Place down(int levels) {
      return new Place(level + levels, own.map(size -> size.at(levels)));
    }

    /** The better known, the smaller. */
    int doubt() {
      return own.map(size -> size.equals(UNKNOWN) ? 2 : 1).orElse(0);
    }
  }

  /**
   * Follow a network's picture.
   *
   * @param shape what the graph is made for; without one no size is known
   */
  public Levels(GraphIndex index, NetworkKind kind, Optional<NetworkShape> shape) {
    this.index = index;
    // An encoder starts at the picture, eight times as high and wide as its latents.
    int from = kind == NetworkKind.VAE_ENCODER ? -3 : 0;
    this.full = shape.map(it -> new Extent(it.latentHeight(), it.latentWidth()).at(from));
    this.text = shape.map(it -> OptionalLong.of(it.conditionTokens())).orElse(OptionalLong.empty());
    index.graph().inputs().stream()
        .filter(port -> port.shape().size() == 4)
        .findFirst()
        .ifPresent(port -> places.put(port.name(), new Place(0, Optional.empty())));
    index.nodes().forEach(this::follow);
  }

  private void follow(Node node) {
    if (node.is("Shape") || node.is("Size")) {
      return;
    }
    // Pictures that are put together have one size, which one of them may know better.
    node.inputs().stream()
        .filter(places::containsKey)
        .map(places::get)
        .min(Comparator.comparingInt(Place::doubt))
        .map(before -> after(node, before))
        .ifPresent(after -> node.outputs().forEach(output -> places.put(output, after)));
  }

  private Place after(Node node, Place before) {
    return switch (node.operator()) {
      case "Conv", "AveragePool", "MaxPool" -> before.down(halvings(node));
      case "ConvTranspose" -> before.down(-halvings(node));
      case "Resize", "Upsample" -> resized(node, before);
      default -> before;
    };
  }

  private static int halvings(Node node) {
    return node.wholes("strides").stream()
        .mapToInt(stride -> 63 - Long.numberOfLeadingZeros(Math.max(1, stride)))
        .findFirst()
        .orElse(0);
  }

  /** By sizes that the file says, or else to twice the size. */
  private Place resized(Node node, Place before) {
    double[] sizes = index.shapes().numbers(node.input(3));
    if (full.isEmpty() || sizes == null || sizes.length != 4 || !(sizes[2] * sizes[3] > 0)) {
      // A resize to the same size, or by 1, does not occur: exporters leave it out.
      return new Place(before.level() - 1, before.own().map(any -> UNKNOWN));
    }
    Extent size = new Extent((long) sizes[2], (long) sizes[3]);
    OptionalInt level =
        IntStream.rangeClosed(before.level() - 1, before.level() + 3)
            .filter(it -> full.get().at(it).equals(size))
            .findFirst();
    return level.isPresent()
        ? new Place(level.getAsInt(), Optional.empty())
        : new Place(before.level(), Optional.of(size));
  }

  /** Whether a value is computed from the picture. */
  boolean has(String value) {
    return places.containsKey(value);
  }

  /** How often the picture was halved; empty for what is at no level. */
  public OptionalInt of(String value) {
    Place place = places.get(value);
    return place == null || place.own().isPresent()
        ? OptionalInt.empty()
        : OptionalInt.of(place.level());
  }

  /** How many tokens a value has in a graph made for one shape: a picture's, or the text's. */
  OptionalLong tokens(String value) {
    Place place = places.get(value);
    if (place == null || full.isEmpty()) {
      return text;
    }
    Extent size = place.own().orElse(full.get().at(place.level()));
    return size.height() < 0 ? OptionalLong.empty() : OptionalLong.of(size.height() * size.width());
  }
}
