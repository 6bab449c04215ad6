package dev.kiln.plugin.controlnet.preprocess.pose;

import dev.kiln.plugin.controlnet.preprocess.pose.WholeBodyNetwork.Found;
import java.util.ArrayList;
import java.util.List;

/** From the 133 points of COCO-WholeBody to a person as OpenPose knows one. */
final class WholeBody {
  /** Less sure than this was not found. */
  private static final double SURE = 0.3;

  private static final int LEFT_SHOULDER = 5;
  private static final int RIGHT_SHOULDER = 6;

  /** The point for each of OpenPose's joints; the second, the neck, is none of COCO's. */
  private static final int[] BODY = {0, -1, 6, 8, 10, 5, 7, 9, 12, 14, 16, 11, 13, 15, 2, 1, 4, 3};

  private static final int FACE = 23;
  private static final int LEFT_HAND = 91;
  private static final int RIGHT_HAND = 112;
  private static final int RIGHT_EYE = 14;
  private static final int LEFT_EYE = 15;

  private WholeBody() {}

  static Person person(List<Found> points) {
    List<Joint> body = new ArrayList<>();
    for (int point : BODY) {
      body.add(point < 0 ? neck(points) : joint(points.get(point)));
    }
    List<Joint> face = new ArrayList<>(part(points, FACE, LEFT_HAND));
    if (!face.isEmpty()) {
      // OpenPose's face has the eyes as two points more.
      face.add(body.get(RIGHT_EYE));
      face.add(body.get(LEFT_EYE));
    }
    return new Person(
        body, part(points, LEFT_HAND, RIGHT_HAND), part(points, RIGHT_HAND, points.size()), face);
  }

  /** Empty when no point of it was found. */
  private static List<Joint> part(List<Found> points, int from, int to) {
    List<Joint> joints = points.subList(from, to).stream().map(WholeBody::joint).toList();
    return joints.stream().anyMatch(Joint::seen) ? joints : List.of();
  }

  private static Joint joint(Found point) {
    return point.score() >= SURE ? new Joint(point.x(), point.y()) : Joint.MISSING;
  }

  /** Between the shoulders, where both were found. */
  private static Joint neck(List<Found> points) {
    Found left = points.get(LEFT_SHOULDER);
    Found right = points.get(RIGHT_SHOULDER);
    return left.score() > SURE && right.score() > SURE
        ? new Joint((left.x() + right.x()) / 2, (left.y() + right.y()) / 2)
        : Joint.MISSING;
  }
}
