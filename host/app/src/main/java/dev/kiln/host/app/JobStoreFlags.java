package dev.kiln.host.app;

import dev.kiln.host.job.JobStore;
import dev.kiln.host.job.store.JobFolder;
import dev.kiln.spi.BadRequest;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where jobs are kept that outlive the server. */
final class JobStoreFlags {
  private static final double GIGABYTE = 1e9;

  @Option(
      names = "--job-store",
      paramLabel = "DIR",
      description = "folder in which jobs and their pictures are kept (jobs in the home)")
  private @Nullable Path folder;

  @Option(
      names = "--job-store-size",
      paramLabel = "GB",
      defaultValue = "1",
      description = "disk for finished jobs; the oldest go (${DEFAULT-VALUE})")
  private double size;

  @Option(names = "--no-job-store", description = "let all jobs end with the server")
  private boolean none;

  /**
   * @throws BadRequest when a flag is not what it takes
   */
  void check() {
    if (!(size > 0 && size < 1e6)) {
      throw new BadRequest("job store size is " + size + " GB; it must be more than 0");
    }
    if (none && folder != null) {
      throw new BadRequest("--job-store and --no-job-store exclude each other; leave one out");
    }
  }

  /**
   * @param home in which they are kept where no folder is named
   */
  JobStore open(Path home) {
    if (none) {
      return JobStore.NONE;
    }
    Path place = folder == null ? home.resolve("jobs") : folder.toAbsolutePath();
    return JobFolder.open(place, (long) (size * GIGABYTE));
  }
}
