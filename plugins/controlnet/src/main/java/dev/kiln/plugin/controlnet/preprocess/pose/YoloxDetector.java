package dev.kiln.plugin.controlnet.preprocess.pose;

import dev.kiln.plugin.controlnet.preprocess.Colors;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.NetworkRun;
import dev.kiln.spi.host.NetworkRun.Port;
import dev.kiln.spi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Finds people with a YOLOX network (Z. Ge et al., YOLOX): its output [1, cells, 5 + classes] holds
 * for each cell of three grids a center and a size, how likely something is there, and how likely
 * each class is. The first class is a person.
 */
final class YoloxDetector {
  private static final int[] STRIDES = {8, 16, 32};
  private static final int SIDE = 640;
  private static final int GRAY = 114;
  private static final int NUMBERS = 5;
  private static final double[] NO_MEAN = {0, 0, 0};
  private static final double[] NO_SCALE = {1, 1, 1};

  /** Less sure than this is nobody. */
  private static final double SURE = 0.3;

  /** Boxes that share more are one person. */
  private static final double SAME = 0.45;

  private final NetworkRun network;

  YoloxDetector(NetworkRun network) {
    this.network = network;
  }

  /** The people of a picture, those first that are surest. */
  List<PersonBox> find(Colors picture) {
    Port input = network.inputs().get(0);
    int height = side(input, 2);
    int width = side(input, 3);
    Tensor box = picture.letterboxed(width, height, GRAY).tensor(NO_MEAN, NO_SCALE);
    Tensor cells = network.run(Map.of(input.name(), box)).get(0);
    if (cells.rank() != 3 || cells.dim(1) != cells(width, height) || cells.dim(2) <= NUMBERS) {
      throw new BadRequest(
          "the network that finds people gives %s, expected [1, %d, 85]: it is no YOLOX"
              .formatted(cells, cells(width, height)));
    }
    return distinct(boxes(cells, width, height, picture.letterboxScale(width, height)));
  }

  private static int side(Port input, int axis) {
    long side = input.shape().size() == 4 ? input.shape().get(axis) : -1;
    return side > 0 ? (int) side : SIDE;
  }

  private static int cells(int width, int height) {
    int cells = 0;
    for (int stride : STRIDES) {
      cells += (width / stride) * (height / stride);
    }
    return cells;
  }

  /**
   * @param scale pixels of the network's picture for each of the user's
   */
  private static List<PersonBox> boxes(Tensor cells, int width, int height, double scale) {
    List<PersonBox> boxes = new ArrayList<>();
    float[] data = cells.data();
    int at = 0;
    for (int stride : STRIDES) {
      int columns = width / stride;
      for (int cell = 0; cell < columns * (height / stride); cell++) {
        double score = data[at + 4] * data[at + NUMBERS];
        if (score > SURE) {
          double x = (data[at] + cell % columns) * stride;
          double y = (data[at + 1] + cell / columns) * stride;
          double across = Math.exp(data[at + 2]) * stride / 2;
          double down = Math.exp(data[at + 3]) * stride / 2;
          boxes.add(
              new PersonBox(
                  (x - across) / scale,
                  (y - down) / scale,
                  (x + across) / scale,
                  (y + down) / scale,
                  score));
        }
        at += cells.dim(2);
      }
    }
    return boxes;
  }

  /** Non-maximum suppression: of boxes that overlap, the surest stays. */
  private static List<PersonBox> distinct(List<PersonBox> boxes) {
    List<PersonBox> kept = new ArrayList<>();
    boxes.stream()
        .sorted(Comparator.comparingDouble(box -> -box.score()))
        .filter(box -> kept.stream().noneMatch(it -> it.overlap(box) > SAME))
        .forEach(kept::add);
    return kept;
  }
}
