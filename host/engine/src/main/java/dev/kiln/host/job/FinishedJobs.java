package dev.kiln.host.job;

import dev.kiln.host.job.JobStore.End;
import dev.kiln.host.job.JobStore.JobLine;
import dev.kiln.host.job.JobStore.Kept;
import dev.kiln.host.request.GenerationResult;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The last finished jobs: in memory, bounded in number and in the memory of their pictures, and
 * what a store has of others. Safe from any thread.
 */
final class FinishedJobs {
  private final JobLimits limits;
  private final JobStore store;
  private final Function<Kept, QueuedJob> recall;
  private final Map<String, QueuedJob> jobs = new LinkedHashMap<>();
  private long bytes;

  FinishedJobs(JobLimits limits, JobStore store, Function<Kept, QueuedJob> recall) {
    this.limits = limits;
    this.store = store;
    this.recall = recall;
  }

  Optional<QueuedJob> find(String id) {
    return here(id).or(() -> store.finished(id).map(this::recalled));
  }

  private synchronized Optional<QueuedJob> here(String id) {
    return Optional.ofNullable(jobs.get(id));
  }

  private QueuedJob recalled(Kept kept) {
    QueuedJob job = recall.apply(kept);
    add(job);
    return job;
  }

  /** Keep a job; the oldest ones make room, the newest one always stays. */
  synchronized void add(QueuedJob job) {
    remove(job.id());
    jobs.put(job.id(), job);
    bytes += job.bytes();
    Iterator<QueuedJob> oldest = jobs.values().iterator();
    while (jobs.size() > 1 && (jobs.size() > limits.finished() || bytes > limits.finishedBytes())) {
      bytes -= oldest.next().bytes();
      oldest.remove();
    }
  }

  /** Let one go from memory. */
  synchronized void remove(String id) {
    QueuedJob job = jobs.remove(id);
    if (job != null) {
      bytes -= job.bytes();
    }
  }

  /** Forget one. Returns false where there is none. */
  boolean forget(String id) {
    Optional<QueuedJob> job = find(id);
    remove(id);
    job.ifPresent(it -> store.forget(it.number()));
    return job.isPresent();
  }

  /** Keep what no job made as one that has ended. Returns its id. */
  String keep(GenerationResult result) {
    End end = new End(0, new Outcome(result, null));
    Kept job = new Kept(0, JobId.of(null), Instant.now(), result.request(), null, end);
    return recalled(job.numbered(store.add(job))).id();
  }

  /** These, one of which may have ended since, and then all others, the last one first. */
  List<JobLine> behind(List<JobLine> open) {
    Set<String> known = new HashSet<>();
    open.forEach(line -> known.add(line.id()));
    Stream<JobLine> ended =
        Stream.concat(memory().stream(), store.lines().stream())
            .filter(line -> known.add(line.id()))
            .sorted(Comparator.comparing(JobLine::asked).reversed());
    return Stream.concat(open.stream(), ended).toList();
  }

  private synchronized List<JobLine> memory() {
    return jobs.values().stream().map(QueuedJob::line).toList();
  }
}
