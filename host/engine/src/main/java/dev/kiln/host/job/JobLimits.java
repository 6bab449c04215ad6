package dev.kiln.host.job;

import java.time.Duration;

/**
 * How much a {@link JobQueue} keeps, and for how long it waits.
 *
 * @param waiting jobs that wait beside the running one
 * @param waitingBytes memory for what those ask for, pictures above all; one may always wait
 * @param finished jobs that can be asked for after their end
 * @param finishedBytes memory for their pictures, given and made
 * @param patience for which a cancelled job may go on before its thread is left behind
 */
public record JobLimits(
    int waiting, long waitingBytes, int finished, long finishedBytes, Duration patience) {
  /** Of memory, each an eighth of the Java heap at most. */
  public static final JobLimits DEFAULT =
      new JobLimits(16, eighth(), 100, Math.min(256 << 20, eighth()), Duration.ofSeconds(30));

  private static long eighth() {
    return Runtime.getRuntime().maxMemory() / 8;
  }

  public JobLimits withWaiting(int waiting) {
    return new JobLimits(waiting, waitingBytes, finished, finishedBytes, patience);
  }

  public JobLimits withFinished(int finished) {
    return new JobLimits(waiting, waitingBytes, finished, finishedBytes, patience);
  }
}
