package dev.kiln.plugin.controlnet.preprocess.pose;

import java.util.List;

/**
 * The people in a picture.
 *
 * @param width of the picture in pixels
 * @param height of the picture in pixels
 */
record Pose(List<Person> people, int width, int height) {
  Pose {
    people = List.copyOf(people);
  }

  /** Without the parts that nobody asked for. */
  Pose with(WantedParts parts) {
    return new Pose(people.stream().map(it -> it.with(parts)).toList(), width, height);
  }

  /**
   * With joints as shares of the picture's sides, as webUI writes them. Who reads shares knows them
   * by their being 0 to 1, so a joint outside of the picture is left out.
   */
  Pose asShares() {
    return new Pose(people.stream().map(this::asShares).toList(), width, height);
  }

  private Person asShares(Person person) {
    return new Person(
        asShares(person.body()),
        asShares(person.leftHand()),
        asShares(person.rightHand()),
        asShares(person.face()));
  }

  private List<Joint> asShares(List<Joint> joints) {
    return joints.stream().map(this::asShare).toList();
  }

  private Joint asShare(Joint joint) {
    double x = joint.x() / width;
    double y = joint.y() / height;
    boolean inside = x >= 0 && x <= 1 && y >= 0 && y <= 1;
    return joint.seen() && inside ? new Joint(x, y) : Joint.MISSING;
  }
}
