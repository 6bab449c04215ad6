package dev.kiln.plugin.controlnet.preprocess.pose;

import java.util.List;

/**
 * What was found of one person; an empty list is a part that was not.
 *
 * @param body {@link #BODY} joints: nose, neck, right and left shoulder, elbow and wrist, right and
 *     left hip, knee and ankle, eyes, ears
 * @param leftHand {@link #HAND} joints: the wrist, then four of each finger from the thumb on
 * @param rightHand the same of the other hand
 * @param face 68 landmarks and both eyes
 */
record Person(List<Joint> body, List<Joint> leftHand, List<Joint> rightHand, List<Joint> face) {
  static final int BODY = 18;
  static final int HAND = 21;

  Person {
    body = List.copyOf(body);
    leftHand = List.copyOf(leftHand);
    rightHand = List.copyOf(rightHand);
    face = List.copyOf(face);
  }

  /** Without the parts that nobody asked for. */
  Person with(WantedParts parts) {
    return new Person(
        body,
        parts.hands() ? leftHand : List.of(),
        parts.hands() ? rightHand : List.of(),
        parts.face() ? face : List.of());
  }
}
