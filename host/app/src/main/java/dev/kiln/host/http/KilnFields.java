package dev.kiln.host.http;

import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.RequestField;
import dev.kiln.host.request.RequestFields;
import dev.kiln.spi.BadRequest;
import java.util.LinkedHashMap;
import java.util.Map;

/** Kiln's own request in JSON: the table of fields, a job's id and the options of plugins. */
public final class KilnFields {
  /** Fills what the request does not set. */
  static final String INFOTEXT = "infotext";

  /** Whether the model's own settings do. */
  static final String DEFAULTS = "defaults";

  private KilnFields() {}

  static FieldTable generation() {
    return plain().with(Kind.TEXT, null, INFOTEXT).with(Kind.FLAG, false, DEFAULTS);
  }

  /** Without what fills a request. */
  private static FieldTable plain() {
    FieldTable table = new FieldTable("Generation").with(Kind.TEXT, null, "id");
    RequestFields.TXT2IMG.forEach(table::with);
    return table.with(Kind.OBJECT, Map.of(), "plugins");
  }

  /**
   * A request that did not come over HTTP, by the same fields.
   *
   * @throws dev.kiln.spi.BadRequest when a field is unknown or of a wrong type
   */
  public static GenerationRequest read(Map<String, ?> json) {
    FieldTable table = plain();
    table.refuseUnknown(json);
    try {
      return read(json, table.read(json), GenerationRequest.of(""));
    } catch (WrongTypes e) {
      throw new BadRequest(e.getMessage(), e);
    }
  }

  /**
   * @param json as it came: what is absent or null there stays as the request has it
   * @param request what other sources say
   */
  static GenerationRequest read(
      Map<String, ?> json, Values values, GenerationRequestBuilder request) {
    for (RequestField<?> field : RequestFields.TXT2IMG) {
      Object value = values.value(field.name());
      if (value != null && json.get(field.name()) != null) {
        request.read(field, value);
      }
    }
    values.objects("plugins").forEach(request::plugin);
    return request.build();
  }

  /** A request in the form in which it is read, as it was run. */
  static Map<String, Object> write(GenerationRequest request) {
    Map<String, Object> json = new LinkedHashMap<>();
    for (RequestField<?> field : RequestFields.TXT2IMG) {
      Object value = field.write(request);
      if (value != null) {
        json.put(field.name(), value);
      }
    }
    json.put("plugins", request.plugins());
    return json;
  }
}
