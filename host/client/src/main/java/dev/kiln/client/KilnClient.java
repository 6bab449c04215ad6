package dev.kiln.client;

import dev.kiln.api.DrawRequest;
import dev.kiln.api.Drawing;
import dev.kiln.api.Kiln;
import dev.kiln.api.KilnException;
import dev.kiln.api.KilnException.Reason;
import dev.kiln.api.ModelInfo;
import dev.kiln.api.Picture;
import dev.kiln.api.PluginInfo;
import dev.kiln.api.ProgressListener;
import dev.kiln.api.UpscaleRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A host that runs elsewhere, over HTTP.
 *
 * <pre>{@code
 * try (Kiln kiln = KilnClient.connect("http://127.0.0.1:7860")) {
 *   kiln.txt2img(r -> r.prompt("a red roofed house")).write(Path.of("house.png"));
 * }
 * }</pre>
 *
 * <p><b>Threads.</b> Safe from any thread. Each drawing is followed by a daemon thread, on which
 * its listener is called.
 *
 * <p><b>Retries.</b> Where the host says that it is busy (429, 503), the same is asked again when
 * its {@code Retry-After} says, else after half a second, one, two, up to ten. {@link #submit}
 * waits for that, too. A drawing whose connection breaks is followed again: its job goes on at the
 * host. Both end with {@link Builder#patience(Duration)}; a busy host is asked once more then.
 *
 * <p><b>Pictures</b> are told to a listener when the drawing is over, all at once. The job stays in
 * the host's list.
 *
 * <p><b>Closing</b> stops the drawings that were submitted here. The host runs on.
 *
 * <p><b>Errors.</b> A host that cannot be reached is {@link Reason#UNREACHABLE}. What a host
 * refuses has the sentence of its answer.
 */
public final class KilnClient implements Kiln {
  private static final String UPSCALE = "/kiln/v1/upscale";
  private static final String PING = "/internal/ping";

  private final HttpApi api;
  private final ExecutorService threads;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Set<HttpDrawing> running = ConcurrentHashMap.newKeySet();

  private KilnClient(Connection connection) {
    AtomicInteger count = new AtomicInteger();
    threads =
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, "kiln-client-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    api = new HttpApi(connection);
  }

  /**
   * A host without a password. Nothing is asked yet.
   *
   * @param address as {@code kiln serve} prints it, or behind a reverse proxy, with a path
   * @throws KilnException when it is no address
   */
  public static KilnClient connect(String address) {
    return builder(address).build();
  }

  /** The same with more to say. */
  public static Builder builder(String address) {
    return new Builder(HostAddress.of(address));
  }

  @Override
  public Drawing submit(DrawRequest request, ProgressListener listener) {
    Objects.requireNonNull(request, "request is null; make one by DrawRequest.txt2img(…)");
    Objects.requireNonNull(listener, "listener is null; give ProgressListener.SILENT for none");
    demandOpen();
    HttpDrawing drawing = HttpDrawing.submit(api, threads, request, listener);
    running.add(drawing);
    drawing.whenOver(() -> running.remove(drawing));
    if (closed.get()) {
      drawing.close();
    }
    return drawing;
  }

  /** Needs a plugin of the host's that enlarges pictures. */
  @Override
  public Picture upscale(UpscaleRequest request) {
    Objects.requireNonNull(request, "request is null; give the picture to enlarge");
    demandOpen();
    // A host that is silent would hold this as long as the work may take.
    api.bytes(Ask.get(PING));
    String size =
        request.width() > 0 && request.height() > 0
            ? "width=" + request.width() + "&height=" + request.height()
            : "scale=" + request.scale();
    String path = UPSCALE + "?" + size + "&upscaler=" + HttpApi.encoded(request.upscaler());
    return Picture.of(api.bytes(Ask.post(path, "image/png", request.picture().png()).takingLong()));
  }

  @Override
  public List<ModelInfo> models() {
    demandOpen();
    return Answers.objects(api.json(Ask.get("/kiln/v1/models"))).stream()
        .map(Answers::model)
        .toList();
  }

  @Override
  public List<PluginInfo> plugins() {
    demandOpen();
    Map<String, Object> answer = Answers.object(api.json(Ask.get("/kiln/v1/plugins")));
    return Answers.objects(answer.get("plugins")).stream().map(Answers::plugin).toList();
  }

  private void demandOpen() {
    if (closed.get()) {
      throw new KilnException(Reason.CLOSED, "this Kiln was closed; open another one");
    }
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      running.forEach(HttpDrawing::close);
      threads.shutdown();
    }
  }

  /** Says how a host is reached. Not thread-safe. */
  public static final class Builder {
    private final URI address;
    private String authorization = "";
    private Duration patience = Duration.ofMinutes(2);
    private Duration timeout = Duration.ofSeconds(30);
    private Optional<HttpClient> http = Optional.empty();

    private Builder(URI address) {
      this.address = address;
    }

    /**
     * One of the keys that {@code kiln serve --api-key} names.
     *
     * @throws KilnException when it cannot be one
     */
    public Builder apiKey(String key) {
      this.authorization = Credentials.key(key);
      return this;
    }

    /**
     * One of the users that {@code kiln serve --api-auth} names.
     *
     * @throws KilnException when the name has a colon
     */
    public Builder user(String name, String password) {
      this.authorization = Credentials.user(name, password);
      return this;
    }

    /**
     * How long a busy host is asked again, and a host that is away is waited for while it draws
     * (two minutes). Zero asks once.
     *
     * @throws KilnException when it is negative
     */
    public Builder patience(Duration longest) {
      Objects.requireNonNull(longest, "patience is null; leave the call out for two minutes");
      if (longest.isNegative()) {
        throw new KilnException(
            Reason.BAD_REQUEST,
            "patience is " + longest + "; it must be zero, to ask once, or more");
      }
      this.patience = longest;
      return this;
    }

    /**
     * After which a host counts as away that takes a question and does not answer, from connecting
     * to the first byte of the answer (30 seconds; connecting takes 10 at most). The pictures of a
     * request are sent within it. What takes long has no part in it: a drawing is followed by its
     * events, and an enlarging may take an hour.
     *
     * @throws KilnException when it is not positive
     */
    public Builder timeout(Duration longest) {
      Objects.requireNonNull(longest, "timeout is null; leave the call out for 30 seconds");
      if (longest.isNegative() || longest.isZero()) {
        throw new KilnException(
            Reason.BAD_REQUEST, "timeout is " + longest + "; it must be more than zero");
      }
      this.timeout = longest;
      return this;
    }

    /** One of your own: for a proxy, or certificates that Java does not know. */
    public Builder httpClient(HttpClient client) {
      Objects.requireNonNull(client, "client is null; leave the call out for Kiln's own");
      this.http = Optional.of(client);
      return this;
    }

    /** The client. Nothing is asked yet. */
    public KilnClient build() {
      return new KilnClient(
          new Connection(
              address,
              authorization,
              patience,
              timeout,
              http.orElseGet(() -> Connection.usualClient(timeout))));
    }
  }
}
