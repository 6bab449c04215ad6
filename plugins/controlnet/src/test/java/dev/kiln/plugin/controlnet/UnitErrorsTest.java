package dev.kiln.plugin.controlnet;

import static dev.kiln.plugin.controlnet.ControlHost.unit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.image.PictureCodec;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.tensor.Picture;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with a unit is one sentence, told before anything is drawn. */
class UnitErrorsTest {
  @TempDir static Path temp;
  private static ControlHost host;

  @BeforeAll
  static void open() {
    host = new ControlHost(temp);
  }

  @AfterAll
  static void close() {
    host.close();
  }

  private static Map<String, Object> seg(Object... more) {
    return unit("seg", "seg.png", more);
  }

  private static String tooWide() {
    return new PictureCodec().encode(Picture.black(20_000, 2));
  }

  private static String there() {
    return "there are controlnet/pose, diffusers/controlnet/pose, controlnet/seg,"
        + " diffusers/controlnet/seg in "
        + DefaultModel.models()
        + ", and --controlnet-dir names another folder";
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        Arguments.of(
            seg("image", ""),
            "ControlNet unit 0 has no image, and the request has none to fall back to; give the unit an image"),
        Arguments.of(
            seg("model", "depth"),
            "ControlNet unit 0 names the model 'depth', which is not there; " + there()),
        Arguments.of(
            seg("enabled", true, "model", "None"), "ControlNet unit 0 names no model; " + there()),
        Arguments.of(seg("model", ""), "ControlNet unit 0 names no model; " + there()),
        Arguments.of(
            seg("model", "seg [00000000]"),
            "ControlNet unit 0 names the model 'seg [00000000]', and none has that name and hash; "
                + there()),
        Arguments.of(
            seg("guidance_start", 0.8, "guidance_end", 0.2),
            "ControlNet unit 0 starts at 0.8 of the steps and ends at 0.2; guidance_start must not be above guidance_end"),
        Arguments.of(
            seg("weight", 3), "ControlNet unit 0: weight is 3; it must be a number of 0 to 2"),
        Arguments.of(
            seg("weight", "much"),
            "ControlNet unit 0: weight is \"much\"; it must be a number of 0 to 2"),
        Arguments.of(
            seg("control_mode", "Mine"),
            "ControlNet unit 0: control_mode is \"Mine\"; it must be Balanced or My prompt is more important or ControlNet is more important"),
        Arguments.of(
            seg("resize_mode", 7),
            "ControlNet unit 0: resize_mode is 7; it must be Just Resize or Crop and Resize or Resize and Fill"),
        Arguments.of(
            seg("pixel_perfect", "maybe"),
            "ControlNet unit 0: pixel_perfect is \"maybe\"; it must be true or false"),
        Arguments.of(
            seg("advanced_weighting", List.of(1, 1)),
            "ControlNet unit 0: advanced_weighting has 2 numbers; this ControlNet has 7 layers, the middle one is the last"),
        Arguments.of(
            seg("image", List.of(Map.of("image", "a"), Map.of("image", "b"))),
            "ControlNet unit 0: image has 2 pictures; it must be one"),
        Arguments.of(
            seg("image", 5), "ControlNet unit 0: image is 5; it must be a picture in base64"));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void isOneSentence(Map<String, Object> unit, String sentence) {
    assertThatThrownBy(() -> host.draw(List.of(unit)))
        .isInstanceOf(BadRequest.class)
        .hasMessage(sentence);
    assertThat(host.evaluations()).isEmpty();
  }

  @Test
  void picturesThatCannotBeReadAreToldWithTheUnit() {
    for (String image : List.of("%%%", "aGVsbG8=", tooWide())) {
      assertThatThrownBy(() -> host.draw(List.of(seg(), seg("image", image))))
          .isInstanceOf(BadRequest.class)
          .hasMessageStartingWith("ControlNet unit 1: image");
    }
  }

  @Test
  void morePixelsThanTheLargestPictureHasAreRefused() {
    Map<String, Object> large =
        seg("image", new PictureCodec().encode(Picture.black(8000, 4000)), "module", "none");
    assertThatThrownBy(() -> host.draw(List.of(large, large, large)))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "the pictures up to ControlNet unit 2 have 96000000 pixels in all; at most 64 million"
                + " are taken, scale them down");
  }

  @Test
  void unknownModulesAreToldBeforeANetworkIsOpened() {
    assertThatThrownBy(() -> host.draw(List.of(seg("module", "cany"))))
        .isInstanceOf(BadRequest.class)
        .hasMessageStartingWith("ControlNet unit 0: unknown preprocessor \"cany\"; nearest: canny");
    assertThat(host.models().networks().bytes()).isZero();
  }

  @Test
  void tooManyUnitsAreRefused() {
    List<Map<String, Object>> eleven = Collections.nCopies(11, seg());
    assertThatThrownBy(() -> host.draw(eleven))
        .hasMessage("ControlNet has 11 units; it takes at most 10");
  }

  @Test
  void whatIsNoObjectIsToldWithItsPlace() {
    for (Object wrong : Arrays.asList("seg", 5, null, List.of(seg()))) {
      List<Object> args = Arrays.asList(seg(), wrong);
      assertThatThrownBy(
              () -> host.draw(r -> r.plugin("controlnet", Map.of("units", args)), List.of()))
          .isInstanceOf(BadRequest.class)
          .hasMessageStartingWith(
              "ControlNet unit 1 (args[1]) is " + UnitFields.shown(wrong).substring(0, 1))
          .hasMessageEndingWith("; it must be a JSON object, {\"model\": …, \"image\": …}");
    }
  }

  /** As sd-webui-controlnet: the shortest name that holds what was asked for. */
  @Test
  void aGuessedModelIsToldInAWarning() {
    GenerationResult result = host.draw(r -> r.steps(1), List.of(seg("model", "e")));
    assertThat(result.warnings())
        .containsExactly(
            "ControlNet unit 0: the model 'e' fits several names; controlnet/seg was taken");
    assertThat(host.draw(r -> r.steps(1), List.of(seg())).warnings()).isEmpty();
  }

  @Test
  void unknownFieldsAreIgnoredWithAWarning() {
    GenerationResult result = host.draw(List.of(seg("wieght", 0.3, "low_vram", true)));
    assertThat(result.warnings()).containsExactly("ControlNet unit 0: nothing is called wieght");
  }

  @Test
  void unitsThatAreOffOrNameNoModelDoNothing() {
    host.draw(List.of());
    float[] plain = host.latents().data().clone();
    GenerationResult result =
        host.draw(List.of(seg("enabled", false), Map.of("model", "None", "image", "")));
    assertThat(host.latents().data()).containsExactly(plain);
    assertThat(result.infotext()).doesNotContainKey("ControlNet 0");
  }
}
