package dev.kiln.plugin.controlnet;

import static dev.kiln.plugin.controlnet.ControlHost.picture;
import static dev.kiln.plugin.controlnet.ControlHost.unit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.image.PictureCodec;
import dev.kiln.host.image.PictureFile;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.host.request.ImageFields;
import dev.kiln.host.testing.Safetensors;
import dev.kiln.spi.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Units as clients send them, on the plugin's jar in a host. */
class UnitsInPicturesTest {
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

  private Tensor drawn(Object... more) {
    host.draw(List.of(unit("seg", "seg.png", more)));
    return host.latents();
  }

  @Test
  void infotextIsThatOfWebui() {
    GenerationResult result =
        host.draw(List.of(unit("seg", "seg.png", "weight", 0.8, "control_mode", 1)));
    assertThat(result.infotext().get("ControlNet 0"))
        .matches(
            "Module: none, Model: seg \\[[0-9a-f]{8}], Weight: 0.8, Resize Mode: Crop and Resize,"
                + " Processor Res: \\d+, Threshold A: [-.\\d]+, Threshold B: [-.\\d]+, Guidance"
                + " Start: 0.0, Guidance End: 1.0, Pixel Perfect: False, Control Mode: My prompt is"
                + " more important");
  }

  @Test
  void infotextTellsWhatIsUnusual() {
    Map<String, Object> unit =
        unit(
            "seg",
            "seg.png",
            "hr_option",
            "Low res only",
            "advanced_weighting",
            List.of(1, 0.5, 0, 1, 1, 1, 1),
            "effective_region_mask",
            picture("seg.png"));
    assertThat(host.draw(r -> r.steps(1), List.of(unit)).infotext().get("ControlNet 0"))
        .endsWith(
            ", Control Mode: Balanced, Hr Option: Low res only, Advanced Weighting:"
                + " 1.0|0.5|0.0|1.0|1.0|1.0|1.0, Effective Region Mask: True");
  }

  /** As in webUI: the unit follows the picture that the request begins with. */
  @Test
  void aUnitWithoutAPictureTakesThatOfTheRequest() {
    PictureFile seg = PictureFile.ofBase64("init", picture("seg.png"));
    UnaryOperator<GenerationRequestBuilder> onIt =
        request -> request.with(ImageFields.INIT_IMAGES, List.of(seg));
    host.draw(onIt, List.of(unit("seg", "seg.png")));
    Tensor named = host.latents();
    host.draw(onIt, List.of(unit("seg", "seg.png", "image", "")));
    assertThat(host.latents().data()).isEqualTo(named.data());
  }

  /** As pydantic takes them. */
  @Test
  void textsMayBeNumbersAndTruths() {
    Tensor expected = drawn("weight", 0.5, "control_mode", 2, "processor_res", 128);
    Object[] texts = {
      "weight",
      " 0.5",
      "control_mode",
      "2",
      "processor_res",
      "128",
      "enabled",
      "True",
      "pixel_perfect",
      "0",
      "save_detected_map",
      0
    };
    assertThat(drawn(texts).data()).containsExactly(expected.data());
    assertThat(host.draw(List.of(unit("seg", "seg.png", "enabled", "no"))).pictures()).isEmpty();
  }

  @Test
  void hintsAreGivenOutUnlessTheUnitSaysNo() {
    GenerationResult result =
        host.draw(
            List.of(unit("seg", "seg.png"), unit("pose", "pose.png", "save_detected_map", false)));
    assertThat(result.pictures()).containsOnlyKeys("controlnet-0");
    assertThat(result.pictures().get("controlnet-0").rgba())
        .isEqualTo(new PictureCodec().decode("map", picture("seg.png")).rgba());
  }

  /** Names of older clients, places in place of names, a picture in all its forms. */
  @Test
  void everyFormOfAUnitMeansTheSame() {
    Tensor expected = drawn("guidance_end", 0.4, "control_mode", "ControlNet is more important");
    String map = picture("seg.png");
    List<Map<String, Object>> forms =
        List.of(
            unit("SEG.onnx", "seg.png", "guidance", 0.4, "control_mode", 2),
            Map.of(
                "model",
                "controlnet/seg",
                "input_image",
                map,
                "guidance_end",
                0.4,
                "control_mode",
                2),
            Map.of(
                "enabled",
                true,
                "module",
                "None",
                "model",
                "seg",
                "image",
                Map.of("image", map, "mask", ""),
                "guidance_end",
                0.4,
                "control_mode",
                2),
            Map.of(
                "model",
                "seg",
                "image",
                List.of("data:image/png;base64," + map),
                "guidance_end",
                0.4,
                "control_mode",
                2,
                "resize_mode",
                "Inner Fit (Scale to Fit)"));
    for (Map<String, Object> form : forms) {
      host.draw(List.of(form));
      assertThat(host.latents().data()).containsExactly(expected.data());
    }
  }

  @Test
  void aModuleMakesTheMap() {
    Tensor ready = drawn();
    Tensor inverted = drawn("module", "invert");
    assertThat(Safetensors.difference(inverted, ready)).isGreaterThan(0.05);
  }

  /** A drawing in the mask is the hint itself, and needs no module. */
  @Test
  void aMaskThatSaysSomethingIsTheHint() {
    GenerationResult drawing =
        host.draw(List.of(unit("seg", "seg.png", "mask", picture("seg.png"), "module", "canny")));
    assertThat(drawing.infotext().get("ControlNet 0")).startsWith("Module: none, ");
    byte[] hint = drawing.pictures().get("controlnet-0").rgba();
    byte[] map = new PictureCodec().decode("map", picture("seg.png")).rgba();
    assertThat(new byte[] {hint[0], hint[1], hint[2]}).containsExactly(map[0], map[0], map[0]);
  }

  /** A unit alone in the prompt's rows has the same say where the negative prompt's are gone. */
  @Test
  void rowsMayComeAndGo() {
    Object[] mode = {"control_mode", "ControlNet is more important"};
    host.dropUncond(true);
    try {
      float[] both = drawn("guidance_end", 0.5).data().clone();
      assertThat(host.evaluations()).extracting(List::size).startsWith(2, 1, 2, 1).hasSize(10);
      float[] alone = drawn(mode).data().clone();
      host.draw(List.of());
      for (float[] controlled : List.of(both, alone)) {
        Tensor latents = Tensor.of(controlled, host.latents().shape());
        assertThat(Safetensors.difference(latents, host.latents())).isBetween(0.02, 2.0);
      }
    } finally {
      host.dropUncond(false);
    }
  }

  @Test
  void withoutGuidanceOnlyThePromptsRowsAreRun() {
    host.draw(request -> request.cfgScale(1), List.of(unit("seg", "seg.png")));
    Tensor balanced = host.latents();
    assertThat(host.evaluations()).hasSize(10).allMatch(rows -> rows.size() == 1);
    Object ones = List.of(1, 1, 1, 1, 1, 1, 1);
    Map<String, Object> same =
        unit("seg", "seg.png", "control_mode", 2, "advanced_weighting", ones);
    host.draw(request -> request.cfgScale(1), List.of(same));
    assertThat(host.latents().data()).containsExactly(balanced.data());
  }

  @Test
  void promptsOfSeveralChunksAndPartsAreControlled() {
    host.draw(
        request -> request.padConditions(false).batch(1, 2),
        List.of(unit("seg", "seg.png"), unit("pose", "pose.png", "weight", 0.5)));
    assertThat(host.evaluations()).hasSize(20);
  }

  @Test
  void aUnitForTheHighResolutionPassAloneLeavesTheFirstAlone() {
    host.draw(List.of());
    float[] plain = host.latents().data().clone();
    host.draw(List.of(unit("seg", "seg.png", "hr_option", "High res only")));
    assertThat(host.latents().data()).containsExactly(plain);
    assertThat(Safetensors.difference(drawn("hr_option", "Low res only"), drawn())).isZero();
  }

  @Test
  void anySizeOfPictureIsControlled() {
    host.draw(request -> request.size(136, 72), List.of(unit("pose", "pose.png")));
    assertThat(host.latents().shape()).containsExactly(1, 4, 9, 17);
    for (float value : host.latents().data()) {
      assertThat(value).isFinite();
    }
  }
}
