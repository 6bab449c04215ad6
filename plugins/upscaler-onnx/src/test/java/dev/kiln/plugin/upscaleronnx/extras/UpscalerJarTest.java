package dev.kiln.plugin.upscaleronnx.extras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.image.PictureCodec;
import dev.kiln.host.plugin.PanelView;
import dev.kiln.plugin.upscaleronnx.TestingUpscalers;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.ApiResponse;
import dev.kiln.spi.host.Pictures.Filter;
import dev.kiln.spi.host.Pictures.Format;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.testkit.FakeApiCall;
import dev.kiln.spi.testkit.FakeCliCall;
import dev.kiln.spi.testkit.KeptPictures.Kept;
import dev.kiln.spi.testkit.TestingHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The plugin's jar in a host: webUI's routes, Kiln's, the command and the section of the page. */
class UpscalerJarTest {
  private static final Picture PICTURE = picture();

  private final PictureCodec codec = new PictureCodec();
  @TempDir private Path temp;
  private TestingUpscalers upscalers;
  private TestingHost host;

  @BeforeEach
  void start() {
    upscalers = new TestingUpscalers(temp).withShipped();
    host = new TestingHost(temp.resolve("host"), upscalers.services());
    host.drop("upscaler-onnx", Path.of("target", "classes"));
  }

  @AfterEach
  void stop() {
    host.close();
    upscalers.close();
  }

  private static Picture picture() {
    Picture picture = Picture.black(40, 30);
    for (int i = 0; i < 40 * 30; i++) {
      picture.set(i % 40, i / 40, 6 * (i % 40), 8 * (i / 40), i % 7 * 30);
    }
    return picture;
  }

  private Picture resized(int width, int height, Filter filter) {
    return codec.resize(PICTURE, width, height, filter);
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> extras(Object... body) {
    Map<String, Object> json = new HashMap<>(Map.of("image", codec.encode(PICTURE)));
    for (int i = 0; i < body.length; i += 2) {
      json.put((String) body[i], body[i + 1]);
    }
    return (Map<String, Object>)
        new FakeApiCall("POST", ExtrasRoute.ONE, Map.of(), json).jsonFrom(host.plugins());
  }

  private Picture image(Map<String, Object> answer) {
    return codec.decode("answer", (String) answer.get("image"));
  }

  private void demandRefusal(String sentence, Object... body) {
    assertThatThrownBy(() -> extras(body))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining(sentence);
  }

  @Test
  @SuppressWarnings("unchecked")
  void listHasWebuisFields() {
    List<Map<String, Object>> all =
        (List<Map<String, Object>>)
            new FakeApiCall("GET", UpscalersRoute.PATH).jsonFrom(host.plugins());
    assertThat(all)
        .extracting(it -> it.get("name"))
        .containsExactly("None", "Lanczos", "Nearest", "Bicubic", TestingUpscalers.SHIPPED);
    assertThat(all.get(4))
        .containsEntry("model_name", TestingUpscalers.SHIPPED)
        .containsEntry("model_path", upscalers.folder().resolve("4x-scenes.onnx").toString())
        .containsEntry("model_url", null)
        .containsEntry("scale", 4);
    assertThat(all.get(0)).containsEntry("model_path", null);
  }

  @Test
  void pictureIsScaledByAFactorDownToAMultipleOf8() {
    Map<String, Object> answer = extras("upscaler_1", "lanczos", "upscaling_resize", 2.5);
    assertThat(image(answer).rgba()).isEqualTo(resized(96, 72, Filter.LANCZOS).rgba());
    assertThat(answer)
        .containsEntry(
            "html_info", "<p>Postprocess upscale by: 2.5, Postprocess upscaler: lanczos</p>");
  }

  @Test
  void pictureIsScaledToCoverASizeAndCroppedInTheMiddle() {
    Object[] size = {
      "upscaler_1", "Nearest", "resize_mode", 1, "upscaling_resize_w", 64, "upscaling_resize_h", 64
    };
    Picture cropped = image(extras(size));
    assertThat(List.of(cropped.width(), cropped.height())).containsExactly(64, 64);
    Object[] whole = java.util.Arrays.copyOf(size, 10);
    whole[8] = "upscaling_crop";
    whole[9] = false;
    Picture all = image(extras(whole));
    assertThat(List.of(all.width(), all.height())).containsExactly(85, 64);
    for (int x = 0; x < 64; x++) {
      assertThat(cropped.at(x, 20, 0)).isEqualTo(all.at(x + 10, 20, 0));
    }
  }

  @Test
  void withoutAnUpscalerThePictureStaysAsItIs() {
    assertThat(image(extras()).rgba()).isEqualTo(PICTURE.rgba());
  }

  @Test
  void twoUpscalersAreBlended() {
    Picture one = image(extras("upscaler_1", "Nearest"));
    Picture other = image(extras("upscaler_1", TestingUpscalers.SHIPPED));
    Picture both =
        image(
            extras(
                "upscaler_1",
                "Nearest",
                "upscaler_2",
                TestingUpscalers.SHIPPED,
                "extras_upscaler_2_visibility",
                0.25));
    for (int i = 0; i < both.rgba().length; i++) {
      int expected = (int) (0.75 * (one.rgba()[i] & 0xff) + 0.25 * (other.rgba()[i] & 0xff));
      assertThat(both.rgba()[i] & 0xff).isBetween(expected - 1, expected + 1);
    }
  }

  @Test
  @SuppressWarnings("unchecked")
  void severalPicturesAreMadeInTheirOrder() {
    Picture small = resized(16, 8, Filter.BICUBIC);
    Map<String, Object> json =
        Map.of(
            "upscaler_1",
            "Lanczos",
            "imageList",
            List.of(
                Map.of("data", codec.encode(PICTURE), "name", "a"),
                Map.of("data", codec.encode(small), "name", "b")));
    Map<String, Object> answer =
        (Map<String, Object>)
            new FakeApiCall("POST", ExtrasRoute.MANY, Map.of(), json).jsonFrom(host.plugins());
    assertThat((List<String>) answer.get("images"))
        .extracting(it -> codec.decode("answer", it).width())
        .containsExactly(80, 32);
  }

  @ParameterizedTest
  @CsvSource({"gfpgan_visibility", "codeformer_visibility"})
  void facesAreNotRestored(String field) {
    demandRefusal(
        field + " is set, but no installed plugin restores faces; leave it out or at 0",
        field,
        0.5);
  }

  @Test
  void whatCannotBeDoneIsToldInASentence() {
    demandRefusal("unknown upscaler \"R-ESRGAN 4x+\"; nearest: ", "upscaler_1", "R-ESRGAN 4x+");
    demandRefusal("image is no picture that Kiln reads", "image", "");
    demandRefusal("upscaling_resize", "upscaling_resize", "much");
    demandRefusal(
        "the enlarged picture has 8800x6144 pixels; at most",
        "upscaler_1",
        "Lanczos",
        "image",
        codec.encode(Picture.black(1100, 768)),
        "upscaling_resize",
        8);
    assertThatThrownBy(
            () ->
                new FakeApiCall("POST", ExtrasRoute.MANY, Map.of(), Map.of("imageList", List.of(7)))
                    .jsonFrom(host.plugins()))
        .hasMessage("imageList[0] has no picture in base64 as its data");
  }

  private ApiResponse upscale(FakeApiCall call) {
    return call.withContent("image/png", codec.write(PICTURE)).sendTo(host.plugins());
  }

  @Test
  void fileComesInAndGoesOut() {
    FakeApiCall call = new FakeApiCall("POST", UpscaleRoute.PATH);
    Picture made =
        codec.read(
            "answer",
            ((ApiResponse.Bytes) upscale(call.with("width", "99").with("height", "55"))).bytes());
    assertThat(List.of(made.width(), made.height())).containsExactly(99, 55);
    ApiResponse.Bytes lanczos =
        (ApiResponse.Bytes) upscale(call.with("upscaler", "Lanczos").with("scale", "1.5"));
    assertThat(lanczos.type()).isEqualTo("image/png");
    assertThat(codec.read("answer", lanczos.bytes()).rgba())
        .isEqualTo(resized(60, 45, Filter.LANCZOS).rgba());
    assertThatThrownBy(() -> upscale(call.with("width", "99")))
        .hasMessage("width and height go together; give both or neither");
    assertThatThrownBy(() -> call.sendTo(host.plugins()))
        .hasMessage("there is no picture; send it as the body, or as the form's picture");
    assertThat(new FakeApiCall("GET", UpscaleRoute.PATH).jsonFrom(host.plugins()))
        .isEqualTo(Map.of("running", false, "done", 0, "total", 0));
  }

  @Test
  void resultIsKeptWithItsPicturesInfotext() {
    String infotext = "a boat\nSteps: 4, Seed: 1, Size: 40x30";
    FakeApiCall call =
        new FakeApiCall("POST", UpscaleRoute.PATH)
            .with("upscaler", "Lanczos")
            .with("scale", "1.5")
            .with("keep", "true");
    call.withContent("image/png", codec.write(PICTURE, Format.PNG, 100, infotext))
        .sendTo(host.plugins());
    String enlarged = infotext + ", Postprocess upscale by: 1.5, Postprocess upscaler: Lanczos";
    call.withContent("image/png", codec.write(PICTURE, Format.PNG, 100, enlarged))
        .sendTo(host.plugins());
    upscale(call);
    upscale(new FakeApiCall("POST", UpscaleRoute.PATH));
    assertThat(host.kept()).extracting(Kept::infotext).containsExactly(enlarged, enlarged, "");
    assertThat(host.kept().get(0).picture().rgba())
        .isEqualTo(resized(60, 45, Filter.LANCZOS).rgba());
  }

  @Test
  void commandWritesAFileAndPrintsItsPath() throws IOException {
    Path in = Files.write(temp.resolve("in.png"), codec.write(PICTURE));
    Path out = temp.resolve("new/out.png");
    FakeCliCall call =
        host.run(
            "upscale",
            Map.of("upscaler", "bicubic", "size", "50x60", "output", out.toString()),
            in.toString());
    assertThat(call.printed()).containsExactly(out.toString());
    assertThat(call.said()).containsExactly("Bicubic: 40x30 to 50x60");
    assertThat(codec.read("out", Files.readAllBytes(out)).rgba())
        .isEqualTo(resized(50, 60, Filter.BICUBIC).rgba());
  }

  @Test
  void commandTakesTheFirstModelAndANameBesideThePicture() throws IOException {
    Path in = Files.write(temp.resolve("in.png"), codec.write(PICTURE));
    FakeCliCall call = host.run("upscale", Map.of("scale", "4.0"), in.toString());
    assertThat(call.printed()).containsExactly(temp.resolve("in-160x120.png").toString());
    assertThat(call.said()).containsExactly("4x-scenes: 40x30 to 160x120");
  }

  @Test
  void commandDescribesItsResultAsJson() throws IOException {
    Path in = Files.write(temp.resolve("in.png"), codec.write(PICTURE));
    Map<String, Object> typed = Map.of("upscaler", "nearest", "json", true);
    assertThat(host.run("upscale", typed, in.toString()).printed())
        .containsExactly(
            "{\"file\":\"%s\",\"width\":80,\"height\":60,\"upscaler\":\"Nearest\"}"
                .formatted(temp.resolve("in-80x60.png")));
  }

  @Test
  void commandWritesThePictureAloneToStdout() throws IOException {
    Path in = Files.write(temp.resolve("in.png"), codec.write(PICTURE));
    Map<String, Object> typed = Map.of("upscaler", "nearest", "output", "-");
    List<String> printed = host.run("upscale", typed, in.toString()).printed();
    assertThat(printed).hasSize(1);
    Picture out = codec.read("stdout", printed.get(0).getBytes(StandardCharsets.ISO_8859_1));
    assertThat(out.rgba()).isEqualTo(resized(80, 60, Filter.NEAREST).rgba());
  }

  @Test
  void commandRefusesBeforeItWorks() throws IOException {
    Path in = Files.write(temp.resolve("in.png"), codec.write(PICTURE));
    demandRefused("there is no file", Map.of(), temp.resolve("none.png").toString());
    demandRefused("does not end in .png", Map.of("output", "x.jpg"), in.toString());
    demandRefused("is a folder", Map.of("output", folder("a.png")), in.toString());
    demandRefused("the size \"big\" is not", Map.of("size", "big"), in.toString());
    demandRefused(
        "--scale and --size both say how large; leave one of them out",
        Map.of("size", "80x60", "scale", "2"),
        in.toString());
    for (String scale : List.of("0", "0.0", "8.1", "9", "-2", "two", "NaN")) {
      demandRefused(
          "--scale is \"" + scale + "\"; it must be a number above 0, up to 8",
          Map.of("scale", scale),
          in.toString());
    }
    demandRefused("both write to stdout", Map.of("output", "-", "json", true), in.toString());
    demandRefused("unknown upscaler \"x\"", Map.of("upscaler", "x"), in.toString());
    demandRefused("has 20000x15000 pixels", Map.of("size", "20000x15000"), in.toString());
    Path text = Files.writeString(temp.resolve("text.png"), "no picture");
    demandRefused("text.png is no picture", Map.of(), text.toString());
    assertThat(temp.resolve("in-20000x15000.png")).doesNotExist();
  }

  private String folder(String name) throws IOException {
    return Files.createDirectories(temp.resolve(name)).toString();
  }

  private void demandRefused(String sentence, Map<String, Object> typed, String in) {
    assertThatThrownBy(() -> host.run("upscale", typed, in))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void sectionOfThePageHasItsFieldsAndAScript() {
    PanelView panel = host.plugins().services().panels().get(0);
    assertThat(panel.title()).isEqualTo("Upscale");
    for (String name : List.of("file", "upscaler", "scale", "go", "stop", "progress")) {
      assertThat(panel.html()).contains("data-name=\"" + name + "\"");
      assertThat(panel.script()).contains("'" + name + "'");
    }
    assertThat(panel.script())
        .contains("'" + UpscaleRoute.PATH + "'", "'" + UpscalersRoute.PATH + "'");
  }
}
