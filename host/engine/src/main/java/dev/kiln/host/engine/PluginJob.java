package dev.kiln.host.engine;

import dev.kiln.host.OutOfResources;
import dev.kiln.host.job.Job;
import dev.kiln.host.request.GeneratedImage;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.spi.host.Generated;
import dev.kiln.spi.host.GenerationJob;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A job as the plugin that submitted it sees it. */
final class PluginJob implements GenerationJob {
  private final Job job;
  private final List<String> warnings;
  private final BooleanSupplier generatesHere;

  /**
   * @param warnings that came up before the job began, a sentence each
   */
  PluginJob(Job job, List<String> warnings, BooleanSupplier generatesHere) {
    this.job = job;
    this.warnings = warnings;
    this.generatesHere = generatesHere;
  }

  @Override
  public String id() {
    return job.id();
  }

  @Override
  public Generated await() throws InterruptedException {
    if (generatesHere.getAsBoolean()) {
      throw new IllegalStateException(
          "a generation cannot wait for another one: they run one after the other");
    }
    try {
      GenerationResult result = job.result().get();
      return new Generated(
          result.images().stream().map(GeneratedImage::picture).toList(),
          result.images().stream().map(GeneratedImage::infotext).toList(),
          Stream.of(warnings, result.warnings()).flatMap(List::stream).toList());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof OutOfResources little) {
        throw new IllegalStateException(little.getMessage(), little);
      }
      throw e.getCause() instanceof RuntimeException problem
          ? problem
          : new IllegalStateException(String.valueOf(e.getCause().getMessage()), e.getCause());
    }
  }

  @Override
  public void interrupt() {
    job.interrupt();
  }

  @Override
  public void cancel() {
    job.cancel();
  }
}
