package dev.kiln.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kiln.host.http.TestingServer.Answer;
import dev.kiln.host.image.PictureCodec;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.RequestField;
import dev.kiln.host.request.RequestFields;
import dev.kiln.host.testing.WrongValue;
import dev.kiln.spi.tensor.Picture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Kiln's fields over both of its HTTP doors. */
class KilnFieldsTest {
  private static final String PICTURE =
      "\"init_images\":[\"" + new PictureCodec().encode(Picture.black(8, 8)) + "\"],";

  private final TestingServer server = TestingServer.free();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theDescriptionHasEveryFieldWithItsDefaultAndRange() throws Exception {
    described("Generation", RequestFields.TXT2IMG);
    JsonNode described = described("AnyGeneration", RequestFields.ALL);
    assertThat(described.get("steps").toString())
        .isEqualTo(
            "{\"type\":[\"integer\",\"null\"],\"description\":\"sampling steps\",\"default\":20,"
                + "\"minimum\":1,\"maximum\":1000}");
    assertThat(described.get("width").toString())
        .endsWith("\"default\":0,\"minimum\":0,\"maximum\":8192,\"multipleOf\":8}");
  }

  private JsonNode described(String schema, List<RequestField<?>> fields) throws Exception {
    JsonNode described =
        server.get("/openapi.json").json().at("/components/schemas/" + schema + "/properties");
    List<String> names = new ArrayList<>(List.of("id"));
    fields.forEach(field -> names.add(field.name()));
    names.addAll(List.of("plugins", "infotext", "defaults"));
    assertThat(described.fieldNames()).toIterable().containsExactlyElementsOf(names);
    for (RequestField<?> field : fields) {
      JsonNode property = described.get(field.name());
      assertThat(property.get("description").asText()).isEqualTo(field.help());
      Object standard = field.writtenDefault();
      assertThat(property.path("default").asText())
          .isEqualTo(standard == null ? "" : "" + standard);
      assertThat(bound(property, "minimum", Double.NEGATIVE_INFINITY))
          .isEqualTo(field.bounds().lowest());
      assertThat(bound(property, "maximum", Double.POSITIVE_INFINITY))
          .isEqualTo(field.bounds().most());
    }
    return described;
  }

  private static double bound(JsonNode property, String name, double none) {
    return property.path(name).asDouble(none);
  }

  @Test
  void whatIsOutOfBoundsIsRefusedByTheSentenceOfTheCheck() throws Exception {
    server.generator.onCheck(GenerationRequest::check);
    for (WrongValue wrong : WrongValue.all()) {
      refused("/kiln/v1/jobs", wrong.field().name(), wrong);
      String field = wrong.field().webui().field();
      if (!field.isEmpty()) {
        refused(webui(wrong), field, wrong);
      }
    }
  }

  @Test
  void whatIsOutOfBoundsInAnOptionOfWebuiIsRefusedByTheSameSentence() throws Exception {
    server.generator.onCheck(GenerationRequest::check);
    for (WrongValue wrong : WrongValue.all()) {
      String option = wrong.field().webui().option();
      if (!option.isEmpty()) {
        Answer options =
            server.post("/sdapi/v1/options", "{\"" + option + "\":" + wrong.value() + "}");
        assertThat(detail(options)).isEqualTo(wrong.sentence());
        String settings = "\"override_settings\":{\"" + option + "\":" + wrong.value() + "}";
        Answer answer = server.post(webui(wrong), "{" + PICTURE + settings + "}");
        assertThat(detail(answer)).isEqualTo(wrong.sentence());
      }
    }
  }

  /** The route that reads it. */
  private static String webui(WrongValue wrong) {
    boolean text = RequestFields.TXT2IMG.contains(wrong.field());
    return text ? "/sdapi/v1/txt2img" : "/sdapi/v1/img2img";
  }

  private void refused(String route, String name, WrongValue wrong)
      throws IOException, InterruptedException {
    Answer answer = server.post(route, "{" + PICTURE + "\"" + name + "\":" + wrong.value() + "}");
    assertThat(detail(answer)).as(route).isEqualTo(wrong.sentence());
  }

  private static String detail(Answer answer) {
    assertThat(answer.status()).isEqualTo(422);
    return answer.json().get("detail").asText();
  }
}
