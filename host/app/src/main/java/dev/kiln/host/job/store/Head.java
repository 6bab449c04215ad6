package dev.kiln.host.job.store;

import dev.kiln.host.image.PictureEncoding;
import dev.kiln.host.job.FailureKind;
import dev.kiln.host.job.Job.State;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a stored job without reading its request, its result or its pictures.
 *
 * @param asked milliseconds since 1970
 * @param begun how often it was begun without an end
 * @param state {@code QUEUED} until it has ended
 * @param files how its pictures are still to be saved as files; null for not at all
 * @param seconds that it ran
 * @param images how many pictures were made
 * @param parts how many pictures lie beside its result
 * @param bytes of all that is stored of it
 * @param failure null where there is none
 * @param message of the failure
 */
record Head(
    String id,
    long asked,
    int begun,
    State state,
    @Nullable PictureEncoding files,
    double seconds,
    int images,
    int parts,
    long bytes,
    @Nullable FailureKind failure,
    String message) {
  static Head queued(String id, long asked, @Nullable PictureEncoding files, long bytes) {
    return new Head(id, asked, 0, State.QUEUED, files, 0, 0, 0, bytes, null, "");
  }

  boolean ended() {
    return state != State.QUEUED;
  }

  Head begun(int times) {
    return new Head(
        id, asked, times, state, files, seconds, images, parts, bytes, failure, message);
  }

  Head saved() {
    return new Head(id, asked, begun, state, null, seconds, images, parts, bytes, failure, message);
  }

  Head done(double seconds, int images, int parts, long bytes) {
    return new Head(id, asked, 0, State.DONE, files, seconds, images, parts, bytes, null, "");
  }

  Head failed(double seconds, FailureKind kind, String message) {
    State how = kind == FailureKind.CANCELLED ? State.CANCELLED : State.FAILED;
    return new Head(id, asked, 0, how, null, seconds, 0, 0, 0, kind, message);
  }
}
