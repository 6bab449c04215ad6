package dev.kiln.plugin.controlnet.preprocess.pose;

import dev.kiln.spi.tensor.Picture;
import java.util.List;

/** Draws poses in OpenPose's colors, which ControlNets were trained with. */
final class PoseDrawing {
  private static final int[] COLORS = {
    0xff0000, 0xff5500, 0xffaa00, 0xffff00, 0xaaff00, 0x55ff00, 0x00ff00, 0x00ff55, 0x00ffaa,
    0x00ffff, 0x00aaff, 0x0055ff, 0x0000ff, 0x5500ff, 0xaa00ff, 0xff00ff, 0xff00aa, 0xff0055
  };

  /** Which joints a limb joins; limb and joint of one index have one color. */
  private static final int[][] LIMBS = {
    {1, 2}, {1, 5}, {2, 3}, {3, 4}, {5, 6}, {6, 7}, {1, 8}, {8, 9}, {9, 10}, {1, 11}, {11, 12},
    {12, 13}, {1, 0}, {0, 14}, {14, 16}, {0, 15}, {15, 17}
  };

  private static final double LIMB_BRIGHTNESS = 0.6;
  private static final int LIMB = 4;
  private static final int JOINT = 4;
  private static final int LANDMARK = 3;
  private static final int FINGERS = 5;
  private static final int BONES = 4;

  /** Nearer than this to an edge, in pixels, a point of a hand or a face counts as not found. */
  private static final double EDGE = 0.01;

  private final Canvas canvas;
  private final int width;
  private final int height;

  private PoseDrawing(Pose pose) {
    width = pose.width();
    height = pose.height();
    canvas = new Canvas(width, height);
  }

  /** The people on black. */
  static Picture of(Pose pose, WantedParts parts) {
    PoseDrawing drawing = new PoseDrawing(pose);
    for (Person person : pose.people()) {
      if (parts.body()) {
        drawing.body(drawing.pixels(person.body()));
      }
      if (parts.hands()) {
        drawing.hand(drawing.pixels(person.leftHand()));
        drawing.hand(drawing.pixels(person.rightHand()));
      }
      if (parts.face()) {
        drawing.face(drawing.pixels(person.face()));
      }
    }
    return drawing.canvas.picture();
  }

  /** Joints that all lie in 0..1 are shares of the canvas; any others are pixels already. */
  private List<Joint> pixels(List<Joint> joints) {
    boolean shares =
        joints.stream()
            .filter(Joint::seen)
            .allMatch(joint -> Math.abs(joint.x()) <= 1 && Math.abs(joint.y()) <= 1);
    return shares
        ? joints.stream().map(it -> new Joint(it.x() * width, it.y() * height, it.seen())).toList()
        : joints;
  }

  /** The limbs of a person darken all that was drawn before, other people too, as in OpenPose. */
  private void body(List<Joint> joints) {
    for (int i = 0; i < LIMBS.length && !joints.isEmpty(); i++) {
      Joint from = joints.get(LIMBS[i][0]);
      Joint to = joints.get(LIMBS[i][1]);
      if (from.seen() && to.seen()) {
        limb(from, to, COLORS[i]);
      }
    }
    canvas.darken(LIMB_BRIGHTNESS);
    for (int i = 0; i < joints.size(); i++) {
      if (joints.get(i).seen()) {
        canvas.disc((int) joints.get(i).x(), (int) joints.get(i).y(), JOINT, COLORS[i]);
      }
    }
  }

  private void limb(Joint from, Joint to, int color) {
    double x = from.x() - to.x();
    double y = from.y() - to.y();
    canvas.ellipse(
        (int) ((from.x() + to.x()) / 2),
        (int) ((from.y() + to.y()) / 2),
        (int) (Math.hypot(x, y) / 2),
        LIMB,
        (int) Math.toDegrees(Math.atan2(y, x)),
        color);
  }

  private void hand(List<Joint> joints) {
    for (int i = 0; i < FINGERS * BONES && !joints.isEmpty(); i++) {
      Joint from = joints.get(i % BONES == 0 ? 0 : i);
      Joint to = joints.get(i + 1);
      if (inside(from) && inside(to)) {
        canvas.line(
            (int) from.x(), (int) from.y(), (int) to.x(), (int) to.y(), hue(i, FINGERS * BONES));
      }
    }
    joints.stream()
        .filter(PoseDrawing::inside)
        .forEach(joint -> canvas.disc((int) joint.x(), (int) joint.y(), JOINT, 0x0000ff));
  }

  private void face(List<Joint> joints) {
    joints.stream()
        .filter(PoseDrawing::inside)
        .forEach(joint -> canvas.disc((int) joint.x(), (int) joint.y(), LANDMARK, 0xffffff));
  }

  private static boolean inside(Joint joint) {
    return joint.seen() && (int) joint.x() > EDGE && (int) joint.y() > EDGE;
  }

  /** A pure color of the rainbow: the hue {@code part / whole} of a turn. */
  private static int hue(int part, int whole) {
    double sector = 6.0 * part / whole;
    int color = 0;
    for (int channel = 0; channel < 3; channel++) {
      // Red is full around 0, green around 2, blue around 4; each falls off within two sectors.
      double away = Math.abs(sector - 2 * channel);
      double level = 2 - Math.min(away, 6 - away);
      color = color << 8 | (int) Math.rint(255 * Math.max(0, Math.min(1, level)));
    }
    return color;
  }
}
