package dev.kiln.plugin.deepshrink;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.SkipConnection;
import dev.kiln.spi.graph.Value;
import java.util.List;
import java.util.Set;

/**
 * Kohya's Deep Shrink, as ComfyUI has it with {@code downscale_after_skip}: what lies behind a
 * block of the downsampling path reads its result at half the size, while the skip connection from
 * it keeps the size. Where they meet again, what comes from below is enlarged to it.
 *
 * @param block from 0
 */
record ShrinkPatch(int block) implements GraphPatch {
  static final String SHRUNK = "shrunk";

  @Override
  public String fingerprint() {
    return "block " + block;
  }

  @Override
  public Set<String> variants() {
    return Set.of(SHRUNK);
  }

  /** The whole network stays as it is. */
  @Override
  public void apply(NetworkGraph network) {
    SkipConnection join = join(network.skips());
    if (network.variant().equals(SHRUNK)) {
      Bicubic bicubic = new Bicubic(network.editor());
      Value skip = join.skip();
      Value half = bicubic.halved(skip, channels(network, skip));
      network.replace(skip, half);
      network.replaceIn(join.output(), half, skip);
      network.replaceIn(join.output(), join.hidden(), bicubic.enlarged(join.hidden(), skip));
    }
  }

  /** The downsampling path makes skip connections in the reverse order of their reading. */
  private SkipConnection join(List<SkipConnection> joins) {
    int last = joins.size() - 1;
    if (last >= 0 && joins.get(0).hidden().equals(joins.get(0).skip())) {
      // Without a middle block nothing lies behind the last one.
      last--;
    }
    if (block > last) {
      throw new BadRequest(
          "deep-shrink: block %d is beyond this UNet, in which %d skip connections were found; %s"
              .formatted(
                  block, joins.size(), last < 0 ? "leave deep-shrink out" : "choose 0 to " + last));
    }
    return joins.get(joins.size() - 1 - block);
  }

  private static long channels(NetworkGraph network, Value picture) {
    List<Long> shape = network.knownShape(picture);
    if (shape.size() != 4 || shape.get(1) < 1) {
      throw new BadRequest(
          "deep-shrink: this UNet does not say how many channels a block has; leave deep-shrink out");
    }
    return shape.get(1);
  }
}
