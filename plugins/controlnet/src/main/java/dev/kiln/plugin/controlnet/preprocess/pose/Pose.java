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
}
