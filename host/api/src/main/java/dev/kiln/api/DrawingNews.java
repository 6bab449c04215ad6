package dev.kiln.api;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;

/**
 * What a drawing tells whoever asked for it: its listener, its events and its result. Of those who
 * implement {@link Drawing}. Safe from any thread.
 */
public final class DrawingNews {
  private final ProgressListener listener;
  private final Runnable cancel;
  private final BiFunction<String, Throwable, RuntimeException> failed;
  private final SubmissionPublisher<Progress> events = new SubmissionPublisher<>();
  private final AtomicBoolean over = new AtomicBoolean();
  private final CompletableFuture<Drawn> drawn = new CompletableFuture<>();

  /**
   * Of a drawing that is not over.
   *
   * @param cancel stops the drawing
   * @param failed makes what is thrown where the listener throws, of a sentence and its cause
   */
  public DrawingNews(
      ProgressListener listener,
      Runnable cancel,
      BiFunction<String, Throwable, RuntimeException> failed) {
    this.listener = listener;
    this.cancel = cancel;
    this.failed = failed;
  }

  /** Whether anybody hears of its progress. */
  public boolean isFollowed() {
    return listener != ProgressListener.SILENT || events.hasSubscribers();
  }

  /** Tell the listener and the events. */
  public void progress(Progress now) {
    listen(now);
    events.offer(now, null);
  }

  /** Tell the listener alone; of the last progress, which the end tells the events. */
  public void listen(Progress now) {
    heard(() -> listener.progress(now));
  }

  /** Tell the listener of a finished picture. */
  public void picture(int index, Picture picture) {
    heard(() -> listener.picture(index, picture));
  }

  /** What a program's own listener throws is no fault of Kiln's. */
  private void heard(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      throw failed.apply("who follows a drawing failed: " + e, e);
    }
  }

  /** The end, with pictures; nothing where it is over. */
  public void done(Progress last, Drawn result) {
    if (over.compareAndSet(false, true)) {
      events.offer(last, null);
      events.close();
      // Last: who waits for it may take long on this thread.
      drawn.complete(result);
    }
  }

  /** The end without pictures; nothing where it is over. */
  public void failed(Progress last, RuntimeException problem) {
    if (over.compareAndSet(false, true)) {
      events.offer(last, null);
      events.closeExceptionally(problem);
      drawn.completeExceptionally(problem);
    }
  }

  /** Do something at the end, or now where it is over. */
  public void whenOver(Runnable work) {
    drawn.whenComplete((result, problem) -> work.run());
  }

  /** Whether it has ended. */
  public boolean isOver() {
    return over.get();
  }

  /** As {@link Drawing#result}. */
  public CompletableFuture<Drawn> result() {
    CompletableFuture<Drawn> own = drawn.copy();
    own.whenComplete(
        (result, problem) -> {
          if (own.isCancelled()) {
            cancel.run();
          }
        });
    return own;
  }

  /** As {@link Drawing#events}. */
  public Flow.Publisher<Progress> events() {
    return events;
  }
}
