package dev.kiln.plugin.hypertile;

import dev.kiln.spi.graph.AttentionKind;
import dev.kiln.spi.graph.AttentionSite;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.KeyValue;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.graph.Windows;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Self-attention in tiles, cut as HyperTile cuts: a side of a level is divided by one of the first
 * divisors that leave at least the smallest tile's size, times 2 to the level. So deeper levels,
 * which are smaller already, are cut into fewer tiles or none.
 */
record TilePatch(HypertileOptions options, NetworkShape shape) implements GraphPatch {
  /** Pixels of a place of the latents. */
  private static final int SCALE = 8;

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
    List<AttentionSite> sites = network.attention();
    int tiled = 0;
    for (int i = 0; i < sites.size(); i++) {
      if (takes(sites.get(i)) && tile(network, sites.get(i), i)) {
        tiled++;
      }
    }
    if (tiled == 0) {
      network.warn(
          "hypertile changes nothing: no self-attention at these levels can be cut into tiles of %d"
                  .formatted(options.tile())
              + " pixels or more; name a smaller tile");
    }
  }

  /**
   * Cut one, if the lot says so.
   *
   * @param index which attention it is, so that others drawn or not change nothing here
   */
  private boolean tile(NetworkGraph network, AttentionSite site, int index) {
    SplittableRandom random = new SplittableRandom(options.seed() * 1000L + index);
    int level = site.level().getAsInt();
    int height = shape.height(level);
    int width = shape.width(level);
    int least = Math.max(1, options.tile() / SCALE) << level;
    int down = drawn(parts(height, least, options.swap()), random);
    int across = drawn(parts(width, least, options.swap()), random);
    if (down * across == 1) {
      return false;
    }
    GraphEditor editor = network.editor().at(site.path());
    Windows tiles =
        new Windows(editor.whole(height), editor.whole(width), height / down, width / across, 0);
    network.replace(site, tiled(network, editor, site, tiles));
    return true;
  }

  private boolean takes(AttentionSite site) {
    if (site.kind() != AttentionKind.SELF || site.bias().isPresent() || site.level().isEmpty()) {
      return false;
    }
    int level = site.level().getAsInt();
    long places = level < 0 ? -1 : (long) shape.height(level) * shape.width(level);
    return level < options.levels() && site.queryTokens().orElse(-2) == places;
  }

  /**
   * Into how many parts a side may be cut: the first of the divisors from the smallest tile on.
   *
   * @param least places of the smallest tile
   * @param most how many to draw from
   */
  static List<Integer> parts(int side, int least, int most) {
    return IntStream.rangeClosed(Math.min(least, side), side)
        .filter(part -> side % part == 0)
        .limit(most)
        .map(part -> side / part)
        .boxed()
        .toList();
  }

  private static int drawn(List<Integer> parts, SplittableRandom random) {
    return parts.get(random.nextInt(parts.size()));
  }

  private static Value tiled(
      NetworkGraph network, GraphEditor editor, AttentionSite site, Windows tiles) {
    Value query = editor.toWindows(site.query(), tiles);
    KeyValue kv =
        new KeyValue(editor.toWindows(site.key(), tiles), editor.toWindows(site.value(), tiles));
    return editor.fromWindows(network.attend(site, query, kv, Value.NONE), tiles);
  }
}
