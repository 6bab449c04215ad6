package dev.kiln.client;

import dev.kiln.api.DrawRequest;
import dev.kiln.api.Drawing;
import dev.kiln.api.DrawingNews;
import dev.kiln.api.Drawn;
import dev.kiln.api.KilnException;
import dev.kiln.api.KilnException.Reason;
import dev.kiln.api.Progress;
import dev.kiln.api.ProgressListener;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;

/** A job of a host, and the thread that follows it. */
final class HttpDrawing implements Drawing {
  private static final String JOBS = "/kiln/v1/jobs";
  private static final Duration SOON = Duration.ofSeconds(5);

  /** The program's own listener. */
  private static final class ListenerFailed extends KilnException {
    private static final long serialVersionUID = 1;

    ListenerFailed(String sentence, Throwable cause) {
      super(Reason.BAD_REQUEST, sentence, cause);
    }
  }

  private final HttpApi api;
  private final Executor threads;
  private final String id;
  private final List<String> warnings;
  private final FollowedJob followed;
  private final DrawingNews news;
  private volatile Progress latest;

  /**
   * @param job the host's answer
   */
  private HttpDrawing(
      HttpApi api,
      Executor threads,
      ProgressListener listener,
      String id,
      Map<String, Object> job) {
    this.api = api;
    this.threads = threads;
    this.news = new DrawingNews(listener, this::cancel, ListenerFailed::new);
    this.id = id;
    this.warnings = Answers.texts(job.get("warnings"));
    this.latest = Answers.progress(job, Optional.empty());
    this.followed = new FollowedJob(api, JOBS + "/" + id);
  }

  /**
   * @throws KilnException when the host refuses the request, or is away
   */
  static HttpDrawing submit(
      HttpApi api, Executor threads, DrawRequest request, ProgressListener listener) {
    Map<String, Object> fields = new LinkedHashMap<>(request.fields());
    String id = fields.computeIfAbsent("id", name -> UUID.randomUUID().toString()).toString();
    HttpDrawing drawing = new HttpDrawing(api, threads, listener, id, put(api, id, fields));
    threads.execute(drawing::run);
    return drawing;
  }

  /** A connection that broke leaves open whether the host has the job: its id tells. */
  private static Map<String, Object> put(HttpApi api, String id, Map<String, Object> fields) {
    try {
      return Answers.object(api.json(JOBS, fields));
    } catch (KilnException e) {
      if (e.reason() != Reason.UNREACHABLE) {
        throw e;
      }
      try {
        // A host that is there knows at once, and one that was silent has had its time.
        return Answers.object(api.json(Ask.get(JOBS + "/" + id).within(api.atMost(SOON))));
      } catch (KilnException unknown) {
        throw e;
      }
    }
  }

  void whenOver(Runnable work) {
    news.whenOver(work);
  }

  private void run() {
    try {
      Map<String, Object> last = followed.end(this::tell);
      Progress end = Answers.progress(last, latest.preview());
      switch (end.state()) {
        case DONE -> done(last, end);
        case CANCELLED ->
            failed(end, new CancellationException("the drawing was cancelled at the host"));
        default -> failed(end, Answers.failure(last));
      }
    } catch (ListenerFailed e) {
      // The host would go on.
      cancel();
      failed(latest, e);
    } catch (CancellationException | KilnException e) {
      failed(latest, e);
    } catch (RuntimeException e) {
      failed(latest, new KilnException(Reason.INTERNAL_ERROR, "this is a fault of Kiln: " + e, e));
    }
  }

  private void tell(Map<String, Object> told) {
    tell(Answers.progress(told, latest.preview()));
  }

  private void tell(Progress now) {
    latest = now;
    news.progress(now);
  }

  private void done(Map<String, Object> last, Progress end) {
    Drawn result = followed.result(last, warnings);
    for (int i = 0; i < result.pictures().size(); i++) {
      news.picture(i, result.pictures().get(i));
    }
    latest = end;
    news.listen(end);
    news.done(end, result);
  }

  private void failed(Progress end, RuntimeException problem) {
    latest = end.state().ended() ? end : ended(end, problem);
    news.failed(latest, problem);
  }

  private static Progress ended(Progress before, RuntimeException problem) {
    return new Progress(
        problem instanceof CancellationException ? Progress.State.CANCELLED : Progress.State.FAILED,
        0,
        before.step(),
        before.steps(),
        before.batch(),
        before.batches(),
        before.seconds(),
        before.preview());
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Progress progress() {
    return latest;
  }

  @Override
  public CompletableFuture<Drawn> result() {
    return news.result();
  }

  @Override
  public Flow.Publisher<Progress> events() {
    return news.events();
  }

  @Override
  public void interrupt() {
    delete("?interrupt=true");
  }

  @Override
  public void cancel() {
    delete("");
  }

  /** The host's answer comes as an event; whether it is away, too, finds out who follows. */
  private void delete(String how) {
    if (news.isOver()) {
      return;
    }
    try {
      threads.execute(() -> quietly(Ask.delete(JOBS + "/" + id + how)));
    } catch (RejectedExecutionException closed) {
      // Closing has cancelled it.
    }
  }

  private void quietly(Ask ask) {
    try {
      api.bytes(ask);
    } catch (CancellationException | KilnException e) {
      // Nobody waits for this.
    }
  }

  /** Its client is closed. Returns when the host knows, or cannot be told. */
  void close() {
    failed(latest, new CancellationException("the Kiln that it was submitted to was closed"));
    followed.close();
    quietly(Ask.delete(JOBS + "/" + id).within(api.atMost(SOON)));
  }
}
