package dev.kiln.plugin.lora;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.graph.edit.GraphEdit;
import dev.kiln.spi.graph.LinearLayer;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.WeightLayout;
import dev.kiln.spi.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files that let Stable Diffusion 1.5 draw in a few steps: their names, and their layouts. */
class FewStepTest {
  private static final int RANK = 64;

  /** What they change, convolutions of the blocks too. */
  private static final Pattern TARGETS =
      Pattern.compile(
          ".*(to_q|to_k|to_v|to_out\\.0|proj_in|proj_out|ff/net\\.0/proj|ff/net\\.2|conv1|conv2"
              + "|conv_shortcut|downsamplers\\.0/conv|upsamplers\\.0/conv|time_emb_proj)");

  @TempDir Path temp;

  @ParameterizedTest
  @CsvSource({
    "lcm-lora-sdv1-5/pytorch_lora_weights, LCM, 8, 2, false",
    "LCM_LoRA_Weights_SD15, LCM, 8, 2, false",
    "Hyper-SD15-4steps-lora, HYPER_SD, 4, 1, false",
    "Hyper-SD15-1step-lora, HYPER_SD, 1, 1, false",
    "Hyper-SD15-12steps-CFG-lora, HYPER_SD, 12, 8, false",
    "TCD-SD15-LoRA/pytorch_lora_weights, TCD, 20, 1, false",
    "pcm_sd15_smallcfg_4step_converted, PCM, 4, 2, false",
    "pcm_sd15_normalcfg_8step_converted, PCM, 8, 8, false",
    "Hyper-SDXL-8steps-lora, HYPER_SD, 8, 1, true",
    "lcm-lora-sdxl/pytorch_lora_weights, LCM, 8, 2, true",
    "sdxl_lightning_4step_lora, LIGHTNING, 4, 1, true",
    "dmd2_sdxl_4step_lora_fp16, DMD2, 4, 1, true"
  })
  void namesTellWhatFilesAreMadeFor(
      String name, FewStep.Kind kind, int steps, int cfg, boolean xl) {
    assertThat(FewStep.named(name)).contains(new FewStep(kind, steps, cfg, xl));
  }

  @ParameterizedTest
  @CsvSource({
    "cape",
    "lightning_magic",
    "hyperrealism",
    "alchemy",
    "pcmonitor",
    "two_steps_from_hell"
  })
  void otherFilesAreNone(String name) {
    assertThat(FewStep.named(name)).isEmpty();
  }

  @Test
  void manyStepsOrAHighScaleIsNotWhatTheyAreMadeFor() {
    FewStep lcm = FewStep.named("lcm-lora").orElseThrow();
    assertThat(lcm.misused(20, 7)).isTrue();
    assertThat(lcm.misused(20, 1)).isTrue();
    assertThat(lcm.misused(4, 7)).isTrue();
    assertThat(lcm.misused(8, 2)).isFalse();
    assertThat(FewStep.named("Hyper-SD15-12steps-CFG-lora").orElseThrow().misused(12, 7)).isFalse();
  }

  /**
   * Kohya's names with alphas and without, as LCM-LoRA and Hyper-SD are published, and PEFT's and
   * diffusers', as TCD and PCM are.
   */
  @ParameterizedTest
  @CsvSource({"kohya, 8", "kohya, 64", "kohya, 0", "peft, 0", "diffusers, 0"})
  void everyLayerOfTheirLayoutsIsChanged(String layout, int alpha) {
    GraphEdit plain = Fixtures.edit("unet", NetworkKind.UNET);
    List<LinearLayer> targets =
        plain.linears().stream().filter(it -> TARGETS.matcher(it.path()).matches()).toList();
    assertThat(targets).hasSizeGreaterThan(50);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    Random random = new Random(6);
    targets.forEach(layer -> add(tensors, layer, layout, alpha, random));
    Path file = Fixtures.write(temp.resolve("lcm-lora.safetensors"), tensors);

    GraphEdit edit = Fixtures.edit("unet", NetworkKind.UNET);
    new MergePatch(NetworkKind.UNET, List.of(Fixtures.use(file, 0.5)), Fixtures.files())
        .apply(edit);
    assertThat(edit.warnings()).isEmpty();
    double share = 0.5 * (alpha == 0 ? 1 : alpha / (double) RANK);
    Map<String, LinearLayer> changed = new LinkedHashMap<>();
    edit.linears().forEach(layer -> changed.put(layer.path(), layer));
    for (LinearLayer layer : targets) {
      float[] before = plain.read(layer);
      float[] after = edit.read(changed.get(layer.path()));
      float[] delta = product(tensors, layer, layout);
      double most = 0;
      for (int i = 0; i < before.length; i++) {
        most = Math.max(most, Math.abs(after[i] - before[i] - share * delta[own(layer, i)]));
      }
      assertThat(most).as(layer.path()).isLessThan(1e-4);
    }
  }

  private static String key(LinearLayer layer, String layout, String part) {
    String path = layer.path().substring(1).replace('/', '.');
    return switch (layout) {
      case "peft" -> "unet." + path + (part.equals("down") ? ".lora_A.weight" : ".lora_B.weight");
      case "diffusers" -> "unet." + path + ".lora." + part + ".weight";
      default -> "lora_unet_" + ModuleNames.of(layer.path()) + ".lora_" + part + ".weight";
    };
  }

  private static int kernel(LinearLayer layer) {
    return layer.layout() == WeightLayout.KERNEL ? layer.shape().get(2).intValue() : 0;
  }

  private static void add(
      Map<String, Tensor> tensors, LinearLayer layer, String layout, int alpha, Random random) {
    int in = (int) layer.inputs();
    int out = (int) layer.outputs();
    int side = kernel(layer);
    tensors.put(
        key(layer, layout, "down"),
        side == 0
            ? Fixtures.random(random, 0.1, RANK, in)
            : Fixtures.random(random, 0.1, RANK, in, side, side));
    tensors.put(
        key(layer, layout, "up"),
        side == 0
            ? Fixtures.random(random, 0.1, out, RANK)
            : Fixtures.random(random, 0.1, out, RANK, 1, 1));
    if (alpha > 0) {
      String module = "lora_unet_" + ModuleNames.of(layer.path());
      tensors.put(module + ".alpha", Tensor.of(new float[] {alpha}, 1));
    }
  }

  /** up · down: [outputs, inputs * kernel]. */
  private static float[] product(Map<String, Tensor> tensors, LinearLayer layer, String layout) {
    float[] down = tensors.get(key(layer, layout, "down")).data();
    float[] up = tensors.get(key(layer, layout, "up")).data();
    int columns = down.length / RANK;
    float[] product = new float[(int) layer.outputs() * columns];
    for (int row = 0; row < layer.outputs(); row++) {
      for (int rank = 0; rank < RANK; rank++) {
        float factor = up[row * RANK + rank];
        for (int column = 0; column < columns; column++) {
          product[row * columns + column] += factor * down[rank * columns + column];
        }
      }
    }
    return product;
  }

  /** Where a number of the layer's own layout stands in [outputs, inputs]. */
  private static int own(LinearLayer layer, int index) {
    if (layer.layout() != WeightLayout.IN_OUT) {
      return index;
    }
    int out = (int) layer.outputs();
    return index % out * (int) layer.inputs() + index / out;
  }
}
