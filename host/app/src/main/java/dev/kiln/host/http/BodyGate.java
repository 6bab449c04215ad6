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
 * Measures the bodies of requests before anything reads them. One that announces too many bytes, or
 * that it is compressed, is refused without being asked for ({@code 100 Continue}); one that grows
 * too large, or comes too slowly, ends with a {@link RefusedBody}.
 */
final class BodyGate extends Handler.Wrapper {
  /** A quarter of a megabit: what a poor mobile network still gives. */
  static final long LEAST_BYTES_PER_SECOND = 32 << 10;

  /** What is read of a body that was refused, for the sake of its client. */
  private static final long REST = 4L * ApiJson.MOST_BYTES;

  private final long graceMillis;

  /**
   * @param graceMillis for which a body may be slow
   */
  BodyGate(long graceMillis) {
    this.graceMillis = graceMillis;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String encoding = request.getHeaders().get(HttpHeader.CONTENT_ENCODING);
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      refuse(RefusedBody.encoded(), request, response, callback);
    } else if (request.getLength() > ApiJson.MOST_BYTES) {
      refuse(RefusedBody.large(), request, response, callback);
    } else {
      Measured body = new Measured(request, ApiJson.MOST_BYTES);
      return super.handle(body, response, body.answered(callback));
    }
    return true;
  }

  private void refuse(RefusedBody why, Request request, Response response, Callback callback) {
    Runnable answer =
        () -> JettyErrors.answer(RefusedBody.problem(why), request, response, callback);
    if (request.getHeaders().contains(HttpHeader.EXPECT)) {
      answer.run();
    } else {
      readRest(request, Callback.from(answer, tooMuch -> answer.run()));
    }
  }

  /** Most clients look for an answer when they have sent all: a closed connection is none. */
  private void readRest(Request request, Callback callback) {
    Content.Source.consumeAll(new Measured(request, REST), callback);
  }

  private final class Measured extends Request.Wrapper {
    private final long began = NanoTime.now();
    private final long most;
    private long bytes;
    private Content.@Nullable Chunk refusal;

    /**
     * @param most bytes
     */
    Measured(Request request, long most) {
      super(request);
      this.most = most;
    }

    /** What is to be done when the answer was written. */
    Callback answered(Callback callback) {
      return Callback.from(
          () -> {
            if (bytes > most) {
              readRest(getWrapped(), callback);
            } else {
              callback.succeeded();
            }
          },
          callback::failed);
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
      if (bytes > most) {
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
