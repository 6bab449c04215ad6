package dev.kiln.host.http;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.NanoTime;
import org.jspecify.annotations.Nullable;

/**
 * Measures the bodies of requests before anything reads them. One that announces too many bytes is
 * refused without being asked for ({@code 100 Continue}); one that grows too large, or comes too
 * slowly, ends with a {@link RefusedBody}.
 */
final class BodyGate extends Handler.Wrapper {
  /** A quarter of a megabit: what a poor mobile network still gives. */
  static final long LEAST_BYTES_PER_SECOND = 32 << 10;

  private final long graceMillis;

  /**
   * @param graceMillis for which a body may be slow
   */
  BodyGate(long graceMillis) {
    this.graceMillis = graceMillis;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (request.getLength() <= ApiJson.MOST_BYTES) {
      return super.handle(new Measured(request), response, callback);
    }
    boolean waits = request.getHeaders().contains(HttpHeader.EXPECT);
    Measured rest = new Measured(request);
    Callback answered =
        waits
            ? callback
            // Most clients look for an answer when they have sent all: a closed connection is none.
            : Callback.from(() -> Content.Source.consumeAll(rest, callback), callback::failed);
    JettyErrors.answer(RefusedBody.problem(RefusedBody.large()), request, response, answered);
    return true;
  }

  private final class Measured extends Request.Wrapper {
    private final long began = NanoTime.now();
    private long bytes;
    private Content.@Nullable Chunk refusal;

    Measured(Request request) {
      super(request);
    }

    @Override
    public Content.@Nullable Chunk read() {
      if (refusal != null) {
        return refusal;
      }
      Content.Chunk chunk = super.read();
      if (chunk == null || Content.Chunk.isFailure(chunk)) {
        return chunk;
      }
      bytes += chunk.remaining();
      if (bytes > ApiJson.MOST_BYTES) {
        chunk.release();
        refusal = Content.Chunk.from(RefusedBody.large());
        return refusal;
      }
      return chunk;
    }

    @Override
    public void demand(Runnable ready) {
      long late = NanoTime.millisSince(began) - graceMillis;
      if (late > 0 && bytes < late * LEAST_BYTES_PER_SECOND / 1000) {
        refusal = Content.Chunk.from(RefusedBody.slow());
        ready.run();
      } else {
        super.demand(ready);
      }
    }
  }
}
