package dev.kiln.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A request as a client sent it, in a file: the status of its answer, method and path in the first
 * line, headers, an empty line, and the body's bytes.
 */
record RecordedRequest(
    int status, String method, String path, Map<String, String> headers, byte[] body) {
  /** Headers that matter to the server; the others name the client's machine. */
  static final List<String> HEADERS = List.of("Content-Type", "Accept");

  void write(Path file) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StringBuilder head = new StringBuilder(status + " " + method + " " + path + "\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\n"));
    out.writeBytes(head.append("\n").toString().getBytes(UTF_8));
    out.writeBytes(body);
    Files.write(file, out.toByteArray());
  }

  static RecordedRequest read(Path file) throws IOException {
    byte[] all = Files.readAllBytes(file);
    int end = 0;
    while (all[end] != '\n' || all[end + 1] != '\n') {
      end++;
    }
    List<String> head = new String(all, 0, end, UTF_8).lines().toList();
    String[] first = head.get(0).split(" ");
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line : head.subList(1, head.size())) {
      String[] parts = line.split(": ", 2);
      headers.put(parts[0], parts[1]);
    }
    byte[] body = Arrays.copyOfRange(all, end + 2, all.length);
    return new RecordedRequest(Integer.parseInt(first[0]), first[1], first[2], headers, body);
  }
}
