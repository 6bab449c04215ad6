package dev.kiln.host.job;

import dev.kiln.host.image.PictureEncoding;
import dev.kiln.host.job.JobStore.Kept;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.spi.BadRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is left of jobs: in the store, and as files, one set of each, however the process ends. */
final class JobFiles {
  private static final Logger LOG = LoggerFactory.getLogger(JobFiles.class);

  private final JobStore store;
  private final PictureSaver saver;

  JobFiles(JobStore store, PictureSaver saver) {
    this.store = store;
    this.saver = saver;
  }

  /**
   * Write down how a job ended, and its files.
   *
   * @param closing what is given up then is drawn at the next start
   * @return the same, with a warning where files could not be written
   */
  Outcome ended(QueuedJob job, Outcome how, boolean closing) {
    if (closing && how.problem() instanceof CancellationException) {
      store.postponed(job.number());
      return how;
    }
    store.ended(job.number(), job.seconds(), how);
    return write(job.kept(), how);
  }

  private Outcome write(Kept job, Outcome outcome) {
    PictureEncoding encoding = job.files();
    GenerationResult result = outcome.result();
    if (encoding == null || result == null) {
      return outcome;
    }
    try {
      result.images().forEach(image -> saver.save(image, encoding));
      store.saved(job.number());
      return outcome;
    } catch (BadRequest e) {
      LOG.warn("job {} is not saved: {}", job.id(), e.getMessage());
      List<String> warnings = new ArrayList<>(result.warnings());
      warnings.add("the pictures are not saved: " + e.getMessage());
      return new Outcome(result.withWarnings(warnings), null);
    }
  }

  /** Write what a former process left, which may have written a part of it. */
  void catchUp() {
    for (Kept job : store.unsaved()) {
      try {
        job.outcome().result().images().forEach(image -> saver.saveOnce(image, job.files()));
        store.saved(job.number());
      } catch (BadRequest e) {
        LOG.warn("job {} is not saved: {}", job.id(), e.getMessage());
      }
    }
  }
}
