package dev.kiln.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.host.http.Catalog.NetworkFile;
import dev.kiln.host.http.TestingServer.Answer;
import dev.kiln.host.image.PngImage;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtraNetworksTest {
  private static final byte[] PICTURE = new PngImage(1, 1, new byte[3], "").encode();

  @TempDir private Path temp;
  private final TestingServer server = TestingServer.free();

  @BeforeEach
  void write() throws IOException {
    Path file = temp.resolve("cape.safetensors");
    String cover = Base64.getEncoder().encodeToString(PICTURE);
    Map<String, String> about =
        Map.of(
            "ss_base", "sd1",
            "ss_tags", "{\"a\":{\"cape\":3}}",
            "ssmd_cover_images", "[\"" + cover + "\"]");
    byte[] header = new ObjectMapper().writeValueAsBytes(Map.of("__metadata__", about));
    Files.write(
        file,
        ByteBuffer.allocate(8 + header.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(header.length)
            .put(header)
            .array());
    Files.write(temp.resolve("cape.preview.png"), PICTURE);
    Files.write(temp.resolve("other.png"), PICTURE);
    server.catalog.networks = List.of(new NetworkFile("adapters", "cape", file));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void thePictureBesideAFileIsServedAndNoOtherFile() throws Exception {
    Answer answer = server.get(thumb(temp.resolve("cape.preview.png")));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.raw().headers().firstValue("Content-Type")).contains("image/png");
    assertThat(answer.raw().body()).isEqualTo(PICTURE);
    for (Path other :
        List.of(
            temp.resolve("other.png"),
            temp.resolve("cape.safetensors"),
            temp.resolve("x/../cape.preview.png"),
            Path.of("/etc/hostname"))) {
      assertThat(server.get(thumb(other)).status()).as(other.toString()).isEqualTo(404);
    }
    assertThat(server.get("/sd_extra_networks/thumb").status()).isEqualTo(404);
  }

  private static String thumb(Path file) {
    return "/sd_extra_networks/thumb?filename="
        + URLEncoder.encode(file.toString(), StandardCharsets.UTF_8);
  }

  @Test
  void metadataIsATextOfJsonWithoutPictures() throws Exception {
    Answer answer = server.get("/sd_extra_networks/metadata?page=adapters&item=cape");
    assertThat(server.parse(answer.json().get("metadata").asText()))
        .isEqualTo(server.parse("{\"ss_base\":\"sd1\",\"ss_tags\":{\"a\":{\"cape\":3}}}"));
    assertThat(server.get("/sd_extra_networks/metadata?page=adapters&item=x").json().toString())
        .isEqualTo("{}");
  }

  @Test
  void aCardShowsTheNameAndThePictureOfAFile() throws Exception {
    String path = "/sd_extra_networks/get-single-card?page=adapters&tabname=txt2img&name=";
    String html = server.get(path + "cape").json().get("html").asText();
    assertThat(html).contains("class=\"card\" data-name=\"cape\"", "<span class=\"name\">cape<");
    String picture = html.replaceFirst("(?s).*src=\"\\.([^\"]+)\".*", "$1");
    assertThat(server.get(picture).raw().body()).isEqualTo(PICTURE);
    assertThat(server.get(path + "x").json().toString()).isEqualTo("{}");
  }

  @Test
  void coverImagesComeByTheirIndex() throws Exception {
    String path = "/sd_extra_networks/cover-images?page=adapters&item=cape";
    assertThat(server.get(path).raw().body()).isEqualTo(PICTURE);
    assertThat(server.get(path + "&index=0").raw().body()).isEqualTo(PICTURE);
    for (String wrong : List.of("&index=1", "&index=-1")) {
      assertThat(server.get(path + wrong).status()).as(wrong).isEqualTo(404);
    }
    assertThat(server.get(path + "&index=x").status()).isEqualTo(422);
    assertThat(server.get("/sd_extra_networks/cover-images?page=x&item=cape").status())
        .isEqualTo(404);
  }
}
