package dev.kiln.api;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * What is to be drawn. Immutable; may be submitted any number of times, to any {@link Kiln}.
 *
 * @param fields those of {@code POST /kiln/v1/img2img}, as JSON values: strings, finite numbers,
 *     booleans, lists and maps of these
 */
public record DrawRequest(Map<String, Object> fields) {
  private static final String NO_REQUEST =
      "request is null; give one like r -> r.prompt(\"a girl\")";

  /**
   * @throws KilnException when a value is none of JSON's
   */
  public DrawRequest {
    fields = JsonValues.object("", Objects.requireNonNull(fields, "fields is null; give a map"));
  }

  /**
   * From text. Without words on purpose, it is drawn by {@code prompt("")}.
   *
   * @throws KilnException when it has neither prompt nor infotext, or a value that is none of
   *     JSON's
   */
  public static DrawRequest txt2img(Consumer<Txt2ImgBuilder> request) {
    Objects.requireNonNull(request, NO_REQUEST);
    Txt2ImgBuilder builder = new Txt2ImgBuilder();
    request.accept(builder);
    return builder.build().demandPrompt();
  }

  /**
   * From another picture.
   *
   * @throws KilnException when it has none, and as {@link #txt2img}
   */
  public static DrawRequest img2img(Consumer<Img2ImgBuilder> request) {
    Objects.requireNonNull(request, NO_REQUEST);
    Img2ImgBuilder builder = new Img2ImgBuilder();
    request.accept(builder);
    DrawRequest asked = builder.build();
    if (!asked.fields.containsKey("init_images")) {
      throw new KilnException(
          KilnException.Reason.BAD_REQUEST,
          "there is no picture to begin with; give one by image(…), or use txt2img");
    }
    return asked.demandPrompt();
  }

  /** One that was forgotten would draw anything. */
  private DrawRequest demandPrompt() {
    if (!fields.containsKey("prompt") && !fields.containsKey("infotext")) {
      throw new KilnException(
          KilnException.Reason.BAD_REQUEST,
          "there is no prompt; say what to draw by prompt(…), or by prompt(\"\") that it is open");
    }
    return this;
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
