package dev.kiln.host.http;

import dev.kiln.host.image.PictureCodec;
import dev.kiln.host.job.Job;
import dev.kiln.host.request.GenerationResult;
import io.javalin.http.Context;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes pictures as webUI does: the answer comes when they are finished. */
final class WebuiGeneration {
  private final Backend backend;
  private final ApiJson json;
  private final WebuiReader reader;
  private final FieldTable fields = WebuiFields.txt2img();

  WebuiGeneration(Backend backend, ApiJson json, WebuiSettings settings) {
    this.backend = backend;
    this.json = json;
    this.reader = new WebuiReader(backend.catalog(), backend.plugins(), settings);
  }

  List<HostRoute> routes() {
    return List.of(
        HostRoute.post(
                "/sdapi/v1/txt2img", "Make pictures and wait for them", fields, this::txt2img)
            .answering(409, 503),
        HostRoute.post(
            "/sdapi/v1/interrupt",
            "End the running job with the picture that it has",
            this::interrupt),
        HostRoute.post(
            "/sdapi/v1/skip",
            "End the batch under way with the pictures that it has, and go on with the next one",
            this::skip));
  }

  private void txt2img(Context context) {
    Map<String, Object> body =
        json.body(context, field -> fields.has(field) || reader.offered(field));
    Values values = fields.read(body);
    String id = values.text("force_task_id");
    Job job = backend.jobs().submit(id.isEmpty() ? null : id, reader.read(body, values));
    context.future(() -> job.result().thenAccept(result -> context.json(answer(result, values))));
  }

  private Map<String, Object> answer(GenerationResult result, Values values) {
    if (values.flag("save_images")) {
      result.images().forEach(backend.save());
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("images", values.flag("send_images") ? pictures(result) : List.of());
    answer.put("parameters", parameters(result, values));
    answer.put("info", json.write(new WebuiInfo(result).describe(values, backend.version())));
    return answer;
  }

  /** The fields with the size that was used where the request left it open. */
  private static Map<String, @Nullable Object> parameters(GenerationResult result, Values values) {
    Map<String, @Nullable Object> parameters = new LinkedHashMap<>(values.all());
    result.images().stream()
        .findFirst()
        .ifPresent(
            image -> {
              parameters.put("width", image.width());
              parameters.put("height", image.height());
            });
    return parameters;
  }

  /** Those that plugins gave out come last, as webUI has detected maps behind the pictures. */
  private static List<String> pictures(GenerationResult result) {
    return Stream.concat(
            result.images().stream().map(JobView::png),
            result.pictures().values().stream().map(PictureCodec::png))
        .map(Base64.getEncoder()::encodeToString)
        .toList();
  }

  private void interrupt(Context context) {
    backend.jobs().interruptRunning();
    context.json(Map.of());
  }

  private void skip(Context context) {
    backend.jobs().running().ifPresent(Job::skip);
    context.contentType("application/json").result("null");
  }
}
