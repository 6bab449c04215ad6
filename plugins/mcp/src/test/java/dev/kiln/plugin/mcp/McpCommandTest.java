package dev.kiln.plugin.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.JsonCodec;
import dev.kiln.spi.testkit.TestingHost;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar's command, spoken to in lines. */
class McpCommandTest {
  private static final String HELLO =
      "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
          + "\"2025-06-18\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}";

  @TempDir private Path folder;
  private static FakeQueue fake;
  private static TestingHost host;
  private final JsonCodec json = new JsonCodec();
  private final BlockingQueue<String> out = new LinkedBlockingQueue<>();
  private final PipedOutputStream in = new PipedOutputStream();
  private Thread command;

  @BeforeAll
  static void load(@TempDir Path hosts) {
    fake = new FakeQueue();
    host = new TestingHost(hosts, fake.lent());
    host.drop("mcp", Path.of("target", "classes"));
  }

  /** Nothing of the plugin may run on, or its classes could not be unloaded. */
  @AfterAll
  static void unload() throws InterruptedException {
    host.close();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("mcp-") || thread.getName().contains("parallel-")) {
        thread.join(10_000);
        assertThat(thread.isAlive()).as(thread.getName()).isFalse();
      }
    }
  }

  @BeforeEach
  void start() throws IOException {
    fake.asked.clear();
    fake.begun.drainPermits();
    PipedInputStream typed = new PipedInputStream(in, 1 << 16);
    Map<String, String> flags = Map.of("output", folder.resolve("out").toString());
    command = new Thread(() -> host.run("mcp", flags, typed, new Printed(out)));
    command.start();
  }

  /** What is printed, as soon as it is. */
  private static final class Printed extends AbstractList<String> {
    private final BlockingQueue<String> lines;

    Printed(BlockingQueue<String> lines) {
      this.lines = lines;
    }

    @Override
    public boolean add(String line) {
      return lines.add(line);
    }

    @Override
    public String get(int index) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int size() {
      return lines.size();
    }
  }

  @AfterEach
  void stop() throws Exception {
    in.close();
    command.join(10_000);
    assertThat(command.isAlive()).as("it goes on after the end of stdin").isFalse();
  }

  private void say(String line) throws IOException {
    in.write((line + "\n").getBytes(UTF_8));
    in.flush();
  }

  private void call(int id, String tool, String arguments) throws IOException {
    say(
        "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"tools/call\",\"params\":{\"name\":\"%s\",\"arguments\":%s,\"_meta\":{\"progressToken\":\"t%d\"}}}"
            .formatted(id, tool, arguments, id));
  }

  private Map<String, Object> next() throws InterruptedException {
    String line = out.poll(30, TimeUnit.SECONDS);
    assertThat(line).as("nothing was printed").isNotNull();
    assertThat(line.chars()).allMatch(c -> c >= 0x20 && c < 0x7f);
    return json.object("a line", line);
  }

  private void greet() throws Exception {
    say(HELLO);
    assertThat(next()).extracting("id").isEqualTo(0);
    say("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
  }

  private List<Path> written() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("out"))) {
      return files.sorted().toList();
    }
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> content(Map<String, Object> answer) {
    return (List<Map<String, Object>>) ((Map<String, Object>) answer.get("result")).get("content");
  }

  @Test
  void aCallIsAnsweredBehindItsProgressAndNothingElseIsPrinted() throws Exception {
    greet();
    call(1, "draw", "{\"prompt\":\"a boät\",\"width\":64}");
    Map<String, Object> first = next();
    assertThat(first).containsEntry("method", "notifications/progress");
    assertThat((Map<?, ?>) first.get("params"))
        .extracting("progressToken", "message")
        .containsExactly("t1", "step 1 of 2");
    assertThat(next()).containsEntry("method", "notifications/progress");
    Map<String, Object> answer = next();
    assertThat(answer).containsEntry("id", 1);
    assertThat(content(answer).get(0))
        .containsEntry("type", "image")
        .containsEntry("mimeType", "image/png");
    assertThat((String) content(answer).get(1).get("text"))
        .matches("(?s)picture-\\d+: 8x4, written to .*")
        .endsWith("a boat");
    assertThat(content(answer).get(2)).containsEntry("text", "Warning: a warning");
    assertThat(written()).hasSize(1).allMatch(it -> it.toString().matches(".*-picture-\\d+.png"));
    assertThat(fake.asked.get(0).get("prompt")).isEqualTo("a boät");
    assertThat(fake.asked.get(0).get("width")).isEqualTo(64);
    assertThat(out).isEmpty();
  }

  @Test
  void aCancelledCallStopsAndIsNotAnswered() throws Exception {
    greet();
    call(5, "draw", "{\"prompt\":\"long\"}");
    assertThat(next()).containsEntry("method", "notifications/progress");
    say(
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":5}}");
    assertThat(fake.cancelled.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
    call(6, "list_models", "{}");
    assertThat(content(next()).get(0)).containsEntry("text", "default (current)\nink");
  }

  @Test
  void theEndOfStdinStopsWhatRuns() throws Exception {
    greet();
    call(1, "draw", "{\"prompt\":\"long\"}");
    assertThat(fake.begun.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
    in.close();
    assertThat(fake.cancelled.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void picturesAreFoundAgainByNameOrReadFromFiles() throws Exception {
    greet();
    call(1, "draw", "{\"prompt\":\"a boat\"}");
    next();
    next();
    next();
    String file = written().get(0).toString();
    call(3, "edit", "{\"prompt\":\"night\",\"picture\":" + json.write(file) + "}");
    next();
    next();
    next();
    assertThat((List<?>) fake.asked.get(1).get("init_images")).hasSize(1);
    assertThat(written()).hasSize(2);
  }

  @Test
  void whatIsWrongIsAResultWithASentence() throws Exception {
    greet();
    call(1, "draw", "{\"prompt\":\"a\",\"stepz\":3}");
    Map<String, Object> answer = next();
    assertThat((Map<?, ?>) answer.get("result")).extracting("isError").isEqualTo(true);
    assertThat(content(answer).get(0))
        .containsEntry("text", "unknown field \"stepz\"; nearest: steps");
    call(2, "edit", "{\"prompt\":\"a\",\"picture\":\"picture-99\"}");
    assertThat((String) content(next()).get(0).get("text"))
        .startsWith("there is no picture-99; there are: ");
    call(3, "draw", "{\"prompt\":\" \"}");
    assertThat((String) content(next()).get(0).get("text"))
        .isEqualTo("prompt is empty; say what to draw");
    call(4, "paint", "{\"prompt\":\"a\"}");
    assertThat((Map<?, ?>) next().get("error"))
        .isEqualTo(
            Map.of(
                "code",
                -32602,
                "message",
                "there is no tool \"paint\"; there are: draw, edit, upscale, list_models,"
                    + " list_loras"));
    say("no JSON");
    assertThat((Map<?, ?>) next().get("error")).extracting("code").isEqualTo(-32700);
  }

  @Test
  void nothingGoesBeforeInitialize() throws Exception {
    call(1, "list_models", "{}");
    assertThat((Map<?, ?>) next().get("error"))
        .extracting("message")
        .isEqualTo("send initialize first");
  }
}
