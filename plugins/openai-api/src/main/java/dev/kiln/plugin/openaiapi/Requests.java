package dev.kiln.plugin.openaiapi;

import dev.kiln.plugin.openaiapi.Asked.Output;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.ApiCall;
import dev.kiln.spi.host.Pictures;
import dev.kiln.spi.host.Pictures.Format;
import dev.kiln.spi.tensor.Picture;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads OpenAI's requests as Kiln's. What {@code kiln} says stands over all else. */
@Singleton
final class Requests {
  private static final int MOST_PICTURES = 10;

  /** Qualities that are steps; the others leave them to the model. */
  private static final Map<String, Integer> STEPS = Map.of("low", 10, "high", 40, "hd", 40);

  private static final List<String> QUALITIES =
      List.of("auto", "low", "medium", "high", "standard", "hd");

  /** What has an effect, beside pictures. */
  static final Set<String> READ =
      Set.of(
          "prompt",
          "model",
          "n",
          "size",
          "quality",
          "response_format",
          "output_format",
          "output_compression",
          "background",
          "stream",
          "partial_images",
          "image_url",
          "user",
          Fields.KILN);

  private final Models models;
  private final Pictures pictures;
  private final Sources sources;
  private final Forms forms;

  @Inject
  Requests(Models models, Pictures pictures, Sources sources, Forms forms) {
    this.models = models;
    this.pictures = pictures;
    this.sources = sources;
    this.forms = forms;
  }

  /**
   * @throws BadRequest when a field is wrong
   */
  Asked generation(ApiCall call) {
    Fields fields = new Fields(call.body());
    return asked(fields, prompted(fields));
  }

  /**
   * @throws BadRequest when a field or a picture is wrong
   */
  Asked edit(ApiCall call) throws IOException {
    Fields fields = forms.read(call);
    Map<String, Object> drawing = prompted(fields);
    drawing.putAll(sources.edited(call, fields));
    return asked(fields, drawing);
  }

  /**
   * @throws BadRequest when a field or the picture is wrong
   */
  Asked variation(ApiCall call) throws IOException {
    Fields fields = forms.read(call);
    return asked(fields, new LinkedHashMap<>(sources.varied(call, fields)));
  }

  private static Map<String, Object> prompted(Fields fields) {
    Map<String, Object> drawing = new LinkedHashMap<>();
    drawing.put("prompt", fields.text("prompt"));
    if (fields.text("prompt").isBlank() && !fields.kiln().containsKey("prompt")) {
      throw new BadRequest(
          "prompt is " + (fields.has("prompt") ? "empty" : "missing") + "; say what to draw");
    }
    return drawing;
  }

  private Asked asked(Fields fields, Map<String, Object> drawing) {
    drawing.put("defaults", true);
    models.called(fields.text("model")).ifPresent(model -> drawing.put("model", model));
    drawing.put("batch_count", fields.number("n", 1, 1, MOST_PICTURES));
    fields
        .size()
        .ifPresent(
            size -> {
              drawing.put("width", size.width());
              drawing.put("height", size.height());
            });
    String quality = fields.choice("quality", QUALITIES);
    if (STEPS.containsKey(quality)) {
      drawing.put("steps", STEPS.get(quality));
    }
    drawing.putAll(fields.kiln());
    return new Asked(drawing, output(fields), quality, warnings(fields));
  }

  private static List<String> warnings(Fields fields) {
    List<String> warnings = new ArrayList<>();
    fields.others(READ).forEach(name -> warnings.add(name + " has no effect in Kiln"));
    return warnings;
  }

  private Output output(Fields fields) {
    if (fields
        .choice("background", List.of("auto", "opaque", "transparent"))
        .equals("transparent")) {
      throw new BadRequest(
          "background is transparent, which no model of Kiln draws; take opaque or auto");
    }
    String name = fields.choice("output_format", List.of("png", "jpeg", "webp"));
    Format format = Format.valueOf(name.toUpperCase(Locale.ROOT));
    // Before a picture is made that could not be sent.
    pictures.write(Picture.black(1, 1), format, 1, "");
    boolean stream = fields.flag("stream");
    return new Output(
        format,
        Math.max(1, fields.number("output_compression", 100, 0, 100)),
        url(fields, format) && !stream,
        stream,
        fields.number("partial_images", 0, 0, 3));
  }

  /** OpenAI's older models answer with addresses, its newer ones with the pictures themselves. */
  private static boolean url(Fields fields, Format format) {
    String answer = fields.choice("response_format", List.of("", "url", "b64_json"));
    if (answer.equals("url") && format != Format.PNG) {
      throw new BadRequest(
          "response_format is url, which serves PNG files; leave out output_format, or take b64_json");
    }
    boolean old = fields.text("model").startsWith("dall-e");
    return answer.equals("url") || answer.isEmpty() && old && format == Format.PNG;
  }
}
