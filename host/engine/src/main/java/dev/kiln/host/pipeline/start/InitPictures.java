package dev.kiln.host.pipeline.start;

import static dev.kiln.host.request.ImageFields.COLOR_CORRECTION;
import static dev.kiln.host.request.ImageFields.DENOISING_STRENGTH;
import static dev.kiln.host.request.ImageFields.INIT_IMAGES;
import static dev.kiln.host.request.ImageFields.MASKED_CONTENT;
import static dev.kiln.host.request.ImageFields.MASK_BLUR_X;
import static dev.kiln.host.request.ImageFields.MASK_BLUR_Y;
import static dev.kiln.host.request.ImageFields.MASK_INVERT;
import static dev.kiln.host.request.ImageFields.NOISE_MULTIPLIER;
import static dev.kiln.host.request.ImageFields.ONLY_MASKED;
import static dev.kiln.host.request.ImageFields.ONLY_MASKED_PADDING;

import dev.kiln.host.image.PictureHash;
import dev.kiln.host.request.FieldType;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.MaskedContent;
import dev.kiln.host.request.RequestField;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The pictures that a request begins with: one for all, one for each, or none. They are brought to
 * their size when they are first needed: what is too large is refused before. For the generation's
 * own thread.
 */
public final class InitPictures {
  private final GenerationRequest request;
  private final Given given;
  private final List<InitPicture> prepared = new ArrayList<>();
  private final Set<String> warnings = new LinkedHashSet<>();

  /**
   * @param request with its size settled
   */
  public InitPictures(GenerationRequest request, Given given) {
    this.request = request;
    this.given = given;
  }

  /** What the user should know, a sentence each. */
  public Set<String> warnings() {
    prepared();
    return warnings;
  }

  public boolean isEmpty() {
    return given.pictures().isEmpty();
  }

  private List<InitPicture> prepared() {
    if (prepared.isEmpty() && !isEmpty()) {
      PictureSetting setting = new PictureSetting(request, warnings::add);
      given.pictures().forEach(picture -> prepared.add(setting.of(picture, given.mask())));
    }
    return prepared;
  }

  /** The one of a picture of the request, as it is drawn anew. */
  public Optional<Picture> shown(int image) {
    return isEmpty() ? Optional.empty() : Optional.of(of(image).shown());
  }

  /** What was drawn, in its place in the one that it began with. */
  public Picture finished(int image, Picture drawn) {
    return isEmpty() ? drawn : of(image).finished(drawn);
  }

  InitPicture of(int image) {
    return prepared().get(image % given.pictures().size());
  }

  /** The latents that are drawn anew in place of pictures. */
  Optional<Tensor> latents() {
    return given.latents();
  }

  /** Write webUI's keys into the infotext of a picture of the request. */
  public void describe(int image, Map<String, String> keys) {
    if (isEmpty()) {
      return;
    }
    put(keys, INIT_IMAGES, PictureHash.of(given.pictures().get(image % given.pictures().size())));
    put(keys, DENOISING_STRENGTH, FieldType.text(request.get(DENOISING_STRENGTH)));
    if (request.get(NOISE_MULTIPLIER) != 1) {
      put(keys, NOISE_MULTIPLIER, FieldType.text(request.get(NOISE_MULTIPLIER)));
    }
    if (request.get(COLOR_CORRECTION)) {
      put(keys, COLOR_CORRECTION, "True");
    }
    if (given.mask().isPresent()) {
      describeMask(of(image), keys);
    }
  }

  private void describeMask(InitPicture picture, Map<String, String> keys) {
    int blur = request.get(MASK_BLUR_X);
    if (request.get(MASK_INVERT)) {
      put(keys, MASK_INVERT, "Inpaint not masked");
    }
    if (blur > 0 && blur == request.get(MASK_BLUR_Y)) {
      put(keys, MASK_BLUR_X, String.valueOf(blur));
    }
    if (picture.region().isPresent()) {
      put(keys, ONLY_MASKED, "Only masked");
      put(keys, ONLY_MASKED_PADDING, String.valueOf(request.get(ONLY_MASKED_PADDING)));
    }
    if (request.get(MASKED_CONTENT) != MaskedContent.ORIGINAL) {
      put(keys, MASKED_CONTENT, request.get(MASKED_CONTENT).label());
    }
  }

  private static void put(Map<String, String> keys, RequestField<?> field, String value) {
    keys.put(field.infotext().key(), value);
  }
}
