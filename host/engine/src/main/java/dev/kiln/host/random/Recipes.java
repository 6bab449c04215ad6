package dev.kiln.host.random;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The shapes that random models may have: known ones, a file's, and changes of either. */
public final class Recipes {
  private static final List<String> KNOWN = List.of("sd15", "sd21", "tiny");
  private static final String HINT_CHANNELS = "conditioning_embedding_out_channels";
  private static final ObjectMapper JSON = new ObjectMapper();

  private Recipes() {}

  /**
   * The shape of a model that people know.
   *
   * @throws BadRequest when it is none of sd15, sd21 and tiny
   */
  public static ObjectNode like(String name) {
    if (!KNOWN.contains(name)) {
      throw new BadRequest(
          "there is no model shape \"" + name + "\"; there are: " + String.join(", ", KNOWN));
    }
    try (InputStream in = Recipes.class.getResourceAsStream(name + ".json")) {
      return (ObjectNode) JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The shape that a file describes: an object of {@code unet}, {@code text_encoder}, {@code vae}
   * and {@code scheduler}, or the config.json of a UNet alone; what it leaves out is as in version
   * 1.5.
   *
   * @throws BadRequest when it is no such file
   */
  public static ObjectNode file(Path file) {
    ObjectNode all = like("sd15");
    JsonNode found;
    try {
      found = JSON.readTree(Files.readString(file));
    } catch (IOException e) {
      throw new BadRequest(file + " is no readable JSON; give a config.json", e);
    }
    if (!found.isObject()) {
      throw new BadRequest(file + " holds no JSON object; give a config.json");
    }
    boolean whole = found.has("unet") || found.has("vae") || found.has("text_encoder");
    Map<String, JsonNode> parts = new LinkedHashMap<>();
    if (whole) {
      found.properties().forEach(part -> parts.put(part.getKey(), part.getValue()));
    } else {
      parts.put("unet", found);
    }
    parts.forEach(
        (part, fields) -> {
          if (!(all.path(part) instanceof ObjectNode target) || !fields.isObject()) {
            throw new BadRequest(
                file + " has \"" + part + "\"; a model has unet, text_encoder, vae and scheduler");
          }
          fields.properties().forEach(field -> target.set(field.getKey(), field.getValue()));
        });
    return all;
  }

  /**
   * A shape under changes: each of the values of a key with each of the others'.
   *
   * @param settings {@code key=value}, a key of the UNet or {@code vae.key}; JSON or plain text
   * @return shapes by the part of their name that tells them apart; empty where there is only one
   * @throws BadRequest when a setting has no value
   */
  public static Map<String, ObjectNode> sweep(ObjectNode shape, List<String> settings) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      if (equals < 1) {
        throw new BadRequest(
            "\"" + setting + "\" sets nothing; write KEY=VALUE, for example layers_per_block=1");
      }
      values
          .computeIfAbsent(setting.substring(0, equals), key -> new ArrayList<>())
          .add(setting.substring(equals + 1));
    }
    Map<String, ObjectNode> shapes = new LinkedHashMap<>(Map.of("", shape));
    values.forEach((key, all) -> spread(shapes, key, all));
    return shapes;
  }

  /**
   * The shape of a model with that of a ControlNet for it: the encoder of its UNet, and the hint's
   * layers as in version 1.5 unless the UNet's configuration names others.
   */
  public static ObjectNode controlnet(ObjectNode shape) {
    ObjectNode whole = shape.deepCopy();
    ObjectNode controlnet = ((ObjectNode) whole.path("unet")).deepCopy();
    controlnet.remove(List.of("up_block_types", "out_channels", "sample_size"));
    controlnet.put("_class_name", "ControlNetModel");
    if (!controlnet.has(HINT_CHANNELS)) {
      controlnet.set(HINT_CHANNELS, JSON.valueToTree(new int[] {16, 32, 96, 256}));
    }
    whole.set("controlnet", controlnet);
    return whole;
  }

  /**
   * The shape of a model with the rank of a LoRA for it.
   *
   * @throws BadRequest when the rank is none
   */
  public static ObjectNode lora(ObjectNode shape, int rank) {
    if (rank < 1 || rank > 1024) {
      throw new BadRequest("the rank of a LoRA is a number from 1 to 1024, not " + rank);
    }
    ObjectNode whole = shape.deepCopy();
    whole.putObject("lora").put("rank", rank);
    return whole;
  }

  private static void spread(Map<String, ObjectNode> shapes, String key, List<String> values) {
    Map<String, ObjectNode> before = new LinkedHashMap<>(shapes);
    shapes.clear();
    before.forEach(
        (name, shape) -> {
          for (String value : values) {
            String more = values.size() == 1 ? "" : key + "=" + value;
            String joined = name.isEmpty() || more.isEmpty() ? name + more : name + "," + more;
            shapes.put(joined.replaceAll("[^\\w.,=-]+", "_"), with(shape, key, value));
          }
        });
  }

  private static ObjectNode with(ObjectNode shape, String key, String value) {
    ObjectNode changed = shape.deepCopy();
    int dot = key.indexOf('.');
    String part = dot < 0 ? "unet" : key.substring(0, dot);
    if (!(changed.path(part) instanceof ObjectNode target)) {
      throw new BadRequest(
          "\"" + key + "\" sets a field of \"" + part + "\"; a model has unet, text_encoder, vae");
    }
    JsonNode json;
    try {
      json = JSON.readTree(value);
    } catch (IOException isText) {
      json = target.textNode(value);
    }
    target.set(key.substring(dot + 1), json);
    return changed;
  }
}
