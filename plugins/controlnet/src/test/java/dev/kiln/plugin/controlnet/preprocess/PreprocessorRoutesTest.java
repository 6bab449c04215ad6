package dev.kiln.plugin.controlnet.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.image.PictureCodec;
import dev.kiln.plugin.controlnet.preprocess.pose.PoseMaps;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.ApiResponse;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.testkit.FakeApiCall;
import dev.kiln.spi.testkit.TestingHost;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The routes of the plugin's jar in a host, with the host's own services. */
class PreprocessorRoutesTest {
  private static final String DETECT = "/controlnet/detect";
  private static final String RENDER = "/controlnet/render_openpose_json";

  private final PictureCodec codec = new PictureCodec();
  @TempDir private Path temp;
  private TestingAnnotators annotators;
  private TestingHost host;

  @BeforeEach
  void start() {
    annotators = new TestingAnnotators(temp);
    host = new TestingHost(temp.resolve("host"), annotators.services());
    host.drop("controlnet", Path.of("target", "classes"));
  }

  @AfterEach
  void stop() {
    host.close();
    annotators.close();
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> call(
      String method, String path, Map<String, String> query, Object json) {
    return (Map<String, Object>)
        new FakeApiCall(method, path, query, json).jsonFrom(host.plugins());
  }

  private Map<String, Object> detect(Object... body) throws Exception {
    Map<String, Object> json = new HashMap<>();
    for (int i = 0; i < body.length; i += 2) {
      json.put((String) body[i], body[i + 1]);
    }
    return call("POST", DETECT, Map.of(), json);
  }

  private Picture first(Map<String, Object> answer) {
    return codec.decode("answer", (String) ((List<?>) answer.get("images")).get(0));
  }

  @Test
  @SuppressWarnings("unchecked")
  void listHasNamesOrLabelsAndWhatCanBeSet() throws Exception {
    Map<String, Object> names = call("GET", "/controlnet/module_list", Map.of(), null);
    assertThat((List<String>) names.get("module_list"))
        .startsWith("none")
        .containsExactlyInAnyOrder(
            "none",
            "canny",
            "invert",
            "lineart_standard",
            "scribble_xdog",
            "threshold",
            "blur_gaussian",
            "tile_resample",
            "shuffle",
            "recolor_luminance",
            "recolor_intensity",
            "oneformer_ade20k",
            "openpose",
            "openpose_face",
            "openpose_faceonly",
            "openpose_hand",
            "openpose_full",
            "dw_openpose_full");
    Map<String, Object> details = (Map<String, Object>) names.get("module_detail");
    assertThat(details.get("none")).isEqualTo(Map.of("model_free", false, "sliders", List.of()));
    assertThat(details.get("threshold"))
        .isEqualTo(
            Map.of(
                "model_free",
                false,
                "sliders",
                List.of(
                    slider("Resolution", 512, 64, 2048, 8),
                    slider("Binarization Threshold", 127, 0, 255, 1))));
    Map<String, Object> labels =
        call("GET", "/controlnet/module_list", Map.of("alias_names", "true"), null);
    assertThat((List<String>) labels.get("module_list"))
        .contains("seg_ofade20k", "invert (from white bg & black line)")
        .doesNotContain("oneformer_ade20k");
  }

  private static Map<String, Object> slider(
      String name, double value, double min, double max, double step) {
    return Map.of("name", name, "value", value, "min", min, "max", max, "step", step);
  }

  /** webuiapi sends the second name. */
  @ParameterizedTest
  @CsvSource({"controlnet_input_images, canny", "controlnet_images, CANNY"})
  void detectMakesMapsOfAllPictures(String field, String module) throws Exception {
    String picture = codec.encode(Png.read("resized-96"));
    Map<String, Object> answer =
        detect(
            "controlnet_module",
            module,
            field,
            List.of(picture, "data:image/png;base64," + picture),
            "controlnet_processor_res",
            96,
            "controlnet_threshold_a",
            20,
            "controlnet_threshold_b",
            60);
    assertThat(answer).containsEntry("info", "Success").doesNotContainKey("poses");
    assertThat((List<?>) answer.get("images")).hasSize(2);
    assertThat(Png.difference(first(answer), Png.read("canny-fine-96"))).isZero();
  }

  @Test
  void detectOfAPoseTellsTheJsonToo() throws Exception {
    annotators
        .with(PoseMaps.class, "yolox_l.onnx", "yolox_l.onnx")
        .with(PoseMaps.class, "dw-ll_ucoco_384.onnx", "dw-ll_ucoco_384.onnx");
    Map<String, Object> answer =
        detect(
            "controlnet_module",
            "dw_openpose_full",
            "controlnet_input_images",
            List.of(codec.encode(Png.read(PoseMaps.class, "photo"))),
            "controlnet_processor_res",
            "240");
    Map<?, ?> pose = (Map<?, ?>) ((List<?>) answer.get("poses")).get(0);
    assertThat((List<?>) pose.get("people")).hasSize(4);
    Map<String, Object> drawn = call("POST", RENDER, Map.of(), List.of(pose));
    assertThat(first(drawn).width()).isEqualTo(first(answer).width()).isEqualTo(320);
  }

  @Test
  void wrongRequestsAreToldInOneSentence() {
    String picture = codec.encode(Picture.black(2, 2));
    assertWrong(
        "Module not available: unknown preprocessor \"cany\"; nearest: canny, none, invert",
        "controlnet_module",
        "cany",
        "controlnet_input_images",
        List.of(picture));
    assertWrong(
        "No image selected: controlnet_input_images is empty or missing",
        "controlnet_module",
        "canny");
    assertWrong("controlnet_input_images is no list", "controlnet_input_images", picture);
    assertWrong(
        "controlnet_input_images[1] is no picture in base64",
        "controlnet_input_images",
        List.of(picture, 7));
    assertWrong(
        "controlnet_input_images[0] is no picture that Kiln reads; give PNG, JPEG, WebP, BMP or"
            + " GIF",
        "controlnet_input_images",
        List.of("%%%"));
    assertWrong(
        "controlnet_processor_res is no number: \"big\"",
        "controlnet_input_images",
        List.of(picture),
        "controlnet_processor_res",
        "big");
    assertWrong(
        "controlnet_masks[0] is 3x2 and its image 2x2; make them of one size",
        "controlnet_input_images",
        List.of(picture),
        "controlnet_masks",
        List.of(codec.encode(Picture.black(3, 2))));
  }

  private void assertWrong(String sentence, Object... body) {
    assertThatThrownBy(() -> detect(body)).isInstanceOf(BadRequest.class).hasMessage(sentence);
  }

  private Picture map(FakeApiCall call) {
    ApiResponse.Bytes answer = (ApiResponse.Bytes) call.sendTo(host.plugins());
    assertThat(answer.type()).isEqualTo("image/png");
    return codec.read("map", answer.bytes());
  }

  @Test
  void aFileBecomesAMapAsTheBodyOrInAForm() throws Exception {
    byte[] picture = codec.write(Png.read("resized-96"));
    FakeApiCall call =
        new FakeApiCall("POST", MapRoute.PATH)
            .with("module", "canny")
            .with("resolution", "96")
            .with("thresholdA", "20")
            .with("thresholdB", "60");
    Picture expected = Png.read("canny-fine-96");
    assertThat(Png.difference(map(call.withContent("image/png", picture)), expected)).isZero();
    FakeApiCall form = call.withPart("picture", "image/png", picture);
    assertThat(Png.difference(map(form.withPart("mask", "image/png", picture)), expected)).isZero();

    assertThatThrownBy(() -> call.sendTo(host.plugins()))
        .isInstanceOf(BadRequest.class)
        .hasMessage("there is no picture; send it as the body, or as the form's picture");
    byte[] small = codec.write(Picture.black(3, 2));
    assertThatThrownBy(() -> form.withPart("mask", "image/png", small).sendTo(host.plugins()))
        .isInstanceOf(BadRequest.class)
        .hasMessageMatching("the mask is 3x2 and its image \\d+x\\d+; make them of one size");
    FakeApiCall text = call.withContent("image/png", new byte[] {1, 2});
    assertThatThrownBy(() -> text.sendTo(host.plugins()))
        .isInstanceOf(BadRequest.class)
        .hasMessage("the picture is no picture that Kiln reads; give PNG, JPEG, WebP, BMP or GIF");
  }

  @Test
  void posesOfAnEditorAreDrawn() throws Exception {
    assertThat(call("POST", RENDER, Map.of(), List.of()))
        .isEqualTo(Map.of("info", "No pose data detected."));
    Map<String, Object> nobody =
        Map.of("people", List.of(), "canvas_width", 30, "canvas_height", 20);
    Map<String, Object> drawn = call("POST", RENDER, Map.of(), List.of(nobody));
    assertThat(drawn).containsEntry("info", "Success");
    assertThat(Png.difference(first(drawn), Picture.black(30, 20))).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          canvas_width  | 0        | pose 1: canvas_width is 0, expected a whole number of 1 to 4096
          canvas_width  | 20000    | pose 1: canvas_width is 20000, expected a whole number of 1 to 4096
          canvas_height |          | pose 1: canvas_height is missing
          crowd         | 3        | pose 1: people is no list
          animals       | a        | pose 1: animals are not drawn, only people
          body          | 12       | pose 1, person 1: pose_keypoints_2d has 4 points, expected 18
          people        | 101      | pose 1: there are 101 people, at most 100 are drawn
          far           | 100001   | pose 1, person 1: pose_keypoints_2d has 100001.0, expected pixels from -100000 to 100000
          far           | 1e10     | pose 1, person 1: pose_keypoints_2d has 1.0E10, expected pixels from -100000 to 100000
          far           | NaN      | pose 1, person 1: pose_keypoints_2d has NaN, expected pixels from -100000 to 100000
          body          | 5        | pose 1, person 1: pose_keypoints_2d has 5 numbers, expected three for each point
          """)
  void posesThatCannotBeDrawnAreToldInOneSentence(String what, String value, String sentence) {
    Map<String, Object> pose = new HashMap<>();
    pose.put("people", List.of());
    pose.put("canvas_width", 30);
    pose.put("canvas_height", 20);
    switch (what) {
      case "animals" -> pose.put("animals", List.of(value));
      case "people" -> pose.put("people", Collections.nCopies(Integer.parseInt(value), Map.of()));
      case "crowd" -> pose.put("people", 3);
      // /sdapi clients sent 1e10, and the line to it was drawn for ever.
      case "far" -> {
        List<Double> numbers = new ArrayList<>(Collections.nCopies(54, 1.0));
        numbers.set(30, Double.valueOf(value));
        pose.put("people", List.of(Map.of("pose_keypoints_2d", numbers)));
      }
      case "body" -> {
        List<Integer> numbers = Collections.nCopies(Integer.parseInt(value), 1);
        pose.put("people", List.of(Map.of("pose_keypoints_2d", numbers)));
      }
      default -> pose.put(what, value == null ? null : Integer.valueOf(value));
    }
    assertThatThrownBy(() -> call("POST", RENDER, Map.of(), List.of(pose)))
        .isInstanceOf(BadRequest.class)
        .hasMessage(sentence);
  }

  @Test
  void morePixelsThanTheLargestPictureHasAreNotDrawnAtOnce() {
    Map<String, Object> pose =
        Map.of("people", List.of(), "canvas_width", 4096, "canvas_height", 4096);
    assertThatThrownBy(() -> call("POST", RENDER, Map.of(), Collections.nCopies(9, pose)))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "the canvases of the first 4 poses have 67108864 pixels; at most 64 million are drawn"
                + " at once, send fewer");
    String large = codec.encode(Picture.black(8000, 4000));
    assertWrong(
        "the first 3 pictures and masks have 96000000 pixels in all; at most 64 million are taken"
            + " at once, send fewer",
        "controlnet_input_images",
        Collections.nCopies(40, large));
    assertWrong(
        "controlnet_input_images has 65 pictures; at most 64 are taken at once, send fewer",
        "controlnet_input_images",
        Collections.nCopies(65, large));
  }

  @Test
  void bodyThatIsNoListIsRefused() {
    assertThatThrownBy(() -> call("POST", RENDER, Map.of(), Map.of()))
        .isInstanceOf(BadRequest.class)
        .hasMessage("the body is no list of poses: [{\"people\": [...], ...}, ...]");
  }
}
