package dev.kiln.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.host.image.PngImage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random requests with all shipped plugins that need no picture, each of whose pictures is drawn
 * again from its own PNG. {@code -Dkiln.again=300} sets how many; the seed is the number of the
 * request.
 */
class DrawnAgainTest {
  private static final int REQUESTS = Integer.getInteger("kiln.again", 16);
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final List<String> SAMPLERS =
      List.of(
          "DPM++ 2M",
          "DPM++ SDE",
          "DPM++ 2M SDE",
          "DPM++ 3M SDE",
          "Euler a",
          "Euler",
          "Heun",
          "DPM2 a",
          "DPM adaptive",
          "Restart",
          "DDIM",
          "DDIM CFG++",
          "PLMS",
          "UniPC",
          "LCM");

  private static final List<String> SCHEDULES =
      List.of("automatic", "karras", "exponential", "sgm_uniform", "simple", "beta");

  private static final List<String> ATTENTIONS =
      List.of("", "", "none", "sdp", "xformers", "sub-quadratic", "doggettx", "v1", "invokeai");

  /** Begins the warning of a picture that was drawn by other operators. */
  private static final String OTHERWISE = "the networks compute by operators";

  @TempDir static Path folder;
  private static Shell.Running server;
  private static String address;

  @BeforeAll
  static void serve() throws IOException {
    Path home = Files.createDirectories(folder.resolve("home"));
    Path words = Files.createDirectories(folder.resolve("words"));
    Files.write(words.resolve("Glow.safetensors"), inversion());
    server = new Shell(folder).home(home).serve("--embeddings-dir", words.toString());
    address = server.firstLine();
  }

  /** One vector of the default model's width, 128. */
  private static byte[] inversion() {
    String header =
        "{\"emb_params\":{\"dtype\":\"F32\",\"shape\":[1,128],\"data_offsets\":[0,512]}}";
    ByteBuffer file = ByteBuffer.allocate(8 + header.length() + 512);
    file.order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length())
        .put(header.getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < 128; i++) {
      file.putFloat(0.4f * (float) Math.sin(i));
    }
    return file.array();
  }

  @AfterAll
  static void stop() throws InterruptedException {
    server.stop();
  }

  @Test
  void eachPictureIsDrawnAgainFromItsPng() throws Exception {
    int otherwise = 0;
    for (int i = 0; i < REQUESTS; i++) {
      ObjectNode request = new RandomRequest(new Random(i)).make();
      String what = "request " + i + ": " + request;
      JsonNode drawn = post(request, what);
      for (JsonNode picture : drawn.path("png")) {
        byte[] first = Base64.getDecoder().decode(picture.asText());
        String infotext = PngImage.parameters("first", first).orElseThrow();
        JsonNode again = post(JSON.createObjectNode().put("infotext", infotext), what);

        byte[] second = Base64.getDecoder().decode(again.at("/png/0").asText());
        if (again.path("warnings").toString().contains(OTHERWISE)) {
          // By other operators, and told so: colors may differ by rounding.
          otherwise++;
          assertThat(Picture.of(first).difference(Picture.of(second)))
              .as(what + "\n" + infotext)
              .isLessThanOrEqualTo(1);
          continue;
        }
        assertThat(again.path("warnings"))
            .as(what + "\n" + infotext)
            .isEqualTo(drawn.path("warnings"));
        // Pixels and text at once.
        assertThat(PngImage.parameters("second", second)).as(what).contains(infotext);
        assertThat(second).as(what + "\n" + infotext).isEqualTo(first);
      }
    }
    assertThat(otherwise).isLessThanOrEqualTo(REQUESTS / 10);
  }

  private static JsonNode post(ObjectNode request, String what) throws Exception {
    HttpRequest post =
        HttpRequest.newBuilder(URI.create(address + "/kiln/v1/txt2img"))
            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(request)))
            .build();
    HttpResponse<String> answer = HttpClient.newHttpClient().send(post, BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(what + "\n" + answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  /** One request, of few steps and small pictures. */
  private static final class RandomRequest {
    private final Random random;
    private final ObjectNode request = JSON.createObjectNode();
    private final ObjectNode plugins = JSON.createObjectNode();

    RandomRequest(Random random) {
      this.random = random;
    }

    private <T> T any(List<T> all) {
      return all.get(random.nextInt(all.size()));
    }

    private boolean chance(double share) {
      return random.nextDouble() < share;
    }

    ObjectNode make() {
      boolean regions = chance(0.3);
      request.put("prompt", prompt(regions));
      request.put("negative_prompt", any(List.of("", "night", "rain, (snow:1.4)", "glow")));
      request.put("seed", chance(0.2) ? random.nextLong() >>> 1 : random.nextInt(1000));
      request.put("steps", 2 + random.nextInt(4));
      request.put("cfg_scale", any(List.of(1.0, 3.5, 7.0, 0.1 + random.nextDouble() * 12)));
      request.put("width", any(List.of(0, 64, 96, 128)));
      request.put("height", any(List.of(0, 64, 96, 128)));
      request.put("sampler", any(SAMPLERS));
      request.put("scheduler", any(SCHEDULES));
      request.put("attention", any(ATTENTIONS));
      noise();
      if (regions) {
        regions();
      }
      others();
      enlarged(regions);
      detailed();
      // What step-cache skips, it skips for all pictures of a batch; what is found in one of them
      // is
      // told of those that follow.
      boolean alone = plugins.has("step-cache") || plugins.has("detailer");
      request.put("batch_size", !alone && chance(0.2) ? 2 : 1);
      return request.set("plugins", plugins);
    }

    private String prompt(boolean regions) {
      String lora = chance(0.4) ? "<lora:cape:" + (1 + random.nextInt(9)) / 10.0 + ">" : "";
      String glow = chance(0.2) ? ", (glow:1.1)" : "";
      return regions
          ? "meadow, day" + glow + lora + " AND a boy with blue hair AND a girl, red hair"
          : any(List.of("", "a girl, \"snow\": [red:blue:0.5]", "2girls, beach\nsunset", "a boy"))
              + glow
              + lora;
    }

    private void noise() {
      if (chance(0.2)) {
        request.put("subseed", random.nextInt(1000)).put("subseed_strength", random.nextDouble());
      }
      if (chance(0.2)) {
        request.put("seed_resize_width", 64).put("seed_resize_height", 128);
      }
      if (chance(0.2)) {
        request.put("eta", random.nextDouble()).put("s_churn", random.nextDouble());
      }
      if (chance(0.2)) {
        request.put("clip_skip", 2).put("seed_delta", 31337).put("emphasis", "No norm");
      }
      if (chance(0.2)) {
        request.put("sgm_noise", true).put("rho", 5.5).put("sigma_min", 0.03);
      }
      request.put("pad_conditions", chance(0.2));
    }

    private void regions() {
      ObjectNode couple = plugins.putObject("latent-couple");
      couple.put("divisions", "1:1,1:2,1:2").put("positions", "0:0,0:0,0:1");
      couple.put("weights", any(List.of("0.2,0.8,0.8", "0.3, 0.7,0.6")));
      couple.put("endAtStep", 1 + random.nextInt(5));
      if (chance(0.5)) {
        couple.put("mode", "attention").put("base", any(List.of(-1.0, 0.25)));
      } else {
        couple.put("merge", chance(0.5));
      }
      couple.put("softBorder", any(List.of(0.0, 16.5)));
    }

    private void others() {
      if (chance(0.25)) {
        plugins.putObject("step-cache").put("threshold", 0.3).put("start", random.nextDouble() / 2);
      }
      if (chance(0.25)) {
        ObjectNode cutoff = plugins.putObject("guidance-cutoff");
        cutoff.put("ngms", random.nextDouble() * 5).put("ngmsAll", chance(0.5));
        cutoff.put("skipEarly", any(List.of(0.0, 0.3)));
      }
      if (chance(0.25)) {
        ObjectNode threshold = plugins.putObject("dynamic-thresholding");
        threshold.put("mimicScale", 1 + random.nextDouble() * 5);
        threshold.put("mimicMode", any(List.of("Constant", "Cosine Down", "Linear Up")));
        threshold.put("cfgMode", any(List.of("Constant", "Half Cosine Up")));
        threshold.put("variabilityMeasure", any(List.of("AD", "STD")));
        threshold.put("interpolatePhi", any(List.of(1.0, 0.75)));
      }
      if (chance(0.2)) {
        plugins.putObject("fused-ops").put("gelu", true).put("geglu", chance(0.5));
      }
      if (chance(0.2)) {
        plugins.putObject("channels-last");
      }
    }

    private void detailed() {
      if (chance(0.15)) {
        ObjectNode detailer =
            plugins.putObject("detailer").put("strength", 0.3 + 0.1 * random.nextInt(6));
        detailer.put("order", any(List.of("None", "Position (left to right)")));
        ObjectNode unit = detailer.putArray("units").addObject();
        unit.put("ad_model", "scenes:person").put("ad_confidence", 0.2);
        unit.put("ad_prompt", any(List.of("", "[PROMPT], blue shirt [SEP] [SKIP]", "a boy")));
        unit.put("ad_inpaint_only_masked", chance(0.7)).put("ad_use_steps", chance(0.5));
        unit.put("ad_steps", 5);
      }
    }

    private void enlarged(boolean regions) {
      if (chance(0.25)) {
        ObjectNode hires = plugins.putObject("hires-fix").put("enabled", true);
        hires.put("upscaler", any(List.of("Latent", "Latent (bicubic)", "Lanczos", "4x-scenes")));
        hires.put("scale", any(List.of(1.5, 2.0))).put("strength", 0.3 + random.nextDouble() / 2);
        hires.put("steps", 2 + random.nextInt(3)).put("sampler", any(List.of("", "DDIM", "Euler")));
        hires
            .put("cfgScale", any(List.of(0.0, 4.5)))
            .put("negativePrompt", any(List.of("", "day")));
        if (!regions) {
          hires.put("prompt", any(List.of("", "a boy, <lora:cape:0.5>")));
        }
      }
      if (chance(0.1)) {
        plugins.putObject("upscaler-onnx").put("upscaler", any(List.of("Bicubic", "4x-scenes")));
      }
    }
  }
}
