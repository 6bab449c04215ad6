package dev.kiln.examples.soak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/** JSON bodies: right ones, and what becomes of them. */
record Bodies(Random random) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int DEEP = 3000;

  /** JSON as text: what a tree cannot hold. */
  private static final List<String> RAW =
      List.of(
          "NaN",
          "-Infinity",
          "1e400",
          "-0",
          "123456789012345678901234567890",
          "1e-400",
          "\"\\ud800\"",
          "[".repeat(DEEP),
          "{\"a\":".repeat(DEEP),
          "",
          "\u0000",
          "'x'",
          "tru",
          "[1,]",
          "\"\\u00\"",
          "9".repeat(100_000));

  /** A request for a small picture that is right. */
  ObjectNode picture() {
    ObjectNode body = JSON.createObjectNode();
    body.put("prompt", "a girl").put("negative_prompt", "night").put("seed", random.nextInt(1000));
    return body.put("steps", 1).put("width", 64).put("height", 64).put("cfg_scale", 5);
  }

  /** The body of a request, wrong in one to four places; at times it is no JSON. */
  byte[] json(Route route) {
    ObjectNode body = base(route);
    for (int i = random.nextInt(5); i > 0; i--) {
      mutate(body, 0);
    }
    if (route.path().contains("benchmark")) {
      // A right one measures for minutes, as it should.
      body.putArray("model");
    }
    byte[] bytes = Server.bytes(body);
    return switch (random.nextInt(25)) {
      case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 1 -> flipped(bytes);
      case 2 -> RAW.get(random.nextInt(RAW.size())).getBytes(StandardCharsets.UTF_8);
      case 3, 4 -> spliced(bytes);
      default -> bytes;
    };
  }

  private ObjectNode base(Route route) {
    ObjectNode body = JSON.createObjectNode();
    if (route.path().endsWith("txt2img") || route.path().endsWith("/jobs")) {
      body = picture();
      HostileText texts = new HostileText(random);
      body.put(random.nextBoolean() ? "prompt" : "negative_prompt", texts.prompt());
      if (route.path().startsWith("/sdapi") && random.nextInt(3) == 0) {
        body.set("alwayson_scripts", control());
      }
    } else if (route.path().contains("benchmark")) {
      return body;
    } else if (route.path().equals("/controlnet/detect")) {
      body.put("controlnet_module", random.nextBoolean() ? "canny" : "openpose");
      body.putArray("controlnet_input_images").add(picture64());
    } else if (route.path().contains("openpose")) {
      body.putArray("poses").add(pose());
    }
    addFields(body, route.resolved().path("properties"));
    return body;
  }

  /** Fields that the description names, with values of any kind. */
  private void addFields(ObjectNode body, JsonNode properties) {
    List<String> names = new ArrayList<>();
    properties.fieldNames().forEachRemaining(names::add);
    for (int i = random.nextInt(3); i > 0 && !names.isEmpty(); i--) {
      String name = names.get(random.nextInt(names.size()));
      boolean slow = List.of("steps", "width", "height", "n_iter", "batch_size").contains(name);
      JsonNode usual = properties.path(name).path("default");
      body.set(name, slow || usual.isMissingNode() || random.nextBoolean() ? value(0) : usual);
    }
  }

  private ObjectNode control() {
    ObjectNode unit = JSON.createObjectNode();
    unit.put("image", picture64()).put("module", "none").put("weight", random.nextDouble() * 3);
    unit.put("model", random.nextBoolean() ? "seg" : "pose").put("resize_mode", random.nextInt(4));
    ObjectNode scripts = JSON.createObjectNode();
    scripts.putObject("controlnet").putArray("args").add(unit);
    return scripts;
  }

  private ObjectNode pose() {
    ObjectNode pose = JSON.createObjectNode();
    pose.put("canvas_width", 64).put("canvas_height", 64);
    ArrayNode points = pose.putArray("people").addObject().putArray("pose_keypoints_2d");
    double[] places = {0.5, 12, 1e10, -1e300, 64, 0};
    for (int i = 0; i < 54; i++) {
      points.add(places[random.nextInt(places.length)]);
    }
    return pose;
  }

  private String picture64() {
    return Base64.getEncoder().encodeToString(new HostilePicture(random).file());
  }

  private void mutate(JsonNode node, int depth) {
    if (node instanceof ObjectNode object) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      if (names.isEmpty() || random.nextInt(8) == 0) {
        object.set(new HostileText(random).value(), value(depth));
        return;
      }
      String name = names.get(random.nextInt(names.size()));
      if (object.get(name).isContainerNode() && random.nextInt(4) > 0) {
        mutate(object.get(name), depth + 1);
      } else if (random.nextInt(6) == 0) {
        object.remove(name);
      } else {
        object.set(name, value(depth));
      }
    } else if (node instanceof ArrayNode array && !array.isEmpty()) {
      int at = random.nextInt(array.size());
      if (array.get(at).isContainerNode()) {
        mutate(array.get(at), depth + 1);
      } else {
        array.set(at, value(depth));
      }
    }
  }

  /** A value of any kind. Counts that are taken as they are stay small, so that drawing ends. */
  private JsonNode value(int depth) {
    HostileText texts = new HostileText(random);
    double[] numbers = {0, -1, 1, 2, 7, 64, 63, 0.5, 1e9, -1e9, 1e308, 4294967296.0, 1e-300};
    return switch (random.nextInt(depth > 3 ? 6 : 8)) {
      case 0 -> JSON.nullNode();
      case 1 -> JSON.getNodeFactory().booleanNode(random.nextBoolean());
      case 2 -> JSON.getNodeFactory().numberNode(numbers[random.nextInt(numbers.length)]);
      case 3 -> JSON.getNodeFactory().numberNode((long) numbers[random.nextInt(numbers.length)]);
      case 4 -> JSON.getNodeFactory().textNode(texts.value());
      case 5 -> JSON.getNodeFactory().textNode(picture64());
      case 6 -> many(depth);
      default -> JSON.createObjectNode().set(texts.value(), value(depth + 1));
    };
  }

  private ArrayNode many(int depth) {
    ArrayNode array = JSON.createArrayNode();
    int size = random.nextInt(30) == 0 ? 2000 : random.nextInt(4);
    for (int i = 0; i < size; i++) {
      array.add(value(depth + 2));
    }
    return array;
  }

  /** One value replaced by text that may be no JSON. */
  private byte[] spliced(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    int at = text.lastIndexOf(':');
    String raw = RAW.get(random.nextInt(RAW.size()));
    return (text.substring(0, at + 1) + raw + "}").getBytes(StandardCharsets.UTF_8);
  }

  private byte[] flipped(byte[] bytes) {
    for (int i = 0; i < 1 + random.nextInt(4); i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    return bytes;
  }
}
