package dev.kiln.plugin.detailer;

/** The fields of a unit as ADetailer defines them, in its order. */
enum UnitField {
  MODEL("ad_model", "model", UnitField.NONE),
  MODEL_CLASSES("ad_model_classes", "model classes", ""),
  TAB_ENABLE("ad_tab_enable", "tab enable", true),
  PROMPT("ad_prompt", "prompt", ""),
  NEGATIVE_PROMPT("ad_negative_prompt", "negative prompt", ""),
  CONFIDENCE("ad_confidence", "confidence", 0.3, 0, 1),
  FILTER_METHOD("ad_mask_filter_method", "method to decide top k masks", Filter.AREA),
  MASK_K("ad_mask_k", "mask only top k", 0, 0, 1000),
  MIN_RATIO("ad_mask_min_ratio", "mask min ratio", 0.0, 0, 1),
  MAX_RATIO("ad_mask_max_ratio", "mask max ratio", 1.0, 0, 1),
  X_OFFSET("ad_x_offset", "x offset", 0, -UnitField.FAR, UnitField.FAR),
  Y_OFFSET("ad_y_offset", "y offset", 0, -UnitField.FAR, UnitField.FAR),
  DILATE_ERODE("ad_dilate_erode", "dilate erode", 4, -UnitField.FAR, UnitField.FAR),
  MERGE_INVERT("ad_mask_merge_invert", "mask merge invert", Merge.NONE),
  MASK_BLUR("ad_mask_blur", "mask blur", 4, 0, 64),
  STRENGTH("ad_denoising_strength", "denoising strength", 0.4, 0, 1),
  ONLY_MASKED("ad_inpaint_only_masked", "inpaint only masked", true),
  PADDING("ad_inpaint_only_masked_padding", "inpaint padding", 32, 0, 1024),
  USE_SIZE("ad_use_inpaint_width_height", "use inpaint width height", false),
  WIDTH("ad_inpaint_width", "inpaint width", 512, 64, 2048),
  HEIGHT("ad_inpaint_height", "inpaint height", 512, 64, 2048),
  USE_STEPS("ad_use_steps", "use separate steps", false),
  STEPS("ad_steps", "steps", 28, 1, 1000),
  USE_CFG_SCALE("ad_use_cfg_scale", "use separate CFG scale", false),
  CFG_SCALE("ad_cfg_scale", "CFG scale", 7.0, 0, 100),
  USE_CHECKPOINT("ad_use_checkpoint", "use separate checkpoint", false),
  CHECKPOINT("ad_checkpoint", "checkpoint", ""),
  USE_VAE("ad_use_vae", "use separate VAE", false),
  VAE("ad_vae", "VAE", ""),
  USE_SAMPLER("ad_use_sampler", "use separate sampler", false),
  SAMPLER("ad_sampler", "sampler", "DPM++ 2M Karras"),
  SCHEDULER("ad_scheduler", "scheduler", UnitField.SAME_SCHEDULER),
  USE_NOISE("ad_use_noise_multiplier", "use separate noise multiplier", false),
  NOISE("ad_noise_multiplier", "noise multiplier", 1.0, 0.5, 1.5),
  USE_CLIP_SKIP("ad_use_clip_skip", "use separate CLIP skip", false),
  CLIP_SKIP("ad_clip_skip", "CLIP skip", 1, 1, 12),
  RESTORE_FACE("ad_restore_face", "restore face", false),
  CONTROLNET_MODEL("ad_controlnet_model", "ControlNet model", UnitField.NONE),
  CONTROLNET_MODULE("ad_controlnet_module", "ControlNet module", UnitField.NONE),
  CONTROLNET_WEIGHT("ad_controlnet_weight", "ControlNet weight", 1.0, 0, 2),
  CONTROLNET_START("ad_controlnet_guidance_start", "ControlNet guidance start", 0.0, 0, 1),
  CONTROLNET_END("ad_controlnet_guidance_end", "ControlNet guidance end", 1.0, 0, 1);

  static final String NONE = "None";
  static final String SAME_SCHEDULER = "Use same scheduler";

  /** Of all keys in an infotext. */
  static final String KEY = "ADetailer ";

  /** More than any picture has pixels to be moved or grown by. */
  private static final int FAR = 8192;

  private final String json;
  private final String words;
  private final Object usual;
  private final double min;
  private final double max;

  UnitField(String json, String words, Object usual) {
    this(json, words, usual, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  /**
   * @param usual a text, a truth, a choice, a whole number, or one with a fraction
   */
  UnitField(String json, String words, Object usual, double min, double max) {
    this.json = json;
    this.words = words;
    this.usual = usual;
    this.min = min;
    this.max = max;
  }

  /** Its name in a request. */
  String json() {
    return json;
  }

  /** Its key in the infotext of the first unit. */
  String key() {
    return KEY + words;
  }

  /** Its value where nobody says another; its type is that of all values. */
  Object usual() {
    return usual;
  }

  /** The smallest number allowed. */
  double min() {
    return min;
  }

  /** The largest number allowed. */
  double max() {
    return max;
  }
}
