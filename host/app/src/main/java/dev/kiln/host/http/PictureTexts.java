package dev.kiln.host.http;

import dev.kiln.host.fields.FieldTable;
import dev.kiln.host.fields.KilnFields;
import dev.kiln.host.fields.Kind;
import dev.kiln.host.fields.Values;
import dev.kiln.host.image.Infotext;
import dev.kiln.host.image.InfotextParameters;
import dev.kiln.host.image.PictureCodec;
import dev.kiln.host.image.PictureText;
import dev.kiln.host.request.Filling;
import dev.kiln.host.request.GenerationRequest;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What pictures say of how they were made: webUI's route, and Kiln's own. */
final class PictureTexts {
  private static final String IMAGE = "image";
  private static final String INFOTEXT = "infotext";

  private final Backend backend;
  private final ApiJson json;
  private final FieldTable webui = new FieldTable("PngInfo").with(Kind.TEXT, "", IMAGE);
  private final FieldTable kiln =
      new FieldTable("InfotextSource").with(Kind.TEXT, "", IMAGE, INFOTEXT);

  PictureTexts(Backend backend, ApiJson json) {
    this.backend = backend;
    this.json = json;
  }

  List<HostRoute> routes() {
    return List.of(
        HostRoute.post(
            "/sdapi/v1/png-info",
            "What a picture says of how it was made, by webUI's keys",
            webui,
            this::parameters),
        HostRoute.post(
            "/kiln/v1/infotext",
            "The request that draws a picture again, from the picture or its infotext",
            kiln,
            this::request));
  }

  /** A picture without a text is no mistake, as in webUI. */
  private void parameters(Context context) {
    PictureText text = json.body(context, webui::has, body -> given(webui.read(body).text(IMAGE)));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("info", text.infotext());
    answer.put("items", text.others());
    answer.put(
        "parameters",
        text.infotext().isBlank()
            ? Map.of()
            : InfotextParameters.complete(Infotext.parse(text.infotext())));
    context.json(answer);
  }

  private static PictureText given(String image) {
    return image.isBlank() ? new PictureText("", Map.of()) : text(image);
  }

  private static PictureText text(String image) {
    return PictureText.of(IMAGE, PictureCodec.bytes(IMAGE, image));
  }

  private static String infotext(Values values) {
    return values.text(INFOTEXT).isBlank()
        ? text(values.text(IMAGE)).demand(IMAGE)
        : values.text(INFOTEXT);
  }

  private void request(Context context) {
    String infotext = json.body(context, kiln::demand, body -> infotext(kiln.read(body)));
    Filling recalled = backend.infotexts().apply(infotext);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put(INFOTEXT, infotext);
    answer.put("request", KilnFields.write(recalled.fill(GenerationRequest.of("")).build()));
    answer.put("warnings", recalled.warnings());
    context.json(answer);
  }
}
