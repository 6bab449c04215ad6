package dev.kiln.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.host.image.PngImage;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A LoRA, a ControlNet and regions in one picture, typed as a user types them and over HTTP. */
@DisabledOnOs(OS.WINDOWS)
class FeaturesTogetherTest {
  private static final Path KILN = Path.of(System.getProperty("kiln.root"), "dist").resolve("kiln");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String REGIONS = "1:1,1:2,1:2 0:0,0:0,0:1 0.2,0.8,0.8 ";
  private static final String TAG = "<lora:cape:0.8> ";
  private static final String PROMPT = "meadow, day AND a boy with blue hair AND a girl, red hair";

  @TempDir static Path folder;
  private static Shell shell;
  private static Shell.Running server;

  @BeforeAll
  static void home() throws Exception {
    shell = new Shell(folder).home(folder.resolve("home"));
    ImageIO.write(map(), "png", folder.resolve("map.png").toFile());
    server = shell.serve();
  }

  @AfterAll
  static void stop() throws InterruptedException {
    server.stop();
  }

  /** Grass below sky, in ADE20K's colors, and a person in the right half. */
  private static BufferedImage map() {
    BufferedImage map = new BufferedImage(192, 128, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = map.createGraphics();
    fill(pen, new Color(6, 230, 230), 0, 0, 192, 70);
    fill(pen, new Color(4, 250, 7), 0, 70, 192, 58);
    fill(pen, new Color(150, 5, 61), 128, 30, 28, 85);
    pen.dispose();
    return map;
  }

  private static void fill(Graphics2D pen, Color color, int... rectangle) {
    pen.setColor(color);
    pen.fillRect(rectangle[0], rectangle[1], rectangle[2], rectangle[3]);
  }

  /** What a picture says of itself, and its pixels. */
  private record Drawn(String infotext, Picture picture) {}

  private static Drawn draw(String prompt, String... more) throws Exception {
    List<String> command = new ArrayList<>(List.of(KILN.toString(), "txt2img", prompt));
    command.addAll(List.of("--size", "192x128", "--steps", "6", "--seed", "3", "-o", "x.png"));
    command.addAll(Arrays.asList(more));
    Shell.Result result = shell.run(command.toArray(String[]::new));
    assertThat(result.exit()).as(result.err()).isZero();
    Path file = folder.resolve("x.png");
    Drawn drawn = new Drawn(infotext(file), Picture.read(file));
    Files.delete(file);
    return drawn;
  }

  /** The same asked of a server, which keeps the networks: what is compared with what was typed. */
  private static Picture asked(String prompt, String attention, Map<String, ?> plugins)
      throws Exception {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("prompt", prompt);
    request.put("width", 192);
    request.put("height", 128);
    request.put("steps", 6);
    request.put("seed", 3);
    request.put("attention", attention);
    request.put("defaults", true);
    request.put("plugins", plugins);
    HttpRequest post =
        HttpRequest.newBuilder(URI.create(server.firstLine() + "/kiln/v1/txt2img"))
            .POST(BodyPublishers.ofString(JSON.writeValueAsString(request)))
            .build();
    String answer = HttpClient.newHttpClient().send(post, BodyHandlers.ofString()).body();
    JsonNode png = JSON.readTree(answer).at("/png/0");
    assertThat(png.isTextual()).as(answer).isTrue();
    return Picture.of(png.binaryValue());
  }

  private static Map<String, Object> regions(String mode) {
    return Map.of(
        "divisions",
        "1:1,1:2,1:2",
        "positions",
        "0:0,0:0,0:1",
        "weights",
        "0.2,0.8,0.8",
        "mode",
        mode);
  }

  private static Map<String, Object> control(double weight) throws IOException {
    byte[] map = Files.readAllBytes(folder.resolve("map.png"));
    String image = Base64.getEncoder().encodeToString(map);
    return Map.of(
        "units",
        List.of(
            Map.of(
                "enabled", true, "model", "seg", "module", "none", "image", image, "weight",
                weight)));
  }

  private static Map<String, ?> both(String mode, double weight) throws IOException {
    return Map.of("latent-couple", regions(mode), "controlnet", control(weight));
  }

  private static String infotext(Path file) throws IOException {
    return PngImage.parameters("x.png", Files.readAllBytes(file)).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "attention"})
  void eachOfThemIsSeenInThePictureAndInItsText(String mode) throws Exception {
    Drawn all = draw(TAG + PROMPT, "--regions", REGIONS + mode, "--control", "seg=map.png:0.9");
    assertThat(all.infotext())
        .contains("Lora hashes: ")
        .contains("ControlNet 0: ")
        .contains("Latent Couple: ");
    assertThat(all.picture().difference(asked(TAG + PROMPT, "", both(mode, 0.9))))
        .as("typed and asked of a server")
        .isLessThanOrEqualTo(1);
    Map<String, ?> alone = Map.of("controlnet", control(0.9));
    assertThat(
            List.of(
                asked(PROMPT, "", both(mode, 0.9)),
                asked(TAG + PROMPT, "", both(mode, 0.3)),
                asked(TAG + PROMPT, "", alone)))
        .allSatisfy(less -> assertThat(all.picture().difference(less)).isGreaterThan(20));
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "attention"})
  void theyAreTheSameWhoeverComputesAttention(String mode) throws Exception {
    Picture untouched = asked(TAG + PROMPT, "none", both(mode, 0.9));
    for (String name : List.of("xformers", "sdp", "sub-quadratic")) {
      Picture other = asked(TAG + PROMPT, name, both(mode, 0.9));
      assertThat(other.difference(untouched)).as(name).isLessThanOrEqualTo(2);
    }
  }

  @Test
  void aTagOfARegionActsThereAlone() throws Exception {
    String tagged = "meadow, day AND a boy " + TAG + "AND a girl";
    Drawn plain = draw(tagged.replace(TAG, ""), "--regions", REGIONS + "classic");
    Drawn left = draw(tagged, "--regions", REGIONS + "classic");
    assertThat(left.picture().difference(plain.picture())).isGreaterThan(20);
    assertThat(half(left, plain, 0)).isGreaterThan(2 * half(left, plain, 1));
  }

  /** A textual inversion of the default model's width: one vector of its 128 numbers. */
  private static String inversion(String name, float number) throws IOException {
    String header =
        "{\"emb_params\":{\"dtype\":\"F32\",\"shape\":[1,128],\"data_offsets\":[0,512]}}";
    ByteBuffer file = ByteBuffer.allocate(8 + header.length() + 512);
    file.order(ByteOrder.LITTLE_ENDIAN).putLong(header.length()).put(header.getBytes(US_ASCII));
    for (int i = 0; i < 128; i++) {
      file.putFloat(number * (float) Math.sin(i));
    }
    Path words = Files.createDirectories(folder.resolve(name));
    Files.write(words.resolve("Glow.safetensors"), file.array());
    return words.toString();
  }

  @Test
  void aCachedEmbeddingIsThatOfTheVectorsThatTheWordHasNow() throws Exception {
    String dark = inversion("dark", -0.4f);
    String bright = inversion("bright", 0.4f);
    Drawn first = draw("a girl, " + TAG + "(glow:1.2)", "--embeddings-dir", dark);
    assertThat(first.infotext()).contains("Lora hashes: ").contains("TI hashes: \"Glow: ");
    Drawn other = draw("a girl, " + TAG + "(glow:1.2)", "--embeddings-dir", bright);
    assertThat(other.picture().difference(first.picture())).isGreaterThan(20);
    Drawn again = draw("a girl, " + TAG + "(glow:1.2)", "--embeddings-dir", dark);
    assertThat(again.picture().difference(first.picture())).isZero();
  }

  /** How much two pictures differ in the left or the right half, on average. */
  private static double half(Drawn a, Drawn b, int half) {
    double sum = 0;
    int[] one = a.picture().colours();
    int[] other = b.picture().colours();
    for (int i = 0; i < one.length; i++) {
      if (i / 3 % 192 / 96 == half) {
        sum += Math.abs(one[i] - other[i]);
      }
    }
    return sum / one.length * 2;
  }
}
