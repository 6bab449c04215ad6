package dev.kiln.plugin.controlnet.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.JsonCodec;
import dev.kiln.plugin.controlnet.preprocess.pose.PoseMaps;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.control.PreprocessorCall;
import dev.kiln.spi.host.Json;
import dev.kiln.spi.tensor.Picture;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped segmenter, and what is told where another file lies in its place. */
class SegAde20kTest {
  private static final Path SHIPPED =
      Path.of(System.getProperty("kiln.root"), "models", "annotator");

  @TempDir private Path temp;
  private final Json json = new JsonCodec();
  private TestingAnnotators annotators;

  @BeforeEach
  void open() {
    annotators = new TestingAnnotators(temp);
  }

  @AfterEach
  void close() {
    annotators.close();
  }

  private Picture map(int resolution) {
    return new SegAde20k(annotators.files(), annotators.networks(), json)
        .process(new PreprocessorCall(Png.read("picture"), null, resolution, 0, 0))
        .map();
  }

  private void shipped() throws IOException {
    for (String name : List.of("seg_ade20k_scenes.onnx", "seg_ade20k_scenes.json")) {
      annotators.put(name, Files.readAllBytes(SHIPPED.resolve(name)));
    }
  }

  /** {@code seg_reference.py} beside the file; a pixel on a border may fall to the other side. */
  @Test
  void seesWhatOnnxruntimeAndOpencvSee() throws IOException {
    shipped();
    assertThat(Png.differing(map(128), Png.read("seg"), 0)).isLessThan(0.002);
  }

  /** The network looks at 128 pixels, as it was trained, however large the map is. */
  @Test
  void largerMapShowsTheSame() throws IOException {
    shipped();
    Picture small = map(128);
    Picture large = map(512);
    assertThat(large.height()).isEqualTo(512);
    Picture again = Interpolation.NEAREST.resize(large, small.width(), small.height());
    assertThat(Png.differing(again, small, 0)).isLessThan(0.03);
  }

  /** Written again from a public list, which has them in decimals. */
  @Test
  void colorsAreThoseOfAde20k() throws IOException {
    String text;
    try (InputStream in = SegAde20kTest.class.getResourceAsStream("ade20k.txt")) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    List<Integer> numbers =
        Pattern.compile("\\d+")
            .matcher(text)
            .results()
            .map(MatchResult::group)
            .map(Integer::valueOf)
            .toList();
    assertThat(numbers).hasSize(3 * AdePalette.CLASSES);
    for (int i = 0; i < AdePalette.CLASSES; i++) {
      int color = AdePalette.color(i);
      assertThat(List.of(color >> 16, color >> 8 & 0xff, color & 0xff))
          .as("class " + i)
          .isEqualTo(numbers.subList(3 * i, 3 * i + 3));
    }
  }

  @Test
  void ofSeveralTheLargestIsAsked() throws IOException {
    shipped();
    annotators.with(PoseMaps.class, "yolox_l.onnx", "small-ade20k/model.onnx");
    assertThat(Png.differing(map(128), Png.read("seg"), 0)).isLessThan(0.002);
  }

  @Test
  void missingFileIsToldWithItsPlace() {
    assertThatThrownBy(() -> map(128))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "the preprocessor seg_ofade20k needs a segmenter of ADE20K's 150 classes as an ONNX file"
                + " with ade20k in its name, and there is none: put one into "
                + temp.resolve("models").resolve("annotator"));
  }

  @Test
  void networkOfAnotherKindIsRefused() {
    annotators.with(PoseMaps.class, "yolox_l.onnx", "ade20k.onnx");
    assertThatThrownBy(() -> map(128))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "the segmenter gives Tensor[1, 8400, 85], expected logits [1, 150, height, width] of"
                + " ADE20K's classes");
  }

  private SegmenterConfig config(String text) {
    return SegmenterConfig.of(json.object("it", text));
  }

  /** The file that transformers writes for SegFormer. */
  @Test
  void picturesAreNormalizedAndSizedAsTransformersSays() {
    SegmenterConfig config =
        config(
            """
            {"do_normalize": true, "do_reduce_labels": true, "do_rescale": true, "do_resize": true,
             "image_mean": [0.485, 0.456, 0.406], "image_processor_type": "SegformerImageProcessor",
             "image_std": [0.229, 0.224, 0.225], "resample": 2, "rescale_factor": 0.00392156862745098,
             "crop_size": {"height": 99, "width": 98}, "size": {"height": 512, "width": 640}}
            """);
    assertThat(config.mean()).containsExactly(0.485 * 255, 0.456 * 255, 0.406 * 255);
    assertThat(config.deviation()).containsExactly(0.229 * 255, 0.224 * 255, 0.225 * 255);
    assertThat(config.width(100, 200)).isEqualTo(640);
    assertThat(config.height(100, 200)).isEqualTo(512);
    assertThat(config("{\"size\": 384}").height(100, 200)).isEqualTo(384);
    assertThat(config("{\"size\": {\"shortest_edge\": 50}}").height(100, 200)).isEqualTo(100);
    assertThat(SegmenterConfig.NONE.width(100, 200)).isEqualTo(100);
  }
}
