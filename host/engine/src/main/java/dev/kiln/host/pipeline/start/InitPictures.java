package dev.kiln.host.pipeline.start;

import static dev.kiln.host.request.ImageFields.COLOR_CORRECTION;
import static dev.kiln.host.request.ImageFields.DENOISING_STRENGTH;
import static dev.kiln.host.request.ImageFields.FULL_STEPS;
import static dev.kiln.host.request.ImageFields.INIT_IMAGE_HASH;
import static dev.kiln.host.request.ImageFields.MASKED_CONTENT;
import static dev.kiln.host.request.ImageFields.MASK_BLUR_X;
import static dev.kiln.host.request.ImageFields.MASK_BLUR_Y;
import static dev.kiln.host.request.ImageFields.MASK_HASH;
import static dev.kiln.host.request.ImageFields.MASK_INVERT;
import static dev.kiln.host.request.ImageFields.MASK_ROUND;
import static dev.kiln.host.request.ImageFields.NOISE_MULTIPLIER;
import static dev.kiln.host.request.ImageFields.ONLY_MASKED;
import static dev.kiln.host.request.ImageFields.ONLY_MASKED_PADDING;
import static dev.kiln.host.request.ImageFields.RESIZE_MODE;

import dev.kiln.host.image.Mask;
import dev.kiln.host.image.PictureHash;
import dev.kiln.host.image.ResizeMode;
import dev.kiln.host.request.FieldType;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.MaskedContent;
import dev.kiln.host.request.RequestField;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
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
  private final Map<Integer, Mask> overlays = new HashMap<>();
  private boolean soft;

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
    if (!isEmpty()) {
      compare();
    }
    return warnings;
  }

  /** Warn where a picture that should be drawn again begins with another one. */
  private void compare() {
    String first = request.get(INIT_IMAGE_HASH);
    List<String> found = given.pictures().stream().map(PictureHash::of).toList();
    if (!first.isEmpty() && !found.contains(first)) {
      warnings.add(
          "the picture to begin with has the hash %s, and the one that the infotext tells of had %s: another picture is drawn"
              .formatted(String.join(", ", found), first));
    }
    String mask = request.get(MASK_HASH);
    String own = given.mask().map(PictureHash::of).orElse("");
    if (!mask.isEmpty() && own.isEmpty()) {
      warnings.add("the infotext tells of a mask, and there is none: all is drawn anew");
    } else if (!mask.isEmpty() && !mask.equals(own)) {
      warnings.add(
          "the mask has the hash %s, and the one that the infotext tells of had %s: another picture is drawn"
              .formatted(own, mask));
    }
  }

  public boolean isEmpty() {
    return given.pictures().isEmpty();
  }

  /** White where they are drawn anew, as it was given; empty for everywhere. */
  public Optional<Picture> mask() {
    return given.mask();
  }

  /** Whether there is a mask over pictures. */
  boolean masked() {
    return !isEmpty() && mask().isPresent();
  }

  /** Let latents be drawn in part, whatever the request says; before pictures are prepared. */
  void soften() {
    soft = true;
  }

  /** Whether a latent is drawn anew or kept, nothing between. */
  boolean round() {
    return !soft && request.get(MASK_ROUND);
  }

  private List<InitPicture> prepared() {
    if (prepared.isEmpty() && !isEmpty()) {
      PictureSetting setting = new PictureSetting(request, round(), warnings::add);
      given.pictures().forEach(picture -> prepared.add(setting.of(picture, given.mask())));
    }
    return prepared;
  }

  /** The one of a picture of the request, as it is drawn anew. */
  public Optional<Picture> shown(int image) {
    return isEmpty() ? Optional.empty() : Optional.of(of(image).shown());
  }

  /**
   * Show what was drawn under another mask than the request's.
   *
   * @param shown 1 where it is shown, 0 where the picture is that it began with, [height/8,
   *     width/8]
   */
  void overlay(int image, Tensor shown) {
    overlays.put(image, Mask.ofLatents(shown, request.width(), request.height()));
  }

  /** What was drawn, in its place in the one that it began with. */
  public Picture finished(int image, Picture drawn) {
    return isEmpty() ? drawn : of(image).finished(drawn, Optional.ofNullable(overlays.get(image)));
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
    put(
        keys,
        INIT_IMAGE_HASH,
        PictureHash.of(given.pictures().get(image % given.pictures().size())));
    put(keys, DENOISING_STRENGTH, FieldType.text(request.get(DENOISING_STRENGTH)));
    if (request.get(NOISE_MULTIPLIER) != 1) {
      put(keys, NOISE_MULTIPLIER, FieldType.text(request.get(NOISE_MULTIPLIER)));
    }
    if (request.get(RESIZE_MODE) != ResizeMode.JUST_RESIZE) {
      put(keys, RESIZE_MODE, request.get(RESIZE_MODE).label());
    }
    if (request.get(FULL_STEPS)) {
      put(keys, FULL_STEPS, "True");
    }
    if (request.get(COLOR_CORRECTION)) {
      put(keys, COLOR_CORRECTION, "True");
    }
    if (given.mask().isPresent()) {
      describeMask(of(image), keys);
    }
  }

  private void describeMask(InitPicture picture, Map<String, String> keys) {
    put(keys, MASK_HASH, PictureHash.of(given.mask().orElseThrow()));
    int across = request.get(MASK_BLUR_X);
    int down = request.get(MASK_BLUR_Y);
    if (request.get(MASK_INVERT)) {
      put(keys, MASK_INVERT, "Inpaint not masked");
    }
    if (across != down) {
      keys.put("Mask blur x", String.valueOf(across));
      put(keys, MASK_BLUR_Y, String.valueOf(down));
    } else if (across > 0) {
      put(keys, MASK_BLUR_X, String.valueOf(across));
    }
    if (!request.get(MASK_ROUND)) {
      put(keys, MASK_ROUND, "False");
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
