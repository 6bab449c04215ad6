package dev.kiln.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What is to be drawn. Immutable; may be submitted any number of times, to any {@link Kiln}.
 *
 * @param fields those of {@code POST /kiln/v1/img2img}, as JSON values
 */
public record DrawRequest(Map<String, Object> fields) {
  public DrawRequest {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /** From text. */
  public static DrawRequest txt2img(Consumer<Txt2ImgBuilder> request) {
    Txt2ImgBuilder builder = new Txt2ImgBuilder();
    request.accept(builder);
    return builder.build();
  }

  /**
   * From another picture.
   *
   * @throws KilnException when it has none
   */
  public static DrawRequest img2img(Consumer<Img2ImgBuilder> request) {
    Img2ImgBuilder builder = new Img2ImgBuilder();
    request.accept(builder);
    DrawRequest asked = builder.build();
    if (!asked.fields.containsKey("init_images")) {
      throw new KilnException(
          KilnException.Reason.BAD_REQUEST,
          "there is no picture to begin with; give one by image(…), or use txt2img");
    }
    return asked;
  }

  /** How many pictures it asks for. */
  public int pictures() {
    return count("batch_size") * count("batch_count");
  }

  private int count(String field) {
    return fields.get(field) instanceof Number number ? number.intValue() : 1;
  }

  DrawRequest demandOne() {
    boolean several = fields.get("init_images") instanceof List<?> images && images.size() > 1;
    if (pictures() > 1 || several) {
      throw new KilnException(
          KilnException.Reason.BAD_REQUEST,
          "the request asks for several pictures; Kiln.draw gives all of them");
    }
    return this;
  }
}
