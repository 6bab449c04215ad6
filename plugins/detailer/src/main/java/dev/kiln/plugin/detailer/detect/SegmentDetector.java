package dev.kiln.plugin.detailer.detect;

import dev.kiln.plugin.detailer.mask.Box;
import dev.kiln.plugin.detailer.mask.Detection;
import dev.kiln.plugin.detailer.mask.Mask;
import dev.kiln.plugin.detailer.mask.Regions;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Finds the connected regions of classes by a network that says for each place how likely each
 * class is: logits [1, classes, height, width] of any size.
 */
final class SegmentDetector implements Detector {
  /** Smaller regions, as a share of the picture, are specks of a network that is not sure. */
  private static final double SPECK = 0.0025;

  private final DetectorNetwork network;
  private final SegmenterInput input;
  private final Set<Integer> kinds;

  /**
   * @param kinds classes that are looked for, at least one
   */
  SegmentDetector(DetectorNetwork network, SegmenterInput input, Set<Integer> kinds) {
    this.network = network;
    this.input = input;
    this.kinds = kinds;
  }

  @Override
  public List<Detection> find(Picture picture, double confidence) {
    Tensor logits = network.run(input.tensor(picture, network.side(3), network.side(2))).get(0);
    if (logits.rank() != 4
        || logits.dim(0) != 1
        || kinds.stream().anyMatch(it -> it >= logits.dim(1))) {
      throw network.noDetector(
          "it gives " + logits + ", and the classes " + kinds + " are asked for");
    }
    List<Detection> found = new ArrayList<>();
    kinds.forEach(kind -> found.addAll(regions(new ClassMap(logits, kind), kind, picture)));
    found.removeIf(it -> it.box().confidence() <= confidence);
    found.sort(Comparator.comparingDouble(it -> -it.box().confidence()));
    return found;
  }

  private static List<Detection> regions(ClassMap map, int kind, Picture picture) {
    Plane lead = map.lead().linear(picture.width(), picture.height());
    Plane chance = map.chance().linear(picture.width(), picture.height());
    boolean[] white = new boolean[lead.values().length];
    for (int i = 0; i < white.length; i++) {
      white[i] = lead.values()[i] > 0;
    }
    Mask all = new Mask(picture.width(), picture.height(), white);
    int least = (int) Math.ceil(SPECK * white.length);
    return Regions.of(all, least).stream()
        .map(region -> new Detection(box(region, chance, kind), region))
        .toList();
  }

  /** Around a region; as sure as the network is of its pixels in the mean. */
  private static Box box(Mask region, Plane chance, int kind) {
    int left = region.width();
    int top = region.height();
    int right = 0;
    int bottom = 0;
    double sum = 0;
    for (int i = 0; i < region.white().length; i++) {
      if (region.white()[i]) {
        left = Math.min(left, i % region.width());
        right = Math.max(right, i % region.width() + 1);
        top = Math.min(top, i / region.width());
        bottom = Math.max(bottom, i / region.width() + 1);
        sum += chance.values()[i];
      }
    }
    return new Box(left, top, right, bottom, sum / region.pixels(), kind);
  }
}
