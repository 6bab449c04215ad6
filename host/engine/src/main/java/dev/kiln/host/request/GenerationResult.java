package dev.kiln.host.request;

import dev.kiln.spi.tensor.Picture;
import java.util.List;
import java.util.Map;

/**
 * The result of a request.
 *
 * @param request the request as it was run: model, seeds, size, sampler and schedule filled in
 * @param modelName the model's name
 * @param modelHash first ten digits of its SHA-256
 * @param infotext what plugins added to the infotext, by key
 * @param warnings what the user should know, a sentence each
 * @param attention which optimizer computed how many of the UNet's attentions
 * @param pictures extra pictures of plugins, by name
 */
public record GenerationResult(
    GenerationRequest request,
    String modelName,
    String modelHash,
    List<GeneratedImage> images,
    Map<String, String> infotext,
    List<String> warnings,
    String attention,
    Map<String, Picture> pictures) {
  /** Of a picture that no model of this host drew. */
  public static GenerationResult of(GenerationRequest request, GeneratedImage image) {
    return new GenerationResult(request, "", "", List.of(image), Map.of(), List.of(), "", Map.of());
  }

  public GenerationResult withWarnings(List<String> all) {
    return new GenerationResult(
        request, modelName, modelHash, images, infotext, all, attention, pictures);
  }
}
