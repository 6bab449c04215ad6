package dev.kiln.host.engine;

import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.model.ModelSource;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.tuning.MeasuredAttention;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Says once in a home that measuring exists, to who draws large pictures on a machine where nobody
 * has measured.
 */
record TuningAdvice(Path home, ModelCatalog models, MeasuredAttention attention) {
  /** Of smaller ones there is little to save. */
  private static final long PIXELS = 512 * 512;

  Optional<String> of(GenerationRequest request) {
    ModelSource model = models.choose(request.model());
    long width = request.width() == 0 ? model.nativeSize() : request.width();
    long height = request.height() == 0 ? model.nativeSize() : request.height();
    if (width * height < PIXELS || !attention.unmeasured(request, model) || !first()) {
      return Optional.empty();
    }
    return Optional.of(
        "nobody has measured yet what computes such pictures fastest on this machine: kiln tune"
            + " --size %dx%d does, in about two minutes. This is said once"
                .formatted(width, height));
  }

  private boolean first() {
    try {
      Files.createFile(home.resolve("tune-told"));
      return true;
    } catch (IOException told) {
      return false;
    }
  }
}
