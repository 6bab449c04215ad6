package dev.kiln.host.request;

import static dev.kiln.host.request.NoiseFields.SIGMA_MAX;
import static dev.kiln.host.request.NoiseFields.SIGMA_MIN;
import static dev.kiln.host.request.RequestFields.NEGATIVE_PROMPTS;
import static dev.kiln.host.request.RequestFields.PROMPTS;
import static dev.kiln.host.request.RequestFields.SEED_RESIZE_HEIGHT;
import static dev.kiln.host.request.RequestFields.SEED_RESIZE_WIDTH;

import dev.kiln.spi.BadRequest;
import java.util.List;

/** Refuses invalid requests before any work begins, with one sentence each. */
public final class RequestCheck {
  private final GenerationRequest request;

  public RequestCheck(GenerationRequest request) {
    this.request = request;
  }

  public void check() {
    RequestFields.ALL.forEach(field -> field.check(request));
    demandOneForEach(PROMPTS);
    demandOneForEach(NEGATIVE_PROMPTS);
    double sigmaMin = request.get(SIGMA_MIN);
    double sigmaMax = request.get(SIGMA_MAX);
    if (sigmaMax > 0 && sigmaMin >= sigmaMax) {
      throw new BadRequest(
          "sigma_min is "
              + sigmaMin
              + " and sigma_max "
              + sigmaMax
              + "; the smallest noise level must be below the largest");
    }
    int width = request.get(SEED_RESIZE_WIDTH);
    int height = request.get(SEED_RESIZE_HEIGHT);
    if (width > 0 != height > 0) {
      throw new BadRequest(
          ("seed resize width is " + width + " and height " + height)
              + "; give the size that the seed was found at, or neither");
    }
  }

  private void demandOneForEach(RequestField<List<String>> field) {
    int given = request.get(field).size();
    if (given > 0 && given != request.pictures()) {
      throw new BadRequest(
          "%s has %d texts, but %d pictures are asked for (batch size times batch count); give one for each"
              .formatted(field.title(), given, request.pictures()));
    }
  }
}
