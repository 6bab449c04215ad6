package dev.kiln.host.http;

import dev.kiln.host.fields.FieldTable;
import dev.kiln.host.fields.KilnFields;
import dev.kiln.host.fields.Values;
import dev.kiln.host.request.Filling;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationRequestBuilder;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;

/** Reads Kiln's own requests, and what fills the fields that they do not set. */
final class KilnRequests {
  private final Backend backend;
  private final ApiJson json;
  private final FieldTable fromText = KilnFields.generation();
  private final FieldTable any = KilnFields.anyGeneration();

  KilnRequests(Backend backend, ApiJson json) {
    this.backend = backend;
    this.json = json;
  }

  /**
   * A request as it was understood.
   *
   * @param id of its job; empty for any
   * @param warnings what was left out of what fills it, a sentence each
   */
  record Asked(String id, GenerationRequest request, List<String> warnings) {}

  /** Fields of a picture from text. */
  FieldTable fromText() {
    return fromText;
  }

  /** Fields of a picture from text or from another one. */
  FieldTable any() {
    return any;
  }

  Asked fromText(Context context) {
    return read(fromText, context);
  }

  Asked any(Context context) {
    return read(any, context);
  }

  private Asked read(FieldTable fields, Context context) {
    return json.body(context, fields::demand, body -> asked(fields, body));
  }

  private Asked asked(FieldTable fields, Map<String, Object> body) {
    Values values = fields.read(body);
    Filling base =
        KilnFields.filling(body, values, backend.catalog()::defaults, backend.infotexts());
    GenerationRequestBuilder request = base.fill(GenerationRequest.of(""));
    return new Asked(values.text("id"), KilnFields.read(body, values, request), base.warnings());
  }
}
