package dev.kiln.host.job.store;

import dev.kiln.host.job.FailureKind;
import dev.kiln.host.job.Job.State;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a stored job without reading its request, its result or its pictures.
 *
 * @param asked milliseconds since 1970
 * @param begun how often it was begun without an end
 * @param state {@code QUEUED} until it has ended
 * @param seconds that it ran
 * @param images how many pictures were made
 * @param files how many pictures lie beside its result
 * @param bytes of all that is stored of it
 * @param failure null where there is none
 * @param message of the failure
 */
record Head(
    String id,
    long asked,
    int begun,
    State state,
    double seconds,
    int images,
    int files,
    long bytes,
    @Nullable FailureKind failure,
    String message) {
  static Head queued(String id, long asked, long bytes) {
    return new Head(id, asked, 0, State.QUEUED, 0, 0, 0, bytes, null, "");
  }

  boolean ended() {
    return state != State.QUEUED;
  }

  Head begun(int times) {
    return new Head(id, asked, times, state, seconds, images, files, bytes, failure, message);
  }

  Head done(double seconds, int images, int files, long bytes) {
    return new Head(id, asked, 0, State.DONE, seconds, images, files, bytes, null, "");
  }

  Head failed(double seconds, FailureKind kind, String message) {
    State how = kind == FailureKind.CANCELLED ? State.CANCELLED : State.FAILED;
    return new Head(id, asked, 0, how, seconds, 0, 0, 0, kind, message);
  }
}
