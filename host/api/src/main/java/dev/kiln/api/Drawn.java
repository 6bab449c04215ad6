package dev.kiln.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

/**
 * What a request made.
 *
 * @param pictures in the order of their seeds
 * @param extras pictures that plugins gave beside them, by name, such as the map of a ControlNet
 * @param request the fields of the request as it was drawn: model, seeds, size and sampler filled
 *     in
 * @param model the model's name
 * @param modelHash the first ten digits of its SHA-256; empty where it is not known
 * @param warnings what the user should know, a sentence each
 */
public record Drawn(
    List<Picture> pictures,
    Map<String, Picture> extras,
    Map<String, Object> request,
    String model,
    String modelHash,
    List<String> warnings) {
  public Drawn {
    pictures = List.copyOf(pictures);
    extras = Collections.unmodifiableMap(new LinkedHashMap<>(extras));
    request = Collections.unmodifiableMap(new LinkedHashMap<>(request));
    warnings = List.copyOf(warnings);
  }

  /**
   * The first picture.
   *
   * @throws CancellationException when there is none: the drawing was interrupted before
   */
  public Picture picture() {
    if (pictures.isEmpty()) {
      throw new CancellationException("the drawing ended before a picture was finished");
    }
    return pictures.get(0);
  }
}
