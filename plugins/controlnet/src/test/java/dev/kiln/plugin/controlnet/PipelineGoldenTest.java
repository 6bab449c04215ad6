package dev.kiln.plugin.controlnet;

import static dev.kiln.plugin.controlnet.ControlHost.unit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.testing.Safetensors;
import dev.kiln.spi.host.Pictures;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.tensor.Tensor;
import java.nio.file.Path;
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

/**
 * Whole pictures' latents against diffusers' StableDiffusionControlNetPipeline and, where webUI's
 * modes are others than diffusers', against its modules in a loop of reference.py: 1e-3 relative.
 */
class PipelineGoldenTest {
  private static final double TOLERANCE = 1e-3;
  private static final Safetensors GOLDEN =
      Safetensors.resource("/dev/kiln/plugin/controlnet/pipeline.safetensors");

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

  static Stream<Arguments> units() {
    Map<String, Object> seg = seg();
    return Stream.of(
        Arguments.of("seg", List.of(seg)),
        Arguments.of("seg_pose", List.of(seg, unit("pose", "pose.png", "weight", 0.6))),
        // webUI includes the step at the end, diffusers leaves out the one that ends behind it.
        Arguments.of("seg_half", List.of(seg("guidance_end", 0.5))),
        Arguments.of("seg_late", List.of(seg("guidance_start", 0.3))),
        Arguments.of("prompt", List.of(seg("control_mode", "My prompt is more important"))),
        Arguments.of("control", List.of(seg("control_mode", "ControlNet is more important"))),
        Arguments.of(
            "advanced", List.of(seg("advanced_weighting", List.of(.1, .2, .3, .4, .5, .6, .7)))),
        Arguments.of("region", List.of(seg("effective_region_mask", rightHalf()))),
        Arguments.of("none", List.of(seg("weight", 0))));
  }

  private static Map<String, Object> seg(Object... more) {
    Map<String, Object> unit = unit("seg", "seg.png", more);
    unit.putIfAbsent("weight", 0.8);
    return unit;
  }

  private static String rightHalf() {
    Picture mask = Picture.black(128, 128);
    for (int i = 0; i < 128 * 128; i++) {
      if (i % 128 >= 64) {
        mask.set(i % 128, i / 128, 255, 255, 255);
      }
    }
    Pictures pictures = new dev.kiln.host.image.PictureCodec();
    return pictures.encode(mask);
  }

  @ParameterizedTest
  @MethodSource("units")
  void latentsEqualDiffusers(String golden, List<Map<String, Object>> units) {
    host.draw(units);
    assertThat(Safetensors.difference(host.latents(), GOLDEN.tensor(golden))).isLessThan(TOLERANCE);
  }

  /** The picture that a diffusers folder draws is that of its ONNX export. */
  @Test
  void aDiffusersFolderIsTheSameControlNet() {
    host.draw(List.of(unit("diffusers/controlnet/seg", "seg.png", "weight", 0.8)));
    assertThat(Safetensors.difference(host.latents(), GOLDEN.tensor("seg"))).isLessThan(TOLERANCE);
  }

  @Test
  void eachImageOfABatchIsControlledAsIfItWereAlone() {
    host.draw(request -> request.batch(2, 1), List.of(seg()));
    Tensor both = host.latents();
    for (int image = 0; image < 2; image++) {
      float[] one = new float[both.rowSize()];
      System.arraycopy(both.data(), image * one.length, one, 0, one.length);
      Tensor expected = GOLDEN.tensor(image == 0 ? "seg" : "second");
      assertThat(Safetensors.difference(Tensor.of(one, 1, 4, 16, 16), expected))
          .isLessThan(TOLERANCE);
    }
  }
}
