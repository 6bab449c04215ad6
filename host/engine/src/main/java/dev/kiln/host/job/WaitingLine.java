package dev.kiln.host.job;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Jobs in the order of their arrival, bounded. One thread at a time. */
final class WaitingLine {
  private final JobLimits limits;
  private final ArrayDeque<QueuedJob> jobs = new ArrayDeque<>();

  /** Those that wait no more and whose end is being written down. */
  private final Set<QueuedJob> leaving = new HashSet<>();

  WaitingLine(JobLimits limits) {
    this.limits = limits;
  }

  /**
   * @param bytes of memory for what one more job asks for
   * @throws QueueFull when it may not wait
   */
  void demandRoom(long bytes) {
    if (jobs.size() >= limits.waiting()) {
      throw new QueueFull(
          "the queue is full: %s; try again when one is finished"
              .formatted(jobs.size() == 1 ? "1 job waits" : jobs.size() + " jobs wait"));
    }
    long held = jobs.stream().mapToLong(QueuedJob::requestBytes).sum();
    if (!jobs.isEmpty() && held + bytes > limits.waitingBytes()) {
      throw new QueueFull(
          "the queue is full: what waits asks for takes %d MB; try again when one is finished"
              .formatted(held >> 20));
    }
  }

  /** Whatever the bounds say. */
  void add(QueuedJob job) {
    jobs.add(job);
  }

  QueuedJob next() {
    return jobs.remove();
  }

  /** Let one leave that is not to run. Returns whether it waited. */
  boolean dismiss(QueuedJob job) {
    return jobs.remove(job) && leaving.add(job);
  }

  /** Let all leave; those who did. */
  List<QueuedJob> dismiss() {
    List<QueuedJob> all = all();
    all.forEach(this::dismiss);
    return all;
  }

  /** One has left. */
  void left(QueuedJob job) {
    leaving.remove(job);
  }

  /** Those that wait, and then those that leave. */
  Stream<QueuedJob> known() {
    return Stream.concat(jobs.stream(), leaving.stream());
  }

  /** Those that wait. */
  List<QueuedJob> all() {
    return List.copyOf(jobs);
  }

  int size() {
    return jobs.size();
  }
}
