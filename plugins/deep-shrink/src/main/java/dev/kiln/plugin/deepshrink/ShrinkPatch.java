package dev.kiln.plugin.deepshrink;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.graph.SkipConnection;
import dev.kiln.spi.graph.Value;
import java.util.List;
import java.util.Set;

/**
 * Kohya's Deep Shrink, as ComfyUI has it: what lies behind a block of the downsampling path reads
 * its result at a smaller size. The skip connection from the block keeps the size, or is as small;
 * what comes from below is enlarged to the first one that is larger.
 */
record ShrinkPatch(DeepShrinkOptions options, NetworkShape shape) implements GraphPatch {
  static final String SHRUNK = "shrunk";

  @Override
  public String fingerprint() {
    return options.graph();
  }

  /** Sizes are rounded from those of the whole network, so that optimizers know them. */
  @Override
  public boolean dependsOnShape() {
    return true;
  }

  @Override
  public Set<String> variants() {
    return Set.of(SHRUNK);
  }

  /** The whole network stays as it is. */
  @Override
  public void apply(NetworkGraph network) {
    List<SkipConnection> joins = network.skips();
    int index = join(joins);
    if (network.variant().equals(SHRUNK)) {
      GraphEditor editor = network.editor();
      SkipConnection from = joins.get(index);
      SkipConnection to = joins.get(options.afterSkip() ? index : index + 1);
      Value small = small(network, from.skip());
      network.replace(from.skip(), small);
      if (options.afterSkip()) {
        network.replaceIn(from.output(), small, from.skip());
      }
      Value height = editor.dim(to.skip(), 2);
      Value width = editor.dim(to.skip(), 3);
      Value large = options.upscale().resized(editor, to.hidden(), height, width);
      network.replaceIn(to.output(), to.hidden(), large);
    }
  }

  /**
   * Which skip connection comes from the block: the downsampling path makes them in the reverse
   * order of their reading.
   */
  private int join(List<SkipConnection> joins) {
    // Without a middle block nothing lies behind the last one.
    boolean empty = !joins.isEmpty() && joins.get(0).hidden().equals(joins.get(0).skip());
    int last = joins.size() - (empty ? 2 : 1);
    // What is small from the first block on would be so at the end.
    int first = options.afterSkip() ? 0 : 1;
    if (last < first) {
      throw new BadRequest(
          "deep-shrink: this UNet has %d skip connections that were found, too few; leave deep-shrink out"
              .formatted(joins.size()));
    }
    if (options.block() < first || options.block() > last) {
      throw new BadRequest(
          "deep-shrink: block %d cannot be taken in this UNet, in which %d skip connections were found; choose %d to %d"
              .formatted(options.block(), joins.size(), first, last));
    }
    return joins.size() - 1 - options.block();
  }

  private Value small(NetworkGraph network, Value picture) {
    int level =
        network
            .level(picture)
            .orElseThrow(
                () ->
                    new BadRequest(
                        "deep-shrink: this UNet does not say how large block %d is; choose another"
                            .formatted(options.block())));
    GraphEditor editor = network.editor();
    Value height = editor.whole(smaller(shape.height(level)));
    Value width = editor.whole(smaller(shape.width(level)));
    return options.downscale().resized(editor, picture, height, width);
  }

  /** Rounded as Python rounds: half to even. */
  private long smaller(int side) {
    long found = (long) Math.rint(side * (1 / options.factor()));
    if (found < 1) {
      throw new BadRequest(
          "deep-shrink: a factor of %s leaves nothing of the %d places that block %d has along a side; choose %d or less"
              .formatted(options.factor(), side, options.block(), side));
    }
    return found;
  }
}
