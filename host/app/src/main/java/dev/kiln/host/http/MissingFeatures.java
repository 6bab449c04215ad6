package dev.kiln.host.http;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Routes of webUI whose features the host has not: a GET answers that there is nothing, a POST is
 * refused with a sentence. A plugin's route of the same address takes the place of one of them.
 */
final class MissingFeatures {
  private static final String PREFIX = "/sdapi/v1/";

  /** By GET, with what they answer. */
  private static final Map<String, Object> EMPTY =
      Map.of(
          "upscalers", List.of(),
          "latent-upscale-modes", List.of(),
          "hypernetworks", List.of(),
          "face-restorers", List.of(),
          "realesrgan-models", List.of(),
          "prompt-styles", List.of(),
          "loras", List.of(),
          "embeddings", Map.of("loaded", Map.of(), "skipped", Map.of()));

  /** By POST, with the feature. */
  private static final Map<String, String> REFUSED =
      Map.ofEntries(
          Map.entry("extra-single-image", "upscaling"),
          Map.entry("extra-batch-images", "upscaling"),
          Map.entry("interrogate", "describing pictures"),
          Map.entry("refresh-loras", "LoRA"),
          Map.entry("refresh-embeddings", "textual inversion"),
          Map.entry("create/embedding", "training"),
          Map.entry("create/hypernetwork", "training"),
          Map.entry("train/embedding", "training"),
          Map.entry("train/hypernetwork", "training"));

  private MissingFeatures() {}

  static List<HostRoute> routes() {
    return Stream.concat(
            EMPTY.entrySet().stream().map(it -> empty(PREFIX + it.getKey(), it.getValue())),
            REFUSED.entrySet().stream().map(it -> refused(PREFIX + it.getKey(), it.getValue())))
        .sorted(Comparator.comparing(HostRoute::path))
        .toList();
  }

  private static HostRoute empty(String path, Object nothing) {
    return HostRoute.get(path, "Empty: no plugin offers it", context -> context.json(nothing));
  }

  private static HostRoute refused(String path, String feature) {
    String sentence =
        "%s needs %s, which no installed plugin offers; install one that does"
            .formatted(path, feature);
    return HostRoute.post(
        path,
        "Refused: no plugin offers it",
        context -> {
          throw new HttpProblem(422, sentence);
        });
  }
}
