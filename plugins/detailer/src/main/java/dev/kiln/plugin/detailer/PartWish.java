package dev.kiln.plugin.detailer;

import dev.kiln.plugin.detailer.mask.Mask;
import dev.kiln.spi.generate.PassSettings;
import dev.kiln.spi.generate.Redrawing;
import dev.kiln.spi.generate.RequestContext;
import dev.kiln.spi.tensor.Picture;
import java.util.Optional;

/**
 * How one part of a picture is drawn again.
 *
 * @param part its number, from 0
 */
record PartWish(UnitValues values, int part, UnitPrompts prompts) {
  /** Latents have one pixel for so many. */
  private static final int MULTIPLE = 8;

  /**
   * @param mask as large as the picture
   */
  Redrawing redrawing(RequestContext request, Picture picture, Mask mask) {
    boolean alone = values.is(UnitField.ONLY_MASKED);
    return new Redrawing(
        picture,
        side(UnitField.WIDTH, alone ? request.width() : 0),
        side(UnitField.HEIGHT, alone ? request.height() : 0),
        values.number(UnitField.STRENGTH),
        false,
        values.is(UnitField.USE_NOISE) ? values.number(UnitField.NOISE) : 1,
        part,
        Optional.of(
            new Redrawing.Part(
                mask.picture(),
                values.whole(UnitField.MASK_BLUR),
                alone,
                values.whole(UnitField.PADDING))),
        settings());
  }

  private int side(UnitField field, int otherwise) {
    return values.is(UnitField.USE_SIZE) ? values.whole(field) / MULTIPLE * MULTIPLE : otherwise;
  }

  private PassSettings settings() {
    boolean sampler = values.is(UnitField.USE_SAMPLER);
    return new PassSettings(
        prompts.prompt(part),
        prompts.negative(part),
        sampler ? other(UnitField.SAMPLER) : "",
        sampler ? other(UnitField.SCHEDULER) : "",
        values.is(UnitField.USE_STEPS) ? values.whole(UnitField.STEPS) : 0,
        values.is(UnitField.USE_CFG_SCALE) ? values.number(UnitField.CFG_SCALE) : 0,
        values.is(UnitField.USE_CHECKPOINT) ? other(UnitField.CHECKPOINT) : "");
  }

  private String other(UnitField field) {
    String name = values.text(field).strip();
    return WithoutEffect.isOther(name) ? name : "";
  }
}
