package dev.kiln.host.testing;

import dev.kiln.host.model.ModelStore;
import dev.kiln.host.pipeline.GenerationPipeline;
import dev.kiln.host.pipeline.hook.HookSource;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.GeneratedImage;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.Progress;

/** One small picture, for tests of what draws it. */
public final class Drawing {
  private Drawing() {}

  public static GenerationRequestBuilder request(String model) {
    return GenerationRequest.of("a girl").model(model).steps(2).seed(7).size(64, 64);
  }

  public static GeneratedImage draw(ModelStore models, GenerationRequestBuilder request) {
    return draw(models, request, Progress.SILENT);
  }

  public static GeneratedImage draw(
      ModelStore models, GenerationRequestBuilder request, Progress progress) {
    return new GenerationPipeline(models, HookSource.NONE)
        .generate("job", request.build(), progress, new Cancellation())
        .images()
        .get(0);
  }

  /** Mean difference of two pictures, of 255. */
  public static double distance(GeneratedImage a, GeneratedImage b) {
    double sum = 0;
    for (int i = 0; i < a.rgb().length; i++) {
      sum += Math.abs((a.rgb()[i] & 0xff) - (b.rgb()[i] & 0xff));
    }
    return sum / a.rgb().length;
  }
}
