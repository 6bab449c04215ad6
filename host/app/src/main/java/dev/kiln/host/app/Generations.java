package dev.kiln.host.app;

import dev.kiln.host.job.Generator;
import dev.kiln.host.pipeline.GenerationPipeline;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.host.request.Progress;

/** The pipeline behind the queue. Remembers how attention was computed last. */
final class Generations implements Generator {
  private final GenerationPipeline pipeline;
  private volatile String attention = "";

  Generations(GenerationPipeline pipeline) {
    this.pipeline = pipeline;
  }

  @Override
  public void check(GenerationRequest request) {
    pipeline.check(request);
  }

  @Override
  public GenerationResult generate(
      String job, GenerationRequest request, Progress progress, Cancellation cancellation) {
    GenerationResult result = pipeline.generate(job, request, progress, cancellation);
    attention = result.attention();
    return result;
  }

  /** Optimizer, sites and reason of the last picture; empty before the first. */
  String attention() {
    return attention;
  }
}
