package dev.kiln.host.http;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.EagerContentHandler.ContentLoader;
import org.eclipse.jetty.server.handler.EagerContentHandler.ContentLoaderFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a body until it is whole or large, and only then has its request handled: a slow one holds
 * no thread. Jetty's own of the kind forgets requests that fail, and the server then waits for them
 * when it stops.
 */
final class CollectedBody extends ContentLoader implements Invocable.Task {
  /** What is counted for a piece of a body beside its bytes: about what keeping it takes. */
  private static final int BYTES_PER_PIECE = 128;

  private final Queue<Content.Chunk> chunks = new ConcurrentLinkedQueue<>();
  private long bytes;

  private CollectedBody(Handler handler, Request request, Response response, Callback callback) {
    super(handler, request, response, callback);
  }

  /** Makes them, for bodies of any type. */
  static final class Factory implements ContentLoaderFactory {
    @Override
    public @Nullable String getApplicableMimeType() {
      return null;
    }

    @Override
    public ContentLoader newContentLoader(
        String contentType,
        String mimeType,
        Handler handler,
        Request request,
        Response response,
        Callback callback) {
      return new CollectedBody(handler, request, response, callback);
    }
  }

  @Override
  protected void load() {
    collect();
  }

  /** More has come; on a thread that must not wait. */
  @Override
  public void run() {
    collect();
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }

  private void collect() {
    while (true) {
      Content.Chunk chunk = getRequest().read();
      if (chunk == null) {
        getRequest().demand(this);
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        release();
        JettyErrors.answer(
            RefusedBody.problem(chunk.getFailure()), getRequest(), getResponse(), getCallback());
        return;
      }
      chunks.add(chunk);
      bytes += chunk.remaining() + BYTES_PER_PIECE;
      if (chunk.isLast() || bytes >= BodyPlaces.SMALL_BYTES) {
        getRequest().getContext().execute(this::handOn);
        return;
      }
    }
  }

  private void handOn() {
    Callback released =
        new Callback.Nested(getCallback()) {
          @Override
          public void completed() {
            release();
          }
        };
    handle(new Collected(getRequest(), chunks), getResponse(), released);
  }

  private void release() {
    for (Content.Chunk chunk = chunks.poll(); chunk != null; chunk = chunks.poll()) {
      chunk.release();
    }
  }

  /** A request whose body begins with what was collected. */
  private static final class Collected extends Request.Wrapper {
    private final Queue<Content.Chunk> chunks;

    Collected(Request request, Queue<Content.Chunk> chunks) {
      super(request);
      this.chunks = chunks;
    }

    @Override
    public Content.@Nullable Chunk read() {
      Content.Chunk chunk = chunks.poll();
      return chunk == null ? super.read() : chunk;
    }
  }
}
