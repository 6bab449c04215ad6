package dev.kiln.host.http;

import static dev.kiln.host.http.Kind.FLAG;
import static dev.kiln.host.http.Kind.INTEGER;
import static dev.kiln.host.http.Kind.LIST;
import static dev.kiln.host.http.Kind.NUMBER;
import static dev.kiln.host.http.Kind.OBJECT;
import static dev.kiln.host.http.Kind.PROMPT;
import static dev.kiln.host.http.Kind.TEXT;

import java.util.List;
import java.util.Map;

/** webUI's fields with webUI's defaults, except for the size: 0 means the model's own. */
final class WebuiFields {
  private WebuiFields() {}

  static FieldTable txt2img() {
    return new FieldTable("Txt2Img")
        .with(PROMPT, "", "prompt", "negative_prompt")
        .with(LIST, List.of(), "styles")
        .with(INTEGER, -1L, "seed", "subseed")
        .with(NUMBER, 0.0, "subseed_strength")
        .with(INTEGER, -1L, "seed_resize_from_h", "seed_resize_from_w")
        .with(TEXT, null, "sampler_name", "scheduler")
        .with(TEXT, "Euler", "sampler_index")
        .with(INTEGER, 1L, "batch_size", "n_iter")
        .with(INTEGER, 50L, "steps")
        .with(NUMBER, 7.0, "cfg_scale")
        .with(INTEGER, 0L, "width", "height")
        .with(FLAG, null, "restore_faces", "tiling")
        .with(FLAG, false, "do_not_save_samples", "do_not_save_grid")
        .with(NUMBER, null, "eta", "s_min_uncond", "s_churn", "s_tmax", "s_tmin", "s_noise")
        .with(OBJECT, Map.of(), "override_settings")
        .with(FLAG, true, "override_settings_restore_afterwards")
        .with(TEXT, null, "refiner_checkpoint")
        .with(NUMBER, null, "refiner_switch_at")
        .with(FLAG, false, "disable_extra_networks", "enable_hr")
        .with(TEXT, null, "firstpass_image")
        .with(NUMBER, 0.75, "denoising_strength")
        .with(NUMBER, 2.0, "hr_scale")
        .with(TEXT, null, "hr_upscaler", "hr_checkpoint_name", "hr_sampler_name", "hr_scheduler")
        .with(INTEGER, 0L, "hr_second_pass_steps", "hr_resize_x", "hr_resize_y")
        .with(PROMPT, "", "hr_prompt", "hr_negative_prompt")
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
        .with(INTEGER, 1L, "CLIP_stop_at_last_layers")
        .with(TEXT, "Original", "emphasis")
        .with(FLAG, false, "pad_cond_uncond", "always_discard_next_to_last_sigma")
        .with(FLAG, false, "sgm_noise_multiplier")
        .with(INTEGER, 0L, "eta_noise_seed_delta")
        .with(NUMBER, 0.0, "s_churn", "s_tmin", "s_tmax")
        .with(NUMBER, 1.0, "s_noise")
        .with(NUMBER, 0.0, "sigma_min", "sigma_max", "rho", "eta_ddim")
        .with(NUMBER, 1.0, "eta_ancestral")
        .with(TEXT, "NV", "randn_source")
        .with(TEXT, "bh1", "uni_pc_variant")
        .with(TEXT, "time_uniform", "uni_pc_skip_type")
        .with(INTEGER, 3L, "uni_pc_order")
        .with(FLAG, true, "uni_pc_lower_order_final");
  }
}
