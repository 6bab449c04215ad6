package dev.kiln.host.http;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Why the rest of a body is not read, as whoever reads it finds out. */
final class RefusedBody extends IOException {
  private final int status;

  private RefusedBody(int status, String message) {
    super(message);
    this.status = status;
  }

  static RefusedBody large() {
    return new RefusedBody(
        413, "the body is larger than " + (ApiJson.MOST_BYTES >> 20) + " MB; send less");
  }

  static RefusedBody slow() {
    return new RefusedBody(
        408,
        "the body came with less than "
            + (BodyGate.LEAST_BYTES_PER_SECOND >> 10)
            + " KB a second; send it again over a faster connection");
  }

  /** What a failure to read means for the client. */
  static HttpProblem problem(Throwable failure) {
    return of(failure)
        .orElseGet(
            () ->
                new HttpProblem(
                    400, "the body of the request breaks off or is no HTTP; send it again"));
  }

  /** The refusal behind a failure to read, if that is behind it. */
  static Optional<HttpProblem> of(Throwable failure) {
    return causes(failure)
        .map(cause -> cause instanceof TimeoutException ? slow() : cause)
        .filter(RefusedBody.class::isInstance)
        .map(cause -> new HttpProblem(((RefusedBody) cause).status, cause.getMessage()))
        .findFirst();
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
  }
}
