package dev.kiln.host.http;

import dev.kiln.host.fields.Values;
import dev.kiln.host.image.Infotext;
import dev.kiln.host.request.GeneratedImage;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationResult;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The {@code info} of webUI's answer, with all of its keys. */
final class WebuiInfo {
  private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");

  private final GenerationResult result;
  private final GenerationRequest request;
  private final List<String> warnings;

  /**
   * @param warnings about the request and of its generation
   */
  WebuiInfo(GenerationResult result, List<String> warnings) {
    this.result = result;
    this.warnings = warnings;
    this.request = result.request();
  }

  /**
   * @param values the request as it came
   * @param grid whether a grid stands in front of the pictures
   * @param version of Kiln
   */
  Map<String, @Nullable Object> describe(Values values, boolean grid, String version) {
    Map<String, @Nullable Object> info = new LinkedHashMap<>();
    pictures(info);
    info.put("width", request.width());
    info.put("height", request.height());
    info.put("sampler_name", request.sampler());
    info.put("cfg_scale", request.cfgScale());
    info.put("steps", request.steps());
    info.put("batch_size", request.batchSize());
    info.put("restore_faces", false);
    info.put("face_restoration_model", null);
    info.put("sd_model_name", result.modelName());
    info.put("sd_model_hash", result.modelHash());
    Map<String, String> told = told();
    info.put("sd_vae_name", told.get("VAE"));
    info.put("sd_vae_hash", told.get("VAE hash"));
    info.put("seed_resize_from_w", values.value("seed_resize_from_w"));
    info.put("seed_resize_from_h", values.value("seed_resize_from_h"));
    info.put("denoising_strength", values.value("denoising_strength"));
    info.put("extra_generation_params", result.infotext());
    info.put("index_of_first_image", grid ? 1 : 0);
    List<GeneratedImage> images = result.images();
    info.put(
        "infotexts",
        Stream.concat(images.stream().limit(grid ? 1 : 0), images.stream())
            .map(GeneratedImage::infotext)
            .toList());
    info.put("styles", values.value("styles"));
    info.put("job_timestamp", TIMESTAMP.format(LocalDateTime.now()));
    info.put("clip_skip", request.clipSkip());
    info.put("is_using_inpainting_conditioning", false);
    info.put("version", version);
    info.put("warnings", warnings);
    return info;
  }

  /** What the first picture says of itself, by key. */
  private Map<String, String> told() {
    return result.images().stream()
        .findFirst()
        .map(image -> Infotext.parse(image.infotext()).values())
        .orElse(Map.of());
  }

  private void pictures(Map<String, @Nullable Object> info) {
    List<GeneratedImage> images = result.images();
    info.put("prompt", request.prompt());
    info.put("all_prompts", images.stream().map(image -> image.written().prompt()).toList());
    info.put("negative_prompt", request.negativePrompt());
    info.put(
        "all_negative_prompts", images.stream().map(image -> image.written().negative()).toList());
    info.put("seed", request.seed());
    info.put("all_seeds", images.stream().map(GeneratedImage::seed).toList());
    info.put("subseed", request.subseed());
    info.put("all_subseeds", images.stream().map(GeneratedImage::subseed).toList());
    info.put("subseed_strength", request.subseedStrength());
  }
}
