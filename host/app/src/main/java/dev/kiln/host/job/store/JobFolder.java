package dev.kiln.host.job.store;

import dev.kiln.host.DiskReason;
import dev.kiln.host.job.JobStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the file of a folder. Whatever is the matter with it, the server starts. */
public final class JobFolder {
  private static final Logger LOG = LoggerFactory.getLogger(JobFolder.class);
  private static final String NAME = "jobs.mv";

  private JobFolder() {}

  /**
   * The jobs in a folder; a damaged file is set aside. Where they cannot be had, none are kept.
   *
   * @param folder is made where it is missing
   * @param mostBytes of the jobs that have ended, their pictures above all
   */
  public static JobStore open(Path folder, long mostBytes) {
    Path path = folder.resolve(NAME);
    try {
      Files.createDirectories(folder);
      return opened(path, mostBytes);
    } catch (IOException e) {
      return none(folder, DiskReason.of(e));
    } catch (RuntimeException e) {
      if (e instanceof MVStoreException known
          && known.getErrorCode() == DataUtils.ERROR_FILE_LOCKED) {
        return none(folder, "another running Kiln has them");
      }
      return afterwards(path, mostBytes, e);
    }
  }

  private static StoredJobs opened(Path path, long mostBytes) {
    JobFile file = new JobFile(path.toString());
    try {
      return new StoredJobs(file, path.toString(), file.heads(), mostBytes);
    } catch (RuntimeException e) {
      file.abandon();
      throw e;
    }
  }

  private static JobStore afterwards(Path path, long mostBytes, RuntimeException why) {
    if (!Files.isWritable(path)) {
      return none(path.getParent(), "its file cannot be written");
    }
    try {
      Path aside = setAside(path);
      JobStore begun = opened(path, mostBytes);
      LOG.warn(
          "the jobs in {} cannot be read ({}); the file lies in {} now, and a new one is begun",
          path,
          why.getMessage(),
          aside);
      return begun;
    } catch (IOException e) {
      return none(path.getParent(), DiskReason.of(e));
    } catch (RuntimeException e) {
      return none(path.getParent(), e.getMessage());
    }
  }

  private static Path setAside(Path path) throws IOException {
    for (int n = 1; ; n++) {
      Path aside = path.resolveSibling("damaged-" + n + "-" + NAME);
      if (Files.notExists(aside)) {
        return Files.move(path, aside);
      }
    }
  }

  private static JobStore none(Path folder, String why) {
    LOG.warn(
        "jobs cannot be kept in {}, {}; this server keeps them in memory alone; name another folder"
            + " with --job-store, or say --no-job-store",
        folder,
        why);
    return JobStore.NONE;
  }
}
