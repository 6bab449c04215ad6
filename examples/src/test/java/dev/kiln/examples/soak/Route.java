package dev.kiln.examples.soak;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.StreamSupport;

/**
 * A route as {@code /openapi.json} describes it.
 *
 * @param type of its body, empty for none
 * @param schema of its body
 */
record Route(
    String method, String path, List<String> query, String type, JsonNode schema, JsonNode all) {

  /** What is sent. */
  record Call(String method, String path, String type, byte[] body) {
    @Override
    public String toString() {
      String text = new String(body, StandardCharsets.UTF_8);
      return method + " " + path + " " + type + "\n" + MutationSoak.shortened(text);
    }
  }

  static Route of(String method, String path, JsonNode about, JsonNode all) {
    List<String> query =
        StreamSupport.stream(about.path("parameters").spliterator(), false)
            .filter(it -> it.path("in").asText().equals("query"))
            .map(it -> it.path("name").asText())
            .toList();
    JsonNode content = about.at("/requestBody/content");
    String type = content.fieldNames().hasNext() ? content.fieldNames().next() : "";
    return new Route(
        method.toUpperCase(Locale.ROOT),
        path,
        query,
        type,
        content.path(type).path("schema"),
        all.at("/components/schemas"));
  }

  /** One request. */
  Call call(Random random) {
    Bodies bodies = new Bodies(random);
    HostileText texts = new HostileText(random);
    StringBuilder target = new StringBuilder();
    for (String part : path.split("(?=\\{)|(?<=})")) {
      target.append(part.startsWith("{") ? encoded(texts.pathValue()) : part);
    }
    List<String> pairs = new ArrayList<>();
    for (String name : query) {
      if (random.nextInt(3) > 0) {
        pairs.add(name + "=" + encoded(texts.value()));
      }
    }
    if (random.nextInt(10) == 0) {
      pairs.add(encoded(texts.value()) + "=" + encoded(texts.value()));
    }
    if (!pairs.isEmpty()) {
      target.append('?').append(String.join("&", pairs));
    }
    if (type.equals("application/json") || method.equals("POST") && type.isEmpty()) {
      return new Call(method, target.toString(), "application/json", bodies.json(this));
    }
    return type.isEmpty()
        ? new Call(method, target.toString(), "", new byte[0])
        : new Call(method, target.toString(), "image/png", new HostilePicture(random).file());
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** The schema of the body, one reference followed. */
  JsonNode resolved() {
    String reference = schema.path("$ref").asText();
    return reference.isEmpty()
        ? schema
        : all.path(reference.substring(reference.lastIndexOf('/') + 1));
  }
}
