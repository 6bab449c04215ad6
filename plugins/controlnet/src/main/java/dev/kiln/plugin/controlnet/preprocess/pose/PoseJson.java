package dev.kiln.plugin.controlnet.preprocess.pose;

import dev.kiln.spi.BadRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Poses as OpenPose writes them: three numbers for each joint, x, y and how sure it is. */
final class PoseJson {
  private static final String BODY = "pose_keypoints_2d";
  private static final String FACE = "face_keypoints_2d";
  private static final String LEFT = "hand_left_keypoints_2d";
  private static final String RIGHT = "hand_right_keypoints_2d";

  /** As many pixels a side as a pose may be drawn on. */
  private static final int LARGEST = 4096;

  /** Editors put joints outside of the canvas, though no farther than the next picture. */
  private static final double FARTHEST = 100_000;

  /** Each darkens the whole canvas once. */
  private static final int MOST_PEOPLE = 100;

  private final String what;

  private PoseJson(String what) {
    this.what = what;
  }

  static Map<String, Object> write(Pose pose) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("people", pose.people().stream().map(PoseJson::write).toList());
    json.put("animals", List.of());
    json.put("canvas_height", pose.height());
    json.put("canvas_width", pose.width());
    return json;
  }

  private static Map<String, Object> write(Person person) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(BODY, write(person.body()));
    json.put(FACE, write(person.face()));
    json.put(LEFT, write(person.leftHand()));
    json.put(RIGHT, write(person.rightHand()));
    return json;
  }

  private static @Nullable List<Double> write(List<Joint> joints) {
    if (joints.isEmpty()) {
      return null;
    }
    List<Double> numbers = new ArrayList<>();
    for (Joint joint : joints) {
      numbers.addAll(joint.seen() ? List.of(joint.x(), joint.y(), 1.0) : List.of(0.0, 0.0, 0.0));
    }
    return numbers;
  }

  /**
   * @param what the pose is, to begin a message with: "pose 1"
   * @throws BadRequest when it is no pose, or one that cannot be drawn
   */
  static Pose read(String what, @Nullable Object json) {
    PoseJson reader = new PoseJson(what);
    if (!(json instanceof Map<?, ?> pose)) {
      throw reader.wrong("it is no JSON object");
    }
    if (pose.get("animals") instanceof List<?> animals && !animals.isEmpty()) {
      throw reader.wrong("animals are not drawn, only people");
    }
    List<?> listed = reader.list("people", pose.get("people"));
    if (listed.size() > MOST_PEOPLE) {
      throw reader.wrong(
          "there are %d people, at most %d are drawn".formatted(listed.size(), MOST_PEOPLE));
    }
    List<Person> people = new ArrayList<>();
    for (Object person : listed) {
      people.add(new PoseJson(what + ", person " + (people.size() + 1)).person(person));
    }
    return new Pose(people, reader.side("canvas_width", pose), reader.side("canvas_height", pose));
  }

  private Person person(Object json) {
    if (!(json instanceof Map<?, ?> person)) {
      throw wrong("it is no JSON object");
    }
    List<Joint> face = joints(FACE, person);
    return new Person(
        exactly(Person.BODY, BODY, person),
        exactly(Person.HAND, LEFT, person),
        exactly(Person.HAND, RIGHT, person),
        face);
  }

  private List<Joint> exactly(int count, String name, Map<?, ?> person) {
    List<Joint> joints = joints(name, person);
    if (!joints.isEmpty() && joints.size() != count) {
      throw wrong("%s has %d points, expected %d".formatted(name, joints.size(), count));
    }
    return joints;
  }

  private List<Joint> joints(String name, Map<?, ?> person) {
    Object numbers = person.get(name);
    List<?> values = numbers == null ? List.of() : list(name, numbers);
    if (values.size() % 3 != 0) {
      throw wrong(name + " has " + values.size() + " numbers, expected three for each point");
    }
    List<Joint> joints = new ArrayList<>();
    for (int i = 0; i < values.size(); i += 3) {
      boolean sure = number(name, values.get(i + 2)) >= 1;
      joints.add(
          sure
              ? new Joint(place(name, values.get(i)), place(name, values.get(i + 1)))
              : Joint.MISSING);
    }
    return joints;
  }

  private double place(String name, @Nullable Object value) {
    double place = number(name, value);
    // Not the other way round: NaN is neither near nor far.
    if (!(Math.abs(place) <= FARTHEST)) {
      throw wrong(
          "%s has %s, expected pixels from -%3$.0f to %3$.0f".formatted(name, value, FARTHEST));
    }
    return place;
  }

  private int side(String name, Map<?, ?> pose) {
    double side = number(name, pose.get(name));
    if (side < 1 || side > LARGEST || side != Math.rint(side)) {
      throw wrong(name + " is " + pose.get(name) + ", expected a whole number of 1 to " + LARGEST);
    }
    return (int) side;
  }

  private List<?> list(String name, @Nullable Object value) {
    if (value instanceof List<?> list) {
      return list;
    }
    throw wrong(name + " is " + (value == null ? "missing" : "no list"));
  }

  private double number(String name, @Nullable Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw wrong(name + " is " + (value == null ? "missing" : "no number: " + value));
  }

  private BadRequest wrong(String sentence) {
    return new BadRequest(what + ": " + sentence);
  }
}
