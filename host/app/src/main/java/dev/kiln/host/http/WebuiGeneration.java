package dev.kiln.host.http;

import dev.kiln.host.fields.FieldTable;
import dev.kiln.host.fields.Values;
import dev.kiln.host.image.PictureCodec;
import dev.kiln.host.image.PictureEncoding;
import dev.kiln.host.image.PictureEncoding.Format;
import dev.kiln.host.job.Job;
import dev.kiln.host.request.Filling;
import dev.kiln.host.request.GeneratedImage;
import dev.kiln.host.request.GenerationResult;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes pictures as webUI does: the answer comes when they are finished. */
final class WebuiGeneration {
  private static final Logger LOG = LoggerFactory.getLogger(WebuiGeneration.class);
  private static final String TXT2IMG = "/sdapi/v1/txt2img";
  private static final String IMG2IMG = "/sdapi/v1/img2img";

  private final Backend backend;
  private final ApiJson json;
  private final WebuiReader reader;
  private final WebuiSettings settings;

  WebuiGeneration(Backend backend, ApiJson json, WebuiReader reader, WebuiSettings settings) {
    this.backend = backend;
    this.json = json;
    this.reader = reader;
    this.settings = settings;
  }

  List<HostRoute> routes() {
    FieldTable fromText = WebuiFields.txt2img();
    FieldTable fromPictures = WebuiFields.img2img();
    return List.of(
        HostRoute.post(
                TXT2IMG,
                "Make pictures and wait for them",
                fromText,
                context -> make(fromText, context))
            .answering(409, 429, 503),
        HostRoute.post(
                IMG2IMG,
                "Draw pictures anew and wait for them",
                fromPictures,
                context -> make(fromPictures, context))
            .answering(404, 409, 429, 503),
        HostRoute.post(
            "/sdapi/v1/interrupt",
            "End the running job with the picture that it has",
            this::interrupt),
        HostRoute.post(
            "/sdapi/v1/skip",
            "End the batch under way with the pictures that it has, and go on with the next one",
            this::skip));
  }

  private void make(FieldTable fields, Context context) {
    Set<String> offered = reader.offered();
    Understood understood =
        json.body(
            context,
            field -> fields.has(field) || offered.contains(field),
            sent -> understood(fields, sent));
    Values values = understood.values();
    WebuiRequest asked = understood.asked();
    Map<String, Object> kept =
        values.flag("override_settings_restore_afterwards")
            ? Map.of()
            : values.object("override_settings");
    if (!kept.isEmpty()) {
      settings.check(kept);
    }
    String id = values.text("force_task_id");
    PictureEncoding saved = values.flag("save_images") ? asked.encoding() : null;
    Job job = backend.jobs().submit(id.isEmpty() ? null : id, asked.request(), saved);
    // Now, so that the requests behind it see them, as in webUI, where they wait for it to begin.
    settings.keep(kept, warning -> {});
    asked
        .warnings()
        .forEach(warning -> LOG.warn("{} of {}: {}", context.path(), job.id(), plain(warning)));
    context.future(
        () -> job.result().thenAccept(result -> context.json(answer(result, asked, values))));
  }

  /**
   * @param values that are answered: with the pictures that the request brought only if asked for
   */
  private record Understood(WebuiRequest asked, Values values) {}

  private Understood understood(FieldTable fields, Map<String, Object> sent) {
    WebuiInfotext infotext = infotext(sent, fields.has(WebuiPictures.INIT));
    Map<String, Object> body = infotext.under(sent);
    Values values = fields.read(body);
    WebuiRequest asked = reader.read(body, values, infotext);
    return new Understood(
        asked,
        values.flag("include_init_images")
            ? values
            : values.without(WebuiPictures.INIT, WebuiPictures.MASK));
  }

  private WebuiInfotext infotext(Map<String, Object> body, boolean redraws) {
    if (!(body.get("infotext") instanceof String text) || text.isBlank()) {
      return WebuiInfotext.NONE;
    }
    Filling recalled = backend.infotexts().apply(text);
    return new WebuiInfotext(redraws ? recalled : recalled.fromText());
  }

  /** On one line, whatever names a client made up. */
  static String plain(String sentence) {
    return sentence.replaceAll("\\p{Cntrl}", " ");
  }

  private Map<String, Object> answer(GenerationResult result, WebuiRequest asked, Values values) {
    List<String> warnings = new ArrayList<>(asked.warnings());
    warnings.addAll(result.warnings());
    if (result.images().stream().anyMatch(image -> !asked.encoding().holds(image.infotext()))) {
      warnings.add("the infotext is too long for a JPEG; it stands in info alone");
    }
    Optional<GeneratedImage> grid = grid(result, asked, warnings);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put(
        "images",
        values.flag("send_images") ? pictures(grid, result, asked.encoding()) : List.of());
    answer.put("parameters", parameters(result, values));
    answer.put(
        "info",
        json.write(
            new WebuiInfo(result, warnings)
                .describe(values, grid.isPresent(), backend.process().version())));
    return answer;
  }

  private static Optional<GeneratedImage> grid(
      GenerationResult result, WebuiRequest asked, List<String> warnings) {
    if (!asked.grid().has(result.images())) {
      return Optional.empty();
    }
    Format format = asked.encoding().format();
    Optional<GeneratedImage> grid =
        asked.grid().draw(result.images(), result.request().batchSize(), format);
    if (grid.isEmpty()) {
      warnings.add(
          "the grid is left out: it would be too large for " + format + "; see option n_rows");
    }
    return grid;
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
  private static List<String> pictures(
      Optional<GeneratedImage> grid, GenerationResult result, PictureEncoding encoding) {
    Stream<GeneratedImage> drawn = Stream.concat(grid.stream(), result.images().stream());
    return Stream.concat(
            drawn.map(JobView::picture),
            result.pictures().values().stream().map(PictureCodec::opaque))
        .map(encoding::encode)
        .map(Base64.getEncoder()::encodeToString)
        .toList();
  }

  private void interrupt(Context context) {
    backend.jobs().running().ifPresent(Job::interrupt);
    context.json(Map.of());
  }

  private void skip(Context context) {
    backend.jobs().running().ifPresent(Job::skip);
    context.contentType("application/json").result("null");
  }
}
