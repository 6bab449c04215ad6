package dev.kiln.host.job;

import dev.kiln.host.image.PictureEncoding;
import dev.kiln.host.job.Job.State;
import dev.kiln.host.request.GenerationRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What of a queue outlives its process, however that ends. A change lies on the disk when its
 * method returns. A store that cannot write any more says so in the log and keeps nothing further;
 * it never fails a job. Safe from any thread.
 */
public interface JobStore extends AutoCloseable {
  /** Keeps nothing. */
  JobStore NONE = new JobStore() {};

  /**
   * A job.
   *
   * @param number its place in the order of arrival
   * @param files how its pictures are to be saved as files; null for not at all
   * @param end null for one that has not ended
   */
  record Kept(
      long number,
      String id,
      Instant asked,
      GenerationRequest request,
      @Nullable PictureEncoding files,
      @Nullable End end) {
    public @Nullable Outcome outcome() {
      return end == null ? null : end.outcome();
    }

    Kept numbered(long number) {
      return new Kept(number, id, asked, request, files, end);
    }
  }

  /**
   * How a job ended.
   *
   * @param seconds that it ran
   */
  record End(double seconds, Outcome outcome) {}

  /** Keep a job that waits, or one that has ended. Returns its number, 0 where it is not kept. */
  default long add(Kept job) {
    return 0;
  }

  /** A job begins to run. What ended earlier under its id is forgotten. */
  default void begun(long number) {}

  /** A job that was begun is to run at the next start, by no fault of its own. */
  default void postponed(long number) {}

  /** A job has ended. Old ones may go for it. */
  default void ended(long number, double seconds, Outcome outcome) {}

  /** The files of a job that has ended lie where they belong. */
  default void saved(long number) {}

  /** Those that have ended with pictures whose files may not lie there. */
  default List<Kept> unsaved() {
    return List.of();
  }

  /** Forget a job. */
  default void forget(long number) {}

  /**
   * Those that have not ended, in the order of their arrival. One that was begun too often is not
   * among them: it may be what ends the process each time.
   */
  default List<Kept> unfinished() {
    return List.of();
  }

  /** The last one of this id that has ended. */
  default Optional<Kept> finished(String id) {
    return Optional.empty();
  }

  /** All that have ended, the last one first. */
  default List<JobLine> lines() {
    return List.of();
  }

  /**
   * A job in a list.
   *
   * @param images how many pictures were made
   */
  record JobLine(long number, String id, State state, Instant asked, int images) {}

  @Override
  default void close() {}
}
