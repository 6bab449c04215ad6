package dev.kiln.examples.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What clients of webUI sent, and what the answers were like. */
final class Transcript {
  static final Path FOLDER =
      Path.of(System.getProperty("kiln.root"), "examples/clients/webui/transcripts");

  /** Objects with more names are dictionaries, whose names come and go. */
  private static final int MOST_NAMES = 40;

  private static final ObjectMapper JSON = new ObjectMapper();

  private Transcript() {}

  /**
   * One call.
   *
   * @param body JSON; null for none
   * @param answer its {@link #shape}
   */
  record Call(String method, String path, JsonNode body, int status, String answer) {
    HttpResponse<byte[]> send(HttpClient client, String address)
        throws IOException, InterruptedException {
      boolean empty = body == null || body.isNull();
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(address + path))
              .header("Content-Type", "application/json")
              .method(
                  method,
                  empty ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()))
              .build();
      return client.send(request, BodyHandlers.ofByteArray());
    }
  }

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().toList();
    }
  }

  static List<Call> read(Path file) throws IOException {
    List<Call> calls = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      calls.add(JSON.readValue(line, Call.class));
    }
    return calls;
  }

  static void write(String client, List<Call> calls) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Call call : calls) {
      lines.add(JSON.writeValueAsString(call));
    }
    Files.write(FOLDER.resolve(client + ".jsonl"), lines);
  }

  static JsonNode json(byte[] body) {
    try {
      return body.length == 0 ? NullNode.getInstance() : JSON.readTree(body);
    } catch (IOException noJson) {
      return NullNode.getInstance();
    }
  }

  /** The names of an object, or what else it is. */
  static String shape(byte[] body) {
    if (body.length == 0) {
      return "";
    }
    try {
      JsonNode json = JSON.readTree(body);
      if (json.isArray()) {
        return "[]";
      } else if (!json.isObject()) {
        return json.isNull() ? "null" : "value";
      }
      TreeSet<String> names = new TreeSet<>();
      json.fieldNames().forEachRemaining(names::add);
      return names.size() > MOST_NAMES ? "{…}" : "{" + String.join(", ", names) + "}";
    } catch (IOException noJson) {
      return "other";
    }
  }
}
