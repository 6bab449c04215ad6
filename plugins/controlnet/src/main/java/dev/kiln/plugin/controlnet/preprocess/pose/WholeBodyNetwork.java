package dev.kiln.plugin.controlnet.preprocess.pose;

import dev.kiln.plugin.controlnet.preprocess.Colors;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.NetworkRun;
import dev.kiln.spi.host.NetworkRun.Port;
import dev.kiln.spi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds the joints of one person with DWPose's network (Z. Yang et al., Effective Whole-body Pose
 * Estimation). It classifies coordinates (SimCC): for each of 133 points one row says how likely
 * each column of the picture is, another how likely each line, in half pixels.
 */
final class WholeBodyNetwork {
  /** COCO-WholeBody: 17 of the body, 6 of the feet, 68 of the face, 21 of each hand. */
  static final int POINTS = 133;

  private static final double[] MEAN = {123.675, 116.28, 103.53};
  private static final double[] DEVIATION = {58.395, 57.12, 57.375};
  private static final int WIDTH = 288;
  private static final int HEIGHT = 384;

  /** A box is enlarged so that nothing of the person is cut off. */
  private static final double PADDING = 1.25;

  /** Places for each pixel. */
  private static final double SPLIT = 2;

  private final NetworkRun network;

  WholeBodyNetwork(NetworkRun network) {
    this.network = network;
  }

  /** A point of the picture, and how sure it is. */
  record Found(double x, double y, double score) {}

  /** The points of a person, in pixels of the picture. */
  List<Found> find(Colors picture, PersonBox box) {
    Port input = network.inputs().get(0);
    int width = side(input, 3, WIDTH);
    int height = side(input, 2, HEIGHT);
    double across = (box.right() - box.left()) * PADDING;
    double down = (box.bottom() - box.top()) * PADDING;
    double step = Math.max(across / width, down / height);
    double left = (box.left() + box.right() - step * width) / 2;
    double top = (box.top() + box.bottom() - step * height) / 2;
    Tensor part = picture.part(left, top, step, width, height).tensor(MEAN, DEVIATION);
    List<Tensor> places = network.run(Map.of(input.name(), part));
    check(places, width, height);
    List<Found> points = new ArrayList<>();
    for (int point = 0; point < POINTS; point++) {
      points.add(point(places, point, new double[] {left, top, step}));
    }
    return points;
  }

  private static int side(Port input, int axis, int defaultValue) {
    long side = input.shape().size() == 4 ? input.shape().get(axis) : -1;
    return side > 0 ? (int) side : defaultValue;
  }

  private static void check(List<Tensor> places, int width, int height) {
    boolean fits =
        places.size() == 2
            && fits(places.get(0), width * SPLIT)
            && fits(places.get(1), height * SPLIT);
    if (!fits) {
      throw new BadRequest(
          "the network that finds joints gives %s, expected [1, %d, %.0f] and [1, %d, %.0f]: it is not DWPose's"
              .formatted(places, POINTS, width * SPLIT, POINTS, height * SPLIT));
    }
  }

  private static boolean fits(Tensor rows, double places) {
    return rows.rank() == 3 && rows.dim(1) == POINTS && rows.dim(2) == places;
  }

  /** The likeliest place; where nothing is likely at all the score is not above 0. */
  private static Found point(List<Tensor> places, int point, double[] part) {
    int column = likeliest(places.get(0), point);
    int line = likeliest(places.get(1), point);
    double score = Math.min(places.get(0).data()[column], places.get(1).data()[line]);
    return new Found(
        part[0] + (column - point * places.get(0).dim(2)) / SPLIT * part[2],
        part[1] + (line - point * places.get(1).dim(2)) / SPLIT * part[2],
        score);
  }

  /** The index of the first largest number of a row. */
  private static int likeliest(Tensor rows, int row) {
    int length = rows.dim(2);
    int best = row * length;
    for (int i = best + 1; i < (row + 1) * length; i++) {
      best = rows.data()[i] > rows.data()[best] ? i : best;
    }
    return best;
  }
}
