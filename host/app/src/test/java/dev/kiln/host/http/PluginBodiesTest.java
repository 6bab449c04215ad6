package dev.kiln.host.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.http.TestingServer.Answer;
import dev.kiln.host.plugin.Contribution;
import dev.kiln.host.plugin.PluginIndex.FieldIndex;
import dev.kiln.host.plugin.PluginIndex.RouteIndex;
import dev.kiln.host.plugin.RouteInput;
import dev.kiln.spi.host.ApiCall;
import dev.kiln.spi.host.ApiContent;
import dev.kiln.spi.host.ApiResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What requests bring to routes of plugins beside JSON of any shape. */
class PluginBodiesTest {
  private static final int MEGABYTE = 1 << 20;
  private static final String FORM = "multipart/form-data; boundary=cut";
  private static final Contribution<RouteIndex> UPLOAD =
      new Contribution<>(
          "notes",
          new RouteIndex(
              "POST",
              "/kiln/v1/upload",
              "Keep a file",
              new RouteInput(List.of(), List.of(), List.of("image/*"), List.of("file", "note"))));

  /** What a route may declare. */
  record Wanted(int count, double scale, boolean on, String name, List<Object> tags) {}

  private static final List<FieldIndex> FIELDS =
      List.of(
          field("count", "int", 3, 1.0, 9.0),
          field("scale", "double", 0.5, null, null, "scale_factor", "scale"),
          field("on", "boolean", false, null, null),
          field("name", "String", "none", null, null),
          field("tags", "List", List.of(), null, null));
  private static final Contribution<RouteIndex> TYPED =
      new Contribution<>(
          "notes",
          new RouteIndex(
              "POST",
              "/kiln/v1/typed",
              "Typed",
              new RouteInput(FIELDS, FIELDS, List.of(), List.of())));

  private final TestingServer server = TestingServer.free();
  private Set<Path> before;

  private static FieldIndex field(
      String name, String type, Object defaultValue, Double min, Double max, String... names) {
    return new FieldIndex(
        name,
        type,
        name,
        "",
        defaultValue,
        min,
        max,
        null,
        List.of(),
        List.of(names),
        List.of(),
        "",
        null);
  }

  @BeforeEach
  void start() throws IOException {
    before = temporary();
    server.site.serve(
        Map.of(
            UPLOAD,
            PluginBodiesTest::told,
            TYPED,
            call ->
                ApiResponse.ok(
                    List.of(
                        call.query(Wanted.class).toString(), call.body(Wanted.class).toString()))));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static Set<Path> temporary() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return new HashSet<>(
          files
              .filter(
                  it ->
                      it.getFileName()
                          .toString()
                          .startsWith(".kiln-scratch-" + ProcessHandle.current().pid() + "-"))
              .toList());
    }
  }

  /** Temporary files of this server's requests. */
  private Set<Path> spooled() throws IOException {
    Set<Path> now = temporary();
    now.removeAll(before);
    return now;
  }

  private static ApiResponse told(ApiCall call) throws IOException {
    List<Object> told = new ArrayList<>();
    for (String name : List.of("file", "note")) {
      if (call.part(name).isPresent()) {
        ApiContent part = call.part(name).get();
        told.add(
            List.of(name, part.type(), part.fileName().orElse(""), part.size(), sum(part.open())));
      }
    }
    if (told.isEmpty()) {
      ApiContent body = call.content();
      told.add(List.of(body.type(), body.size(), sum(body.open()), sum(body.open())));
    }
    return ApiResponse.ok(told);
  }

  private static long sum(InputStream in) throws IOException {
    long sum = 0;
    byte[] chunk = new byte[8192];
    try (in) {
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        for (int i = 0; i < n; i++) {
          sum += chunk[i];
        }
      }
    }
    return sum;
  }

  /** So many bytes of 1, made as they are sent. */
  private static InputStream ones(int count) {
    return new InputStream() {
      private int left = count;

      @Override
      public int read() {
        return left-- > 0 ? 1 : -1;
      }

      @Override
      public int read(byte[] to, int from, int most) {
        if (left <= 0) {
          return -1;
        }
        int n = Math.min(left, most);
        Arrays.fill(to, from, from + n, (byte) 1);
        left -= n;
        return n;
      }
    };
  }

  private static InputStream form(int count) {
    String head =
        "--cut\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhé\r\n--cut\r\n"
            + "Content-Disposition: form-data; name=\"file\"; filename=\"../a.png\"\r\n"
            + "Content-Type: image/png\r\n\r\n";
    return new SequenceInputStream(
        Collections.enumeration(List.of(stream(head), ones(count), stream("\r\n--cut--\r\n"))));
  }

  private static InputStream stream(String text) {
    return new java.io.ByteArrayInputStream(text.getBytes(UTF_8));
  }

  private Answer send(String type, InputStream body) throws Exception {
    HttpRequest.Builder request =
        server.request("/kiln/v1/upload").POST(BodyPublishers.ofInputStream(() -> body));
    return server.send(type.isEmpty() ? request : request.header("Content-Type", type));
  }

  @ParameterizedTest
  @CsvSource({"0", "5", "1048575", "1048576", "1048577", "3000000"})
  void aBodyComesAsItsBytes(int size) throws Exception {
    Answer answer = send("Image/PNG; charset=x", ones(size));
    assertThat(answer.json().toString())
        .isEqualTo("[[\"image/png\",%d,%d,%d]]".formatted(size, size, size));
    assertThat(spooled()).isEmpty();
  }

  @Test
  void aFormComesAsItsParts() throws Exception {
    assertThat(send(FORM, form(7)).json())
        .isEqualTo(
            server.parse(
                "[[\"file\",\"image/png\",\"../a.png\",7,7],[\"note\",\"\",\"\",3,%d]]"
                    .formatted('h' + (byte) 0xc3 + (byte) 0xa9)));
    assertThat(spooled()).isEmpty();
  }

  @Test
  void twentyMegabytesLieOnDiskAndAreGoneAfterTheCall() throws Exception {
    AtomicLong onDisk = new AtomicLong();
    AtomicLong onHeap = new AtomicLong();
    long start = used();
    server.site.serve(
        Map.of(
            UPLOAD,
            call -> {
              call.part("file").orElseThrow();
              onHeap.set(used() - start);
              for (Path folder : spooled()) {
                try (Stream<Path> files = Files.list(folder)) {
                  files.forEach(it -> onDisk.addAndGet(it.toFile().length()));
                }
              }
              return told(call);
            }));
    Answer answer = send(FORM, form(20 * MEGABYTE));

    assertThat(answer.json().at("/0/3").asInt()).isEqualTo(20 * MEGABYTE);
    assertThat(answer.json().at("/0/4").asInt()).isEqualTo(20 * MEGABYTE);
    assertThat(onDisk.get()).isGreaterThanOrEqualTo(20 * MEGABYTE);
    assertThat(onHeap.get()).isLessThan(10 * MEGABYTE);
    assertThat(spooled()).isEmpty();
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void moreThanSixtyFourMegabytesAreRefused() throws Exception {
    for (String type : List.of("image/png", FORM)) {
      Answer refusal = send(type, type.equals(FORM) ? form(65 * MEGABYTE) : ones(65 * MEGABYTE));
      assertThat(refusal.status()).as(type).isEqualTo(413);
      assertThat(refusal.json().get("detail").asText())
          .isEqualTo("the body is larger than 64 MB; send less");
      assertThat(spooled()).isEmpty();
    }
  }

  @Test
  void aMediaTypeThatARouteDoesNotTakeIsRefused() throws Exception {
    for (String type : List.of("text/plain", "application/json", "imagery/png", "")) {
      Answer refusal = send(type, ones(3));
      assertThat(refusal.status()).isEqualTo(415);
      assertThat(refusal.json().get("detail").asText())
          .isEqualTo(
              "POST /kiln/v1/upload takes a body of image/* or multipart/form-data, found %s",
              type.isEmpty() ? "none" : type);
    }
  }

  @Test
  void aBrokenFormIsToldInASentence() throws Exception {
    Answer refusal = send("multipart/form-data", ones(3));
    assertThat(refusal.status()).isEqualTo(422);
    assertThat(refusal.json().get("detail").asText())
        .isEqualTo("the form cannot be read; send it as multipart/form-data");
    String twice = "--cut\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\na\r\n";
    Answer several = send(FORM, stream(twice + twice + "--cut--\r\n"));
    assertThat(several.status()).isEqualTo(422);
    assertThat(several.json().get("detail").asText())
        .isEqualTo("the form has 2 parts that are called note; send one");
    assertThat(spooled()).isEmpty();
  }

  @Test
  void queryAndBodyAreBoundToRecords() throws Exception {
    Answer answer =
        server.post(
            "/kiln/v1/typed?count=7&on=Yes&scale=1e-1&tags=a&tags=b&other=x",
            """
            {"count": "4", "scale_factor": " 2.5 ", "on": 1, "name": 12, "tags": [1, null],
             "scale": 9, "other": {}}
            """);
    assertThat(answer.json().toString())
        .isEqualTo(
            "[\"Wanted[count=7, scale=0.1, on=true, name=none, tags=[a, b]]\","
                + "\"Wanted[count=4, scale=2.5, on=true, name=12, tags=[1, null]]\"]");
    assertThat(server.post("/kiln/v1/typed", "{\"count\": null}").json().get(1).asText())
        .isEqualTo("Wanted[count=3, scale=0.5, on=false, name=none, tags=[]]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"count": 2.5}              | count is no whole number: 2.5
          {"count": true}             | count is no whole number: true
          {"count": 10}               | count is 10; it must be 1 to 9
          {"scale_factor": "big"}     | scale_factor is no number: "big"
          {"scale": NaN}              | scale is no number: NaN
          {"on": "perhaps"}           | on is neither true nor false: "perhaps"
          {"name": [1]}               | name is no text: [1]
          {"tags": "a"}               | tags is no list
          []                          | POST /kiln/v1/typed needs a JSON object as its body
          """)
  void aValueThatDoesNotFitIsToldInASentence(String body, String sentence) throws Exception {
    Answer refusal = server.post("/kiln/v1/typed", body);
    assertThat(refusal.status()).isEqualTo(422);
    assertThat(refusal.json().get("detail").asText()).isEqualTo(sentence);
  }

  @Test
  void headersAreRead() throws Exception {
    server.site.serve(Map.of(TYPED, call -> ApiResponse.ok(call.header("x-note").orElse("none"))));
    HttpRequest.Builder request =
        server.request("/kiln/v1/typed").POST(BodyPublishers.noBody()).header("X-Note", "a");
    assertThat(server.send(request).json().asText()).isEqualTo("a");
    assertThat(server.post("/kiln/v1/typed", "").json().asText()).isEqualTo("none");
  }

  @Test
  void theNamesOfAFormsPartsAreKnown() throws Exception {
    server.site.serve(Map.of(UPLOAD, call -> ApiResponse.ok(call.partNames())));
    assertThat(send(FORM, form(7)).json().toString()).isEqualTo("[\"note\",\"file\"]");
    assertThat(send("image/png", ones(3)).json().toString()).isEqualTo("[]");
  }
}
