package dev.kiln.host.fields;

import dev.kiln.host.request.Filling;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.ImageFields;
import dev.kiln.host.request.RequestField;
import dev.kiln.host.request.RequestFields;
import dev.kiln.spi.BadRequest;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/** Kiln's own request in JSON: the table of fields, a job's id and the options of plugins. */
public final class KilnFields {
  /** Fills what the request does not set. */
  public static final String INFOTEXT = "infotext";

  /** Whether the model's own settings do. */
  static final String DEFAULTS = "defaults";

  private KilnFields() {}

  /** Of a picture from text. */
  public static FieldTable generation() {
    return filled("Generation", RequestFields.TXT2IMG);
  }

  /** Of a picture from text or from another one. */
  public static FieldTable anyGeneration() {
    return filled("AnyGeneration", RequestFields.ALL);
  }

  private static FieldTable filled(String name, List<RequestField<?>> fields) {
    FieldTable table = new FieldTable(name).with(Kind.TEXT, null, "id");
    fields.forEach(table::with);
    return table
        .with(Kind.OBJECT, Map.of(), "plugins")
        .with(Kind.TEXT, null, INFOTEXT)
        .with(Kind.FLAG, false, DEFAULTS);
  }

  /** What a model's settings say of fields that a request does not set. */
  public interface Defaults {
    /**
     * @param model empty for the default one
     * @param given whether the request sets a field
     * @throws BadRequest when there is no such model
     */
    Filling of(String model, Predicate<RequestField<?>> given);
  }

  /**
   * A request that did not come over HTTP.
   *
   * @param warnings what was left out of what fills it, a sentence each
   */
  public record Read(GenerationRequest request, List<String> warnings) {}

  /**
   * A request that did not come over HTTP, by the same fields.
   *
   * @param infotexts reads what a picture says of how it was made
   * @throws BadRequest when a field is unknown or of a wrong type
   */
  public static Read read(
      Map<String, ?> json, Defaults defaults, Function<String, Filling> infotexts) {
    FieldTable table = anyGeneration();
    table.refuseUnknown(json);
    try {
      Values values = table.read(json);
      Filling base = filling(json, values, defaults, infotexts);
      GenerationRequest request = read(json, values, base.fill(GenerationRequest.of("")));
      return new Read(request, base.warnings());
    } catch (WrongTypes e) {
      throw new BadRequest(e.getMessage(), e);
    }
  }

  /** An infotext says all of a picture: what it leaves out is not the model's to fill. */
  public static Filling filling(
      Map<String, ?> json, Values values, Defaults defaults, Function<String, Filling> infotexts) {
    String infotext = values.text(INFOTEXT);
    if (!infotext.isBlank()) {
      Filling recalled = infotexts.apply(infotext);
      boolean redraws = json.get(ImageFields.INIT_IMAGES.name()) != null;
      return redraws ? recalled : recalled.fromText();
    }
    return values.flag(DEFAULTS)
        ? defaults.of(values.text("model"), field -> sets(json, field))
        : Filling.NOTHING;
  }

  /** A picture to begin with brings its size. */
  private static boolean sets(Map<String, ?> json, RequestField<?> field) {
    boolean size = field == RequestFields.WIDTH || field == RequestFields.HEIGHT;
    boolean redraws =
        json.get(ImageFields.INIT_IMAGES.name()) instanceof List<?> first && !first.isEmpty();
    return json.get(field.name()) != null || size && redraws;
  }

  /**
   * @param json as it came: what is absent or null there stays as the request has it
   * @param request what other sources say
   */
  public static GenerationRequest read(
      Map<String, ?> json, Values values, GenerationRequestBuilder request) {
    for (RequestField<?> field : RequestFields.ALL) {
      Object value = values.value(field.name());
      if (value != null && json.get(field.name()) != null) {
        request.read(field, value);
      }
    }
    values.objects("plugins").forEach(request::plugin);
    return request.build();
  }

  /** A request in the form in which it is read, as it was run, without pictures. */
  public static Map<String, Object> write(GenerationRequest request) {
    boolean redraws = request.values().keySet().stream().anyMatch(ImageFields.ALL::contains);
    Map<String, Object> json = request.fields(redraws ? RequestFields.ALL : RequestFields.TXT2IMG);
    json.put("plugins", request.plugins());
    return json;
  }
}
