package dev.kiln.host.request;

import static dev.kiln.host.request.ImageFields.DENOISING_STRENGTH;
import static dev.kiln.host.request.ImageFields.FULL_STEPS;
import static dev.kiln.host.request.ImageFields.INIT_IMAGES;
import static dev.kiln.host.request.ImageFields.MASK;
import static dev.kiln.host.request.NoiseFields.SIGMA_MAX;
import static dev.kiln.host.request.NoiseFields.SIGMA_MIN;
import static dev.kiln.host.request.RequestFields.NEGATIVE_PROMPTS;
import static dev.kiln.host.request.RequestFields.PROMPTS;
import static dev.kiln.host.request.RequestFields.SEED_RESIZE_HEIGHT;
import static dev.kiln.host.request.RequestFields.SEED_RESIZE_WIDTH;

import dev.kiln.host.image.PictureFile;
import dev.kiln.spi.BadRequest;
import java.util.List;

/** Refuses invalid requests before any work begins, with one sentence each. */
public final class RequestCheck {
  /** Of the schedule whose last steps are taken. */
  private static final int MOST_LEVELS = 1_000_000;

  private final GenerationRequest request;

  public RequestCheck(GenerationRequest request) {
    this.request = request;
  }

  public void check() {
    RequestFields.ALL.forEach(field -> field.check(request));
    demandOneForEach(PROMPTS);
    demandOneForEach(NEGATIVE_PROMPTS);
    checkPictures();
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

  private void checkPictures() {
    List<PictureFile> first = request.get(INIT_IMAGES);
    if (first.isEmpty() && request.get(MASK).isPresent()) {
      throw new BadRequest("there is a mask but no picture under it; give init_images");
    }
    if (first.size() > 1 && request.pictures() % first.size() != 0) {
      throw new BadRequest(
          "init_images has %d pictures, but %d are asked for (batch size times batch count); give one, or one for each"
              .formatted(first.size(), request.pictures()));
    }
    double strength = request.get(DENOISING_STRENGTH);
    if (request.get(FULL_STEPS) && request.steps() / strength > MOST_LEVELS) {
      throw new BadRequest(
          "denoising strength is %s, too little for %d full steps; ask for more strength or leave out full_steps"
              .formatted(FieldType.text(strength), request.steps()));
    }
    first.forEach(PictureFile::decoded);
    request.get(MASK).ifPresent(PictureFile::decoded);
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
