package dev.kiln.host.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.host.job.JobLimits;
import dev.kiln.host.job.JobPreviews;
import dev.kiln.host.job.JobQueue;
import dev.kiln.host.job.JobStore;
import dev.kiln.host.job.TestingGenerator;
import dev.kiln.host.job.TestingSaver;
import dev.kiln.host.request.Filling;
import dev.kiln.host.request.GeneratedImage;
import dev.kiln.host.request.ImageFields;
import dev.kiln.host.request.RequestField;
import dev.kiln.host.request.RequestFields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A server on a free port, with a generator, a catalog and plugins of the test's own. */
final class TestingServer implements AutoCloseable {
  private static final Map<String, @Nullable Object> FLAGS = Map.of("api", true, "port", 0);

  final TestingSite site = new TestingSite();
  final TestingCatalog catalog = new TestingCatalog();
  final TestingProcess process = new TestingProcess();
  final List<GeneratedImage> saved = new CopyOnWriteArrayList<>();
  final TestingGenerator generator;
  final JobQueue jobs;
  final ApiServer api;
  private final HttpClient client = HttpClient.newHttpClient();
  private final ObjectMapper mapper = new ObjectMapper();

  /** An answer with its body read as JSON. */
  private static final Map<RequestField<?>, Object> REDRAWN =
      Map.of(
          ImageFields.INIT_IMAGE_HASH,
          "0cc175b9",
          ImageFields.DENOISING_STRENGTH,
          0.6,
          ImageFields.IMAGE_CFG_SCALE,
          1.2,
          ImageFields.RESIZE_MODE,
          "crop",
          ImageFields.COLOR_CORRECTION,
          true,
          ImageFields.MASK_BLUR_X,
          0L,
          ImageFields.MASK_BLUR_Y,
          0L,
          ImageFields.MASK_INVERT,
          true,
          ImageFields.MASKED_CONTENT,
          "Latent noise",
          ImageFields.ONLY_MASKED,
          false);

  record Answer(int status, JsonNode json, HttpResponse<byte[]> raw) {}

  private TestingServer(ApiSettings settings, TestingGenerator generator, JobPreviews previews) {
    this(settings, generator, previews, OptionsFile.NONE);
  }

  private TestingServer(
      ApiSettings settings, TestingGenerator generator, JobPreviews previews, OptionsFile options) {
    this.generator = generator;
    this.jobs =
        new JobQueue(
            generator,
            previews,
            new JobLimits(2, 1 << 20, 10, 1 << 20, Duration.ofSeconds(30)),
            JobStore.NONE,
            new TestingSaver(saved));
    var backend = new Backend(jobs, catalog, site, TestingServer::recalled, process, options);
    this.api = new ApiServer(settings, backend).start();
  }

  /**
   * Eleven steps, a prompt, a clip skip, an option, and a warning; of the text "redrawn", how a
   * picture was drawn on another one.
   */
  private static Filling recalled(String infotext) {
    if (infotext.equals("redrawn")) {
      return new Filling(REDRAWN, Map.of(), List.of());
    }
    return new Filling(
        Map.of(
            RequestFields.PROMPT, "a boat",
            RequestFields.STEPS, 11L,
            RequestFields.SAMPLER, "Euler",
            RequestFields.CLIP_SKIP, 2L,
            RequestFields.OPERATORS, "sdp 1a2b3c4d"),
        Map.of("cache", Map.of("threshold", 0.5)),
        List.of("a key has no effect"));
  }

  /** Its generator never waits. */
  static TestingServer free() {
    var previews = new JobPreviews();
    return new TestingServer(local(), TestingGenerator.free(previews), previews);
  }

  /** It keeps options in a folder. */
  static TestingServer keeping(Path home, String... flagged) {
    var previews = new JobPreviews();
    return new TestingServer(
        local(), TestingGenerator.free(previews), previews, OptionsFile.in(home, Set.of(flagged)));
  }

  /** Its generator waits for the test before each step. */
  static TestingServer stepped() {
    var previews = new JobPreviews();
    return new TestingServer(local(), TestingGenerator.stepped(previews), previews);
  }

  static TestingServer with(ApiSettings settings) {
    var previews = new JobPreviews();
    return new TestingServer(settings, TestingGenerator.free(previews), previews);
  }

  static ApiSettings local(String... credentials) {
    return new ApiSettings(
        "127.0.0.1",
        0,
        new Access(List.of(), List.of(), null, List.of(credentials), List.of()),
        FLAGS,
        Optional.empty());
  }

  /** With keys alone. */
  static ApiSettings keyed(String... keys) {
    return new ApiSettings(
        "127.0.0.1",
        0,
        new Access(List.of(), List.of(), null, List.of(), List.of(keys)),
        FLAGS,
        Optional.empty());
  }

  /** On all addresses. */
  static ApiSettings listening(Access access) {
    return new ApiSettings("0.0.0.0", 0, access, FLAGS, Optional.empty());
  }

  Answer get(String path) throws IOException, InterruptedException {
    return send(request(path));
  }

  Answer post(String path, String body) throws IOException, InterruptedException {
    return send(request(path).POST(BodyPublishers.ofString(body)));
  }

  Answer delete(String path) throws IOException, InterruptedException {
    return send(request(path).DELETE());
  }

  CompletableFuture<Answer> postLater(String path, String body) {
    return client
        .sendAsync(
            request(path).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofByteArray())
        .thenApply(this::answer);
  }

  /** Wait until a job runs. */
  void awaitRunning(String id) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (jobs.running().filter(job -> job.id().equals(id)).isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("job " + id + " does not run");
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(api.url() + path));
  }

  Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return answer(client.send(request.build(), BodyHandlers.ofByteArray()));
  }

  HttpClient client() {
    return client;
  }

  JsonNode parse(String json) throws IOException {
    return mapper.readTree(json);
  }

  private Answer answer(HttpResponse<byte[]> response) {
    boolean json =
        response.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
    try {
      JsonNode body = json ? mapper.readTree(response.body()) : mapper.missingNode();
      return new Answer(response.statusCode(), body, response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    api.close();
  }
}
