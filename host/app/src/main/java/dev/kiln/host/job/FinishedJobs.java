package dev.kiln.host.job;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The last finished jobs, bounded in number and in the memory of their pictures. */
final class FinishedJobs {
  private final int most;
  private final long mostBytes;
  private final Map<String, QueuedJob> jobs = new LinkedHashMap<>();
  private long bytes;

  FinishedJobs(int most, long mostBytes) {
    this.most = most;
    this.mostBytes = mostBytes;
  }

  Optional<QueuedJob> find(String id) {
    return Optional.ofNullable(jobs.get(id));
  }

  /** Keep a job; the oldest ones make room, the newest one always stays. */
  void add(QueuedJob job) {
    remove(job.id());
    jobs.put(job.id(), job);
    bytes += job.bytes();
    Iterator<QueuedJob> oldest = jobs.values().iterator();
    while (jobs.size() > 1 && (jobs.size() > most || bytes > mostBytes)) {
      bytes -= oldest.next().bytes();
      oldest.remove();
    }
  }

  void remove(String id) {
    QueuedJob job = jobs.remove(id);
    if (job != null) {
      bytes -= job.bytes();
    }
  }
}
