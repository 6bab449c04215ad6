package dev.kiln.host.http;

/** An error with a status of its own. */
final class HttpProblem extends RuntimeException {
  /** Too many at once. */
  static final int TOO_MANY = 429;

  private final int status;

  HttpProblem(int status, String detail) {
    super(detail);
    this.status = status;
  }

  int status() {
    return status;
  }
}
