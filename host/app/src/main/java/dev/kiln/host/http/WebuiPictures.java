package dev.kiln.host.http;

import dev.kiln.host.fields.Values;
import dev.kiln.host.image.ResizeMode;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.ImageFields;
import dev.kiln.host.request.MaskedContent;
import dev.kiln.host.request.RequestFields;
import dev.kiln.spi.BadRequest;
import java.util.List;

/**
 * webUI's fields about the pictures that a request begins with, some of them numbers of choices.
 */
final class WebuiPictures {
  static final String INIT = "init_images";
  static final String MASK = "mask";

  private final Values values;

  WebuiPictures(Values values) {
    this.values = values;
  }

  /**
   * @throws HttpProblem when there is no picture
   * @throws BadRequest when a number stands for no choice
   */
  void read(GenerationRequestBuilder request) {
    List<?> pictures = values.value(INIT) instanceof List<?> list ? list : List.of();
    if (pictures.isEmpty()) {
      throw new HttpProblem(404, "Init image not found");
    }
    request.read(ImageFields.INIT_IMAGES, pictures);
    if (pictures.size() > 1) {
      // As in webUI, whatever batch_size says.
      request.with(RequestFields.BATCH_SIZE, pictures.size());
    }
    request.read(ImageFields.MASK, values.text(MASK));
    request.with(ImageFields.RESIZE_MODE, choice("resize_mode", ResizeMode.values()));
    request.with(ImageFields.MASKED_CONTENT, choice("inpainting_fill", MaskedContent.values()));
    request.with(ImageFields.ONLY_MASKED, values.flag("inpaint_full_res"));
    request.read(ImageFields.ONLY_MASKED_PADDING, values.value("inpaint_full_res_padding"));
    request.with(ImageFields.MASK_INVERT, (Long) values.value("inpainting_mask_invert") != 0);
    Object blur = values.value("mask_blur");
    if (blur != null) {
      request.read(ImageFields.MASK_BLUR_X, blur).read(ImageFields.MASK_BLUR_Y, blur);
    }
    // As in webUI's API, where it is on only if it is asked for.
    Object imageCfg = values.value("image_cfg_scale");
    request.read(ImageFields.IMAGE_CFG_SCALE, imageCfg == null ? 1.0 : imageCfg);
    Object noise = values.value("initial_noise_multiplier");
    if (noise != null) {
      request.read(ImageFields.NOISE_MULTIPLIER, noise);
    }
  }

  private <E> E choice(String field, E[] choices) {
    long number = (Long) values.value(field);
    if (number < 0 || number >= choices.length) {
      throw new BadRequest(
          "%s is %d; it must be 0 to %d".formatted(field, number, choices.length - 1));
    }
    return choices[(int) number];
  }
}
