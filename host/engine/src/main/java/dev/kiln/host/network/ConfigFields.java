package dev.kiln.host.network;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kiln.spi.BadRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The fields of a {@code config.json}, each checked when it is read. */
record ConfigFields(JsonNode json, String file) {
  int whole(String field, int defaultValue, int least, int most) {
    JsonNode value = json.path(field);
    if (absent(value)) {
      return defaultValue;
    }
    if (!value.isIntegralNumber() || value.asLong() < least || value.asLong() > most) {
      throw wrong(field, value, "a whole number from " + least + " to " + most);
    }
    return value.asInt();
  }

  double real(String field, double defaultValue) {
    JsonNode value = json.path(field);
    if (absent(value)) {
      return defaultValue;
    }
    if (!value.isNumber()) {
      throw wrong(field, value, "a number");
    }
    return value.asDouble();
  }

  boolean truth(String field, boolean defaultValue) {
    JsonNode value = json.path(field);
    if (absent(value)) {
      return defaultValue;
    }
    if (!value.isBoolean()) {
      throw wrong(field, value, "true or false");
    }
    return value.asBoolean();
  }

  String text(String field, String defaultValue) {
    return absent(json.path(field)) ? defaultValue : json.path(field).asText();
  }

  /** Refuse what cannot be built: a field must be missing, null or one of these. */
  void only(String field, String... allowed) {
    JsonNode value = json.path(field);
    if (!absent(value) && !List.of(allowed).contains(value.asText())) {
      throw wrong(field, value, allowed.length == 0 ? "null" : String.join(" or ", allowed));
    }
  }

  /** A list with a number for each level, or one number for all of them. */
  List<Integer> wholes(String field, int defaultValue, int count, int most) {
    return each(
        field,
        count,
        value -> {
          if (!value.isIntegralNumber() || value.asLong() < 1 || value.asLong() > most) {
            throw wrong(field, value, "whole numbers from 1 to " + most);
          }
          return value.asInt();
        },
        defaultValue);
  }

  /** A list with yes or no for each level, or one for all of them. */
  List<Boolean> truths(String field, int count) {
    return each(
        field,
        count,
        value -> {
          if (!value.isBoolean()) {
            throw wrong(field, value, "true or false");
          }
          return value.asBoolean();
        },
        false);
  }

  /** A list of whole numbers whose length decides how many levels there are. */
  List<Integer> channels(String field) {
    JsonNode value = json.path(field);
    if (!value.isArray() || value.isEmpty() || value.size() > 8) {
      throw wrong(field, value, "a list of one to eight numbers");
    }
    return wholes(field, 0, value.size(), 1 << 16);
  }

  /** Such channels, which the group norms divide evenly. */
  List<Integer> grouped(String field, int groups) {
    List<Integer> channels = channels(field);
    if (channels.stream().anyMatch(width -> width % groups != 0)) {
      throw wrong(field, json.path(field), "multiples of norm_num_groups, " + groups);
    }
    return channels;
  }

  List<String> texts(String field, int count) {
    return each(field, count, JsonNode::asText, "");
  }

  private <T> List<T> each(String field, int count, Function<JsonNode, T> read, T defaultValue) {
    JsonNode value = json.path(field);
    if (value.isArray() && value.size() != count) {
      throw wrong(field, value, "a list of " + count);
    }
    List<T> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      JsonNode one = value.isArray() ? value.get(i) : value;
      all.add(absent(one) ? defaultValue : read.apply(one));
    }
    return all;
  }

  boolean has(String field) {
    return !absent(json.path(field));
  }

  private static boolean absent(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }

  BadRequest wrong(String field, JsonNode value, String expected) {
    String found = value.isMissingNode() ? "missing" : value.toString();
    return new BadRequest(
        file
            + ": \""
            + field
            + "\" is "
            + found
            + "; Kiln builds networks where it is "
            + expected);
  }
}
