package dev.kiln.host.app;

import dev.kiln.host.job.Generator;
import dev.kiln.host.pipeline.Cancellation;
import dev.kiln.host.pipeline.GenerationPipeline;
import dev.kiln.host.pipeline.GenerationRequest;
import dev.kiln.host.pipeline.GenerationResult;
import dev.kiln.host.pipeline.Progress;

/** The pipeline behind the queue. */
record Generations(GenerationPipeline pipeline) implements Generator {
  @Override
  public void check(GenerationRequest request) {
    pipeline.check(request);
  }

  @Override
  public GenerationResult generate(
      String job, GenerationRequest request, Progress progress, Cancellation cancellation) {
    return pipeline.generate(job, request, progress, cancellation);
  }
}
