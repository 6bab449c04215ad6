package dev.kiln.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Regions as webUI's clients ask for them, beside LoRAs and ControlNets, in a built server. One
 * step of Euler is one evaluation: what changes in a region shows there alone, but for what the
 * decoder's norms carry over the whole picture.
 */
class RegionsOverHttpTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PARTS = "meadow, day AND a boy, day AND a girl, superhero, day";

  /** What the decoder carries over, and what is a change, of 255. */
  private static final int FAINT = 10;

  private static final int CLEAR = 20;

  @TempDir static Path folder;
  private static Shell.Running server;
  private static String address;

  @BeforeAll
  static void serve() throws IOException {
    Path home = Files.createDirectories(folder.resolve("home"));
    server = new Shell(folder).home(home).serve();
    address = server.firstLine();
  }

  @AfterAll
  static void stop() throws InterruptedException {
    server.stop();
  }

  private static List<BufferedImage> drawn(String prompt, String mode, Map<String, Object> more)
      throws Exception {
    List<Object> arguments =
        new ArrayList<>(List.of(true, "1:1,1:2,1:2", "0:0,0:0,0:1", "0.2,0.8,0.8", 20));
    arguments.addAll(List.of("", "", 0.2, mode, -1, 0, false, true));
    Map<String, Object> scripts = new LinkedHashMap<>(more);
    scripts.put("Latent Couple extension", Map.of("args", arguments));
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("prompt", prompt);
    request.put("steps", 1);
    request.put("sampler_name", "Euler");
    request.put("seed", 4);
    request.put("width", 192);
    request.put("height", 128);
    request.put("alwayson_scripts", scripts);
    HttpRequest post =
        HttpRequest.newBuilder(URI.create(address + "/sdapi/v1/txt2img"))
            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(request)))
            .build();
    String body = HttpClient.newHttpClient().send(post, BodyHandlers.ofString()).body();
    List<BufferedImage> images = new ArrayList<>();
    for (JsonNode image : JSON.readTree(body).path("images")) {
      byte[] file = Base64.getDecoder().decode(image.asText());
      images.add(ImageIO.read(new ByteArrayInputStream(file)));
    }
    assertThat(images).as(body).isNotEmpty();
    return images;
  }

  private static int difference(BufferedImage a, BufferedImage b, int from, int to) {
    int most = 0;
    for (int x = from; x < to; x++) {
      for (int y = 0; y < a.getHeight(); y++) {
        for (int shift = 0; shift <= 16; shift += 8) {
          int difference = (a.getRGB(x, y) >> shift & 255) - (b.getRGB(x, y) >> shift & 255);
          most = Math.max(most, Math.abs(difference));
        }
      }
    }
    return most;
  }

  @Test
  void theRegionsAreAmongThePictures() throws Exception {
    BufferedImage regions = drawn(PARTS, "classic", Map.of()).get(1);
    assertThat(regions.getRGB(95, 64)).isEqualTo(regions.getRGB(0, 0));
    assertThat(regions.getRGB(96, 64)).isNotEqualTo(regions.getRGB(95, 64));
  }

  @Test
  void aLoraInARegionActsInThatRegionAlone() throws Exception {
    BufferedImage plain = drawn(PARTS, "classic", Map.of()).get(0);
    BufferedImage cape = drawn(PARTS + " <lora:cape:1>", "classic", Map.of()).get(0);
    assertThat(difference(cape, plain, 0, 72)).isLessThan(FAINT);
    assertThat(difference(cape, plain, 112, 192)).isGreaterThan(CLEAR);
  }

  private static Map<String, Object> control(String mask) throws IOException {
    BufferedImage map = new BufferedImage(192, 128, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = map.createGraphics();
    // ADE20K's sky and person.
    pen.setColor(new Color(6, 230, 230));
    pen.fillRect(0, 0, 192, 128);
    pen.setColor(new Color(150, 5, 61));
    pen.fillOval(30, 30, 40, 90);
    pen.fillOval(122, 30, 40, 90);
    pen.dispose();
    Map<String, Object> unit = new LinkedHashMap<>();
    unit.put("enabled", true);
    unit.put("module", "none");
    unit.put("model", "seg");
    unit.put("image", png(map));
    if (!mask.isEmpty()) {
      unit.put("effective_region_mask", mask);
    }
    return Map.of("controlnet", Map.of("args", List.of(unit)));
  }

  private static String png(BufferedImage image) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return Base64.getEncoder().encodeToString(out.toByteArray());
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "attention"})
  void aControlNetActsOnTheWholePictureOrOnARegion(String mode) throws Exception {
    BufferedImage plain = drawn(PARTS, mode, Map.of()).get(0);
    BufferedImage whole = drawn(PARTS, mode, control("")).get(0);
    assertThat(difference(whole, plain, 0, 96)).isGreaterThan(CLEAR);
    assertThat(difference(whole, plain, 96, 192)).isGreaterThan(CLEAR);
    BufferedImage right = new BufferedImage(192, 128, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = right.createGraphics();
    pen.setColor(Color.WHITE);
    pen.fillRect(96, 0, 96, 128);
    pen.dispose();
    BufferedImage region = drawn(PARTS, mode, control(png(right))).get(0);
    int outside = difference(region, plain, 0, 72);
    assertThat(outside).isLessThan(difference(whole, plain, 0, 72));
    assertThat(difference(region, plain, 112, 192)).isGreaterThan(outside);
  }
}
