package dev.kiln.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kiln.host.image.PngImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All pictures in one, in front of those of a request that saves them. */
class WebuiGridTest {
  private static final String ROUTE = "/sdapi/v1/txt2img";
  private final TestingServer server = TestingServer.free();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void itIsTheFirstOneWithTheInfotextOfTheFirst() throws Exception {
    JsonNode answer = drawn("\"batch_size\":4,\"seed\":7,\"save_images\":true");
    JsonNode info = server.parse(answer.get("info").asText());

    assertThat(answer.get("images")).hasSize(5);
    assertThat(info.get("index_of_first_image").asInt()).isEqualTo(1);
    assertThat(info.get("infotexts")).hasSize(5);
    assertThat(info.at("/infotexts/0")).isEqualTo(info.at("/infotexts/1"));
    assertThat(info.get("all_seeds")).hasSize(4);
    BufferedImage grid = picture(answer);
    assertThat(grid.getWidth()).isEqualTo(128);
    assertThat(grid.getHeight()).isEqualTo(128);
    // Blue falls by 40 with each picture: they stand row by row.
    assertThat(new int[] {blue(grid, 0, 0), blue(grid, 64, 0), blue(grid, 0, 64)})
        .containsExactly(160, 120, 80);
    assertThat(PngImage.parameters("grid", bytes(answer)))
        .hasValueSatisfying(text -> assertThat(text).contains("Seed: 7"));
    assertThat(server.saved).hasSize(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"batch_size\":2",
        "\"save_images\":true",
        "\"batch_size\":2,\"save_images\":true,\"override_settings\":{\"return_grid\":false}"
      })
  void thereIsNoneOfOnePictureOrUnlessItIsAskedFor(String fields) throws Exception {
    JsonNode answer = drawn(fields);
    JsonNode info = server.parse(answer.get("info").asText());

    assertThat(info.get("index_of_first_image").asInt()).isZero();
    assertThat(answer.get("images")).hasSize(info.get("all_seeds").size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5 | \"n_rows\":-1 | 192 | 128",
        "5 | \"n_rows\":1 | 320 | 64",
        "5 | \"n_rows\":99 | 64 | 320",
        "6 | \"n_rows\":0 | 128 | 192",
        "5 | \"grid_prevent_empty_spots\":true | 320 | 64",
        "6 | \"grid_prevent_empty_spots\":true | 192 | 128",
        "1 | \"grid_only_if_multiple\":false | 64 | 64"
      })
  void optionsSayItsShape(int pictures, String option, int width, int height) throws Exception {
    int batch = pictures % 3 == 0 ? 3 : 1;
    JsonNode answer =
        drawn(
            "\"batch_size\":%d,\"n_iter\":%d,\"save_images\":true,\"override_settings\":{%s}"
                .formatted(batch, pictures / batch, option));

    BufferedImage grid = picture(answer);
    assertThat(grid.getWidth()).isEqualTo(width);
    assertThat(grid.getHeight()).isEqualTo(height);
  }

  @Test
  void whatNoPictureCoversHasTheColorOfTheOption() throws Exception {
    String fields = "\"n_iter\":3,\"save_images\":true,\"override_settings\":";

    assertThat(picture(drawn(fields + "{}")).getRGB(127, 127)).isEqualTo(0xffffffff);
    assertThat(picture(drawn(fields + "{\"grid_background_color\":\"#0a4\"}")).getRGB(127, 127))
        .isEqualTo(0xff00aa44);
  }

  @Test
  void oneThatTheFormatCannotHoldIsLeftOutAndSaid() throws Exception {
    JsonNode answer =
        drawn(
            "\"n_iter\":3,\"width\":8000,\"height\":8,\"save_images\":true,"
                + "\"override_settings\":{\"samples_format\":\"webp\",\"n_rows\":1}");

    JsonNode info = server.parse(answer.get("info").asText());
    assertThat(answer.get("images")).hasSize(3);
    assertThat(info.get("index_of_first_image").asInt()).isZero();
    assertThat(info.at("/warnings/0").asText())
        .isEqualTo("the grid is left out: it would be too large for WEBP; see option n_rows");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"n_rows\":-2} | n_rows is -2; it must be a number of rows, 0 for the batch size, or -1",
        "{\"grid_background_color\":\"red\"} "
            + "| grid_background_color is \"red\"; it must be a color such as #ffffff"
      })
  void anOptionThatCannotBeIs422(String options, String detail) throws Exception {
    assertThat(server.post("/sdapi/v1/options", options).json().get("detail").asText())
        .isEqualTo(detail);
    TestingServer.Answer drawn = server.post(ROUTE, "{\"override_settings\":" + options + "}");
    assertThat(drawn.status()).isEqualTo(422);
    assertThat(drawn.json().get("detail").asText()).isEqualTo(detail);
  }

  private JsonNode drawn(String fields) throws Exception {
    TestingServer.Answer answer = server.post(ROUTE, "{\"steps\":1," + fields + "}");
    assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
    return answer.json();
  }

  private static byte[] bytes(JsonNode answer) {
    return Base64.getDecoder().decode(answer.at("/images/0").asText());
  }

  private static BufferedImage picture(JsonNode answer) throws Exception {
    return ImageIO.read(new ByteArrayInputStream(bytes(answer)));
  }

  private static int blue(BufferedImage picture, int x, int y) {
    return picture.getRGB(x, y) & 0xff;
  }
}
