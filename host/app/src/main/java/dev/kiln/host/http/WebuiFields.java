package dev.kiln.host.http;

import static dev.kiln.host.fields.Kind.FLAG;
import static dev.kiln.host.fields.Kind.INTEGER;
import static dev.kiln.host.fields.Kind.LIST;
import static dev.kiln.host.fields.Kind.NUMBER;
import static dev.kiln.host.fields.Kind.OBJECT;
import static dev.kiln.host.fields.Kind.PROMPT;
import static dev.kiln.host.fields.Kind.TEXT;
import static dev.kiln.host.request.ImageFields.DENOISING_STRENGTH;
import static dev.kiln.host.request.ImageFields.MASK_BLUR_X;
import static dev.kiln.host.request.ImageFields.MASK_BLUR_Y;
import static dev.kiln.host.request.ImageFields.MASK_ROUND;
import static dev.kiln.host.request.NoiseFields.DISCARD_PENULTIMATE;
import static dev.kiln.host.request.NoiseFields.SEED_DELTA;
import static dev.kiln.host.request.NoiseFields.SGM_NOISE;
import static dev.kiln.host.request.NoiseFields.S_CHURN;
import static dev.kiln.host.request.NoiseFields.S_NOISE;
import static dev.kiln.host.request.NoiseFields.S_TMAX;
import static dev.kiln.host.request.NoiseFields.S_TMIN;
import static dev.kiln.host.request.RequestFields.BATCH_COUNT;
import static dev.kiln.host.request.RequestFields.BATCH_SIZE;
import static dev.kiln.host.request.RequestFields.CLIP_SKIP;
import static dev.kiln.host.request.RequestFields.EMPHASIS;
import static dev.kiln.host.request.RequestFields.HEIGHT;
import static dev.kiln.host.request.RequestFields.PAD_CONDITIONS;
import static dev.kiln.host.request.RequestFields.SEED;
import static dev.kiln.host.request.RequestFields.SUBSEED;
import static dev.kiln.host.request.RequestFields.SUBSEED_STRENGTH;
import static dev.kiln.host.request.RequestFields.WIDTH;

import dev.kiln.host.fields.FieldTable;
import dev.kiln.host.request.RequestField;
import dev.kiln.host.request.RequestFields;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * webUI's fields in webUI's order: those that Kiln has too come from Kiln's table; those that it
 * lacks, or whose default differs, are defined here.
 */
final class WebuiFields {
  private static final Function<RequestField<?>, String> FIELD = field -> field.webui().field();
  private static final Function<RequestField<?>, String> OPTION = field -> field.webui().option();

  private WebuiFields() {}

  static FieldTable txt2img() {
    FieldTable table =
        common("Txt2Img")
            .with(FLAG, false, "enable_hr")
            .with(NUMBER, 0.75, "denoising_strength")
            .with(INTEGER, 0L, "firstphase_width", "firstphase_height")
            .with(NUMBER, 2.0, "hr_scale")
            .with(
                TEXT, null, "hr_upscaler", "hr_checkpoint_name", "hr_sampler_name", "hr_scheduler")
            .with(INTEGER, 0L, "hr_second_pass_steps", "hr_resize_x", "hr_resize_y")
            .with(PROMPT, "", "hr_prompt", "hr_negative_prompt");
    return answered(table).with(FIELD, RequestFields.TXT2IMG);
  }

  static FieldTable img2img() {
    FieldTable table =
        common("Img2Img")
            .with(LIST, null, WebuiPictures.INIT)
            .with(INTEGER, 0L, "resize_mode")
            .with(FIELD, List.of(DENOISING_STRENGTH))
            .with(NUMBER, null, "image_cfg_scale")
            .with(TEXT, null, WebuiPictures.MASK)
            .with(FIELD, List.of(MASK_BLUR_X, MASK_BLUR_Y))
            .with(INTEGER, null, "mask_blur")
            .with(FIELD, List.of(MASK_ROUND))
            .with(INTEGER, 0L, "inpainting_fill")
            .with(FLAG, true, "inpaint_full_res")
            .with(INTEGER, 0L, "inpaint_full_res_padding", "inpainting_mask_invert")
            .with(NUMBER, null, "initial_noise_multiplier")
            .with(TEXT, null, "latent_mask");
    return answered(table).with(FLAG, false, "include_init_images").with(FIELD, RequestFields.ALL);
  }

  private static FieldTable common(String name) {
    return new FieldTable(name)
        .with(PROMPT, "", "prompt", "negative_prompt")
        .with(LIST, List.of(), "styles")
        .with(FIELD, List.of(SEED, SUBSEED, SUBSEED_STRENGTH))
        .with(INTEGER, -1L, "seed_resize_from_h", "seed_resize_from_w")
        .with(TEXT, null, "sampler_name", "scheduler")
        .with(TEXT, "Euler", "sampler_index")
        .with(FIELD, List.of(BATCH_SIZE, BATCH_COUNT))
        .with(INTEGER, 50L, "steps")
        .with(NUMBER, 7.0, "cfg_scale")
        .with(FIELD, List.of(WIDTH, HEIGHT))
        .with(FLAG, null, "restore_faces", "tiling")
        .with(FLAG, false, "do_not_save_samples", "do_not_save_grid")
        .with(NUMBER, null, "eta", "s_min_uncond", "s_churn", "s_tmax", "s_tmin", "s_noise")
        .with(OBJECT, Map.of(), "override_settings")
        .with(FLAG, true, "override_settings_restore_afterwards")
        .with(TEXT, null, "refiner_checkpoint")
        .with(NUMBER, null, "refiner_switch_at")
        .with(FLAG, false, "disable_extra_networks")
        .with(TEXT, null, "firstpass_image");
  }

  private static FieldTable answered(FieldTable table) {
    return table
        .with(OBJECT, null, "comments")
        .with(TEXT, null, "script_name")
        .with(LIST, List.of(), "script_args")
        .with(OBJECT, Map.of(), "alwayson_scripts")
        .with(FLAG, true, "send_images")
        .with(FLAG, false, "save_images")
        .with(TEXT, null, "force_task_id", "infotext");
  }

  /** Those of webUI's options that the host knows. */
  static FieldTable settings() {
    return new FieldTable("Options")
        .with(TEXT, "", "sd_model_checkpoint")
        .with(TEXT, "Automatic", "sd_vae", "cross_attention_optimization")
        .with(TEXT, "png", "samples_format")
        .with(INTEGER, 80L, "jpeg_quality")
        .with(FLAG, true, "return_grid", "grid_only_if_multiple")
        .with(FLAG, false, "grid_prevent_empty_spots")
        .with(INTEGER, -1L, "n_rows")
        .with(TEXT, "#ffffff", "grid_background_color")
        .with(OPTION, List.of(CLIP_SKIP, EMPHASIS, PAD_CONDITIONS, DISCARD_PENULTIMATE, SGM_NOISE))
        .with(OPTION, List.of(SEED_DELTA, S_CHURN, S_TMIN, S_TMAX, S_NOISE))
        .with(OPTION, RequestFields.ALL)
        .with(NUMBER, 0.0, "eta_ddim")
        .with(NUMBER, 1.0, "eta_ancestral")
        .with(TEXT, "NV", "randn_source")
        .with(TEXT, "bh1", "uni_pc_variant")
        .with(TEXT, "time_uniform", "uni_pc_skip_type")
        .with(INTEGER, 3L, "uni_pc_order")
        .with(FLAG, true, "uni_pc_lower_order_final");
  }
}
