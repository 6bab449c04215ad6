package dev.kiln.host.request;

import static dev.kiln.host.request.FieldType.BOOLEAN;
import static dev.kiln.host.request.FieldType.INTEGER;
import static dev.kiln.host.request.FieldType.NUMBER;
import static dev.kiln.host.request.FieldType.PICTURE;
import static dev.kiln.host.request.FieldType.PICTURES;
import static dev.kiln.host.request.FieldType.TEXT;
import static dev.kiln.host.request.RequestField.Written.AS_SETTLED;
import static dev.kiln.host.request.RequestField.of;

import dev.kiln.host.image.PictureFile;
import dev.kiln.host.image.ResizeMode;
import java.util.List;
import java.util.Optional;

/**
 * The fields of a request that begins with a picture. Names and defaults are webUI's, but that
 * numbers that stand for a choice have names.
 */
public final class ImageFields {
  private static final Bounds BLUR = Bounds.of(0, 64);

  /** One for all pictures of the request, or one for each. */
  public static final RequestField<List<PictureFile>> INIT_IMAGES =
      of("init_images", PICTURES, List.of(), "pictures to begin with, in base64")
          .called("init_images");

  /** What a picture's infotext tells of the one that it was drawn on. Another one is a warning. */
  public static final RequestField<String> INIT_IMAGE_HASH =
      of("init_image_hash", TEXT, "", "hash of the picture that one was drawn on, to draw it again")
          .infotext("Init image hash", AS_SETTLED);

  /** How much of the way from noise is gone again. */
  public static final RequestField<Double> DENOISING_STRENGTH =
      of("denoising_strength", NUMBER, 0.75, "how much of the picture is drawn anew, 0 to 1")
          .called("denoising strength")
          .within(Bounds.of(0, 1))
          .flag("0..1", "--strength")
          .infotext("Denoising strength", AS_SETTLED)
          .webui("denoising_strength");

  /** Of models that edit a picture by what the prompt says; 1 to go without. */
  public static final RequestField<Double> IMAGE_CFG_SCALE =
      of("image_cfg_scale", NUMBER, 1.5, "how much a model that edits pictures keeps of them")
          .called("image cfg scale")
          .within(Bounds.of(0, 100))
          .flag("SCALE", "--image-cfg")
          .infotext("Image CFG scale", AS_SETTLED);

  public static final RequestField<ResizeMode> RESIZE_MODE =
      of(
              "resize_mode",
              FieldType.choice(ResizeMode.class, ResizeMode::label),
              ResizeMode.JUST_RESIZE,
              "how a picture comes to the size that is drawn")
          .flag("MODE", "--resize")
          .infotext("Resize mode", AS_SETTLED);

  public static final RequestField<Double> NOISE_MULTIPLIER =
      of("noise_multiplier", NUMBER, 1.0, "multiplier of the noise that is added to the picture")
          .within(Bounds.of(0, 2))
          .flag("X", "--noise-multiplier")
          .infotext("Noise multiplier", AS_SETTLED)
          .webui("initial_noise_multiplier")
          .webuiOption("initial_noise_multiplier");

  /** Else a part of them, by the strength. */
  public static final RequestField<Boolean> FULL_STEPS =
      of("full_steps", BOOLEAN, false, "take exactly as many steps as asked for, at any strength")
          .flag("", "--full-steps")
          .infotext("Full steps", AS_SETTLED)
          .webuiOption("img2img_fix_steps");

  public static final RequestField<Boolean> COLOR_CORRECTION =
      of("color_correction", BOOLEAN, false, "give the result the colors of the first picture")
          .flag("", "--color-correction")
          .infotext("Color correction", AS_SETTLED)
          .webuiOption("img2img_color_correction");

  /** Empty to draw all anew. */
  public static final RequestField<Optional<PictureFile>> MASK =
      of("mask", PICTURE, Optional.empty(), "white where the picture is drawn anew, in base64");

  /** The same as {@link #INIT_IMAGE_HASH}, of the mask. */
  public static final RequestField<String> MASK_HASH =
      of("mask_hash", TEXT, "", "hash of the mask that a picture was drawn under")
          .infotext("Mask hash", AS_SETTLED);

  /** Its key is that of both where they are equal. */
  public static final RequestField<Integer> MASK_BLUR_X =
      of("mask_blur_x", INTEGER, 4, "blur of the mask across, in pixels")
          .within(BLUR)
          .flag("N", "--mask-blur-x")
          .infotext("Mask blur", AS_SETTLED)
          .webui("mask_blur_x");

  public static final RequestField<Integer> MASK_BLUR_Y =
      of("mask_blur_y", INTEGER, 4, "blur of the mask down, in pixels")
          .within(BLUR)
          .flag("N", "--mask-blur-y")
          .infotext("Mask blur y", AS_SETTLED)
          .webui("mask_blur_y");

  public static final RequestField<Boolean> MASK_ROUND =
      of("mask_round", BOOLEAN, true, "let each latent be drawn anew or kept, nothing between")
          .infotext("Mask rounding", AS_SETTLED)
          .webui("mask_round");

  public static final RequestField<Boolean> MASK_INVERT =
      of("mask_invert", BOOLEAN, false, "draw anew what the mask leaves black")
          .flag("", "--mask-invert")
          .infotext("Mask mode", AS_SETTLED);

  public static final RequestField<MaskedContent> MASKED_CONTENT =
      of(
              "masked_content",
              FieldType.choice(MaskedContent.class, MaskedContent::label),
              MaskedContent.ORIGINAL,
              "what the masked place begins with")
          .flag("NAME", "--masked-content")
          .infotext("Masked content", AS_SETTLED);

  public static final RequestField<Boolean> ONLY_MASKED =
      of("only_masked", BOOLEAN, false, "draw the surroundings of the mask alone, in full size")
          .flag("", "--only-masked")
          .infotext("Inpaint area", AS_SETTLED);

  public static final RequestField<Integer> ONLY_MASKED_PADDING =
      of("only_masked_padding", INTEGER, 32, "pixels around the mask that are drawn with it")
          .within(Bounds.of(0, 8192))
          .flag("N", "--only-masked-padding")
          .infotext("Masked area padding", AS_SETTLED);

  /** All there are, in the order in which JSON lists them. */
  public static final List<RequestField<?>> ALL =
      List.of(
          INIT_IMAGES,
          INIT_IMAGE_HASH,
          DENOISING_STRENGTH,
          IMAGE_CFG_SCALE,
          RESIZE_MODE,
          NOISE_MULTIPLIER,
          FULL_STEPS,
          COLOR_CORRECTION,
          MASK,
          MASK_HASH,
          MASK_BLUR_X,
          MASK_BLUR_Y,
          MASK_ROUND,
          MASK_INVERT,
          MASKED_CONTENT,
          ONLY_MASKED,
          ONLY_MASKED_PADDING);

  private ImageFields() {}
}
