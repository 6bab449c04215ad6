package dev.kiln.host.job;

/** A failure of an unknown kind as text. */
final class JobFailure extends RuntimeException {
  JobFailure(String text) {
    super(text);
  }

  @Override
  public String toString() {
    return String.valueOf(getMessage());
  }
}
