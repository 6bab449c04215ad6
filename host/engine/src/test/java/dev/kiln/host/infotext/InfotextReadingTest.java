package dev.kiln.host.infotext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.model.ModelHashes;
import dev.kiln.host.plugin.HostPlaces;
import dev.kiln.host.plugin.PluginRuntime;
import dev.kiln.host.plugin.RuntimeSettings;
import dev.kiln.host.request.Filling;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.ImageFields;
import dev.kiln.host.request.MaskedContent;
import dev.kiln.host.request.NoiseFields;
import dev.kiln.host.request.RequestFields;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.host.testing.PluginJar;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts of several programs, read with one plugin that has keys. */
class InfotextReadingTest {
  private static final String HASH = "423bfbf86e";

  @TempDir static Path temp;
  private static PluginRuntime plugins;
  private static InfotextReading reading;

  @BeforeAll
  static void open() throws IOException {
    PluginJar.of("keys", "1.0.0")
        .source(
            "demo.Options",
            """
            package demo;
            import dev.kiln.spi.index.*;
            import java.util.List;
            @PluginOptions(infotext = "Keys on")
            public record Options(
                @Option(label = "", defaultValue = "1", min = 0, max = 9, infotext = "Key size") int size,
                @Option(label = "", defaultValue = "false", infotext = "Key flag") boolean flag,
                @Option(label = "", defaultValue = "slow", infotext = "Key mode") Mode mode,
                @Option(label = "", defaultValue = "[]") List<Object> units) {
              public enum Mode { SLOW, VERY_FAST }
            }
            """)
        .source(
            "demo.Reader",
            """
            package demo;
            import java.util.*;
            import java.util.function.Consumer;
            @org.pf4j.Extension
            @dev.kiln.spi.index.Offers("Unit")
            public class Reader implements dev.kiln.spi.hook.InfotextReader {
              public Map<String, Object> options(Map<String, String> values, Consumer<String> warn) {
                if (values.containsValue("wrong")) throw new dev.kiln.spi.BadRequest("a unit is wrong");
                if (values.containsValue("broken")) throw new IllegalStateException("no temper today");
                warn.accept("units without pictures");
                return Map.of("units", List.copyOf(values.values()));
              }
            }
            """)
        .dropInto(temp.resolve("plugins"), "keys.jar");
    plugins =
        new PluginRuntime(
            new RuntimeSettings(
                temp.resolve("plugins"), temp.resolve("home"), false, "0.1.0", HostPlaces.NONE),
            Map.of());
    ModelHashes hashes = new ModelHashes(temp.resolve("hashes.json"));
    reading = new InfotextReading(new ModelCatalog(DefaultModel.models(), hashes), plugins);
  }

  @AfterAll
  static void close() {
    plugins.close();
  }

  private static GenerationRequest request(Filling filling) {
    return filling.fill(new GenerationRequestBuilder()).build();
  }

  @Test
  void aTextOfKilnsIsTheWholeRequest() {
    Filling filling =
        reading.read(
            "a cat, (red:1.2)\nNegative prompt: a dog,\nrain\nSteps: 12, Sampler: DPM++ 2M,"
                + " Schedule type: Karras, CFG scale: 6.5, Seed: 9007199254740993, Size: 192x128,"
                + " Model hash: 423bfbf86e, Model: default, Variation seed: 3, Variation seed"
                + " strength: 0.25, Seed resize from: 64x96, Clip skip: 2, ENSD: 31337, RNG: NV,"
                + " Eta DDIM: 0.5, Sigma churn: 1, Schedule min sigma: 0.05, Discard penultimate"
                + " sigma: True, Pad conds: True, Emphasis: No norm, Guidance: classifier-free,"
                + " Operators: sdp 1a2b3c4d, Key size: 4, Version: Kiln 0.1.0");

    assertThat(filling.warnings()).isEmpty();
    assertThat(request(filling))
        .isEqualTo(
            GenerationRequest.of("a cat, (red:1.2)")
                .negativePrompt("a dog,\nrain")
                .steps(12)
                .sampler("DPM++ 2M")
                .scheduler("karras")
                .cfgScale(6.5)
                .seed(9007199254740993L)
                .size(192, 128)
                .model("default")
                .vae("None")
                .variation(3, 0.25)
                .with(RequestFields.SEED_RESIZE_WIDTH, 64)
                .with(RequestFields.SEED_RESIZE_HEIGHT, 96)
                .clipSkip(2)
                .read(NoiseFields.SEED_DELTA, 31337L)
                .read(NoiseFields.ETA, 0.5)
                .read(NoiseFields.S_CHURN, 1.0)
                .read(NoiseFields.SIGMA_MIN, 0.05)
                .read(NoiseFields.DISCARD_PENULTIMATE, true)
                .padConditions(true)
                .read(RequestFields.EMPHASIS, "No norm")
                .guidance("classifier-free")
                .with(RequestFields.OPERATORS, "sdp 1a2b3c4d")
                .plugin("keys", Map.of("size", 4.0))
                .build());
  }

  @Test
  void aTextOfWebuiNamesWhatIsNotHere() {
    Filling filling =
        reading.read(
            "a cat<lora:x:1>\nSteps: 20, Sampler: DPM++ 2M Karras, CFG scale: 7, Seed: 5, Size:"
                + " 512x512, Model hash: 6ce0161689, Model: v1-5-pruned-emaonly, Denoising strength:"
                + " 0.7, RNG: CPU, Hires upscale: 2, Hires upscaler: Latent, Lora hashes: \"x:"
                + " 123456789abc\", Version: v1.6.0");

    assertThat(request(filling))
        .isEqualTo(
            GenerationRequest.of("a cat<lora:x:1>")
                .sampler("DPM++ 2M")
                .scheduler("karras")
                .seed(5)
                .size(512, 512)
                .build());
    assertThat(filling.warnings())
        .containsExactly(
            "the picture's model v1-5-pruned-emaonly [6ce0161689] is not here; another one draws"
                + " another picture",
            "the picture's noise came from CPU and Kiln has only NV, so another picture is drawn",
            "of the infotext, these have no effect in Kiln: Denoising strength, Hires upscale, Hires"
                + " upscaler, Lora hashes");
  }

  /** webUI's own keys; a mask's without a blur has none, and its area is the whole picture. */
  @Test
  void aTextOfAPictureThatWasDrawnOnAnotherOneSaysHow() {
    String text =
        "a cat\nSteps: 20, Sampler: Euler, CFG scale: 7, Image CFG scale: 1.2, Seed: 5, Size:"
            + " 512x512, Denoising strength: 0.6, Init image hash: 0cc175b9, Mask mode: Inpaint not"
            + " masked, Masked content: latent noise, Noise multiplier: 0.9, Version: v1.10.0";
    Filling filling = reading.read(text);
    assertThat(filling.warnings()).isEmpty();
    assertThat(request(filling))
        .isEqualTo(
            GenerationRequest.of("a cat")
                .sampler("Euler")
                .seed(5)
                .size(512, 512)
                .with(ImageFields.IMAGE_CFG_SCALE, 1.2)
                .with(ImageFields.DENOISING_STRENGTH, 0.6)
                .with(ImageFields.INIT_IMAGE_HASH, "0cc175b9")
                .with(ImageFields.NOISE_MULTIPLIER, 0.9)
                .with(ImageFields.MASK_INVERT, true)
                .with(ImageFields.MASKED_CONTENT, MaskedContent.LATENT_NOISE)
                .with(ImageFields.MASK_BLUR_X, 0)
                .with(ImageFields.MASK_BLUR_Y, 0)
                .build());
    assertThat(filling.fields())
        .containsEntry(ImageFields.ONLY_MASKED, false)
        .containsEntry(ImageFields.ONLY_MASKED_PADDING, 32L);
    Filling fromText = filling.fromText();
    assertThat(request(fromText).values().keySet()).doesNotContainAnyElementsOf(ImageFields.ALL);
    assertThat(fromText.warnings()).hasSize(1);
    Filling part =
        reading.read(
            "a\nSteps: 2, Denoising strength: 0.5, Mask blur: 4, Inpaint area: Only masked");
    assertThat(request(part).get(ImageFields.ONLY_MASKED)).isTrue();
    assertThat(request(part).get(ImageFields.MASK_BLUR_Y)).isEqualTo(4);
  }

  @Test
  void aTextOfCivitaisHasJsonInItsValues() {
    Filling filling =
        reading.read(
            "a cat\nNegative prompt: b\nSteps: 25, Sampler: Euler a, CFG scale: 5, Seed: 5, Size:"
                + " 512x768, Clip skip: 2, Created Date: 2024-11-02T1030, Civitai resources:"
                + " [{\"type\":\"checkpoint\",\"modelName\":\"A: b, Steps: 3\"},{\"weight\":0.8}],"
                + " Civitai metadata: {}");

    assertThat(request(filling))
        .isEqualTo(
            GenerationRequest.of("a cat")
                .negativePrompt("b")
                .steps(25)
                .sampler("Euler a")
                .cfgScale(5)
                .seed(5)
                .size(512, 768)
                .clipSkip(2)
                .build());
    assertThat(filling.warnings())
        .containsExactly(
            "of the infotext, these have no effect in Kiln: Created Date, Civitai resources, Civitai"
                + " metadata");
  }

  @Test
  void aTextOfComfyuisHasHashesAsJsonAndTheNetworkByItsHash() {
    Filling filling =
        reading.read(
            "a cat\nNegative prompt: \nSteps: 20, Sampler: dpmpp_2s_ancestral_karras, CFG scale:"
                + " 8.0, Seed: 5, Size: 512x512, Model hash: 423bfbf86e, Model: mine, Hashes:"
                + " {\"model\": \"423bfbf86e\", \"lora:a\": \"1\"}, Version: ComfyUI");

    assertThat(filling.warnings()).isEmpty();
    assertThat(request(filling))
        .isEqualTo(
            GenerationRequest.of("a cat")
                .sampler("DPM++ 2S a")
                .scheduler("karras")
                .cfgScale(8)
                .seed(5)
                .size(512, 512)
                .model("default")
                .build());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          euler                    | Euler      | automatic
          euler_ancestral          | Euler a    | automatic
          dpmpp_2m_sde_gpu         | DPM++ 2M SDE | automatic
          dpm_2_ancestral_normal   | DPM2 a     | normal
          dpmpp_3m_sde_sgm_uniform | DPM++ 3M SDE | sgm_uniform
          euler_ddim_uniform       | Euler      | ddim
          lcm                      | LCM        | automatic
          ddim                     | DDIM       | automatic
          uni_pc                   | UniPC      | automatic
          """)
  void comfyuisSamplersAreFound(String comfy, String sampler, String schedule) {
    Filling filling = reading.read("a\nSteps: 2, Seed: 1, Sampler: " + comfy);

    assertThat(filling.warnings()).isEmpty();
    assertThat(request(filling).sampler()).isEqualTo(sampler);
    assertThat(request(filling).scheduler()).isEqualTo(schedule);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Steps: many           | in the infotext, steps is "many", which is no whole number; it was left out
          Steps: 99999999999999999999 | in the infotext, steps is "99999999999999999999", which is no whole number; it was left out
          CFG scale: 1e9        | in the infotext, cfg scale is 1000000000; it must be a number from -100 to 100; it was left out
          Size: 500x512         | in the infotext, width is 500, which is not a multiple of 8; take 496 or 504; it was left out
          Pad conds: perhaps    | in the infotext, pad_conditions is "perhaps", which is no True or False; it was left out
          Emphasis: Loud        | in the infotext, emphasis is "Loud"; it must be one of: None, Ignore, Original, No norm; it was left out
          Sampler: Best         | the picture's sampler Best is not here; DPM++ 2M draws another picture
          Schedule type: Best   | the picture's schedule Best is not here; the sampler's own is used
          VAE: x.safetensors    | the picture's VAE x.safetensors is not here; colors and details may differ
          Size: large           | of the infotext, these have no effect in Kiln: Size
          Key size: 44          | in the infotext's Key size, plugin 'keys': size is 44; it must be 0 to 9
          Key size: few         | in the infotext's Key size, plugin 'keys': size is few; it must be a whole number from 0 to 9
          Key mode: fast        | in the infotext's Key mode, plugin 'keys': mode is fast; it must be one of: slow, very-fast
          Unit 1: wrong         | the infotext's Unit 1 cannot be read: a unit is wrong
          Unit 1: broken        | the infotext's Unit 1 cannot be read: plugin 'keys' failed in infotext: no temper today
          Operators: sdp gone.x=1 1a2b3c4d | in the infotext's Operators, there is no plugin 'gone'; nearest: keys
          """)
  void whatIsWrongIsTold(String pair, String warning) {
    Filling filling = reading.read("a\nSeed: 1, ENSD: 1, Clip skip: 2, " + pair);

    assertThat(filling.warnings()).containsExactly(warning);
    assertThat(request(filling).clipSkip()).isEqualTo(2);
  }

  @Test
  void keysOfPluginsBecomeTheirOptions() {
    Filling filling =
        reading.read(
            "a\nSteps: 2, Seed: 1, Size: 64x64, Keys on: 3 of 4, Key flag: True, Key mode: very-fast,"
                + " Unit 0: b, Unit 12: a, Unit x: c");

    assertThat(filling.plugins())
        .isEqualTo(
            Map.of("keys", Map.of("flag", true, "mode", "very-fast", "units", List.of("b", "a"))));
    assertThat(filling.warnings())
        .containsExactly(
            "units without pictures", "of the infotext, these have no effect in Kiln: Unit x");
  }

  @Test
  void aModelOfTheSameNameButAnotherHashIsTold() {
    Filling filling =
        reading.read("a\nSteps: 2, Seed: 1, Size: 64x64, Model hash: 0123456789, Model: default");

    assertThat(request(filling).model()).isEqualTo("default");
    assertThat(filling.warnings())
        .containsExactly(
            "the picture's model was default [0123456789] and the one of this name is default ["
                + HASH
                + "], so another picture is drawn");
  }

  @Test
  void aTextMayNotNameAFile() {
    Filling filling =
        reading.read(
            "a\nSteps: 2, Seed: 1, Size: 64x64, Model: "
                + DefaultModel.models().resolve("default")
                + ", VAE: /etc/passwd");

    assertThat(filling.warnings()).hasSize(2).allMatch(warning -> warning.contains(" is not here"));
    assertThat(request(filling).model()).isEmpty();
  }

  @Test
  void fieldsThatARequestSetsAreNotLookedUp() {
    Filling filling =
        reading.read(
            "a\nSteps: many, Seed: 1, Size: 64x64, Model: gone, Clip skip: 2",
            field -> field == RequestFields.CLIP_SKIP);

    assertThat(filling)
        .isEqualTo(new Filling(Map.of(RequestFields.CLIP_SKIP, 2L), Map.of(), List.of()));
  }

  @Test
  void aTextWithoutKeysIsAPromptAndALongOneIsRefused() {
    assertThat(request(reading.read("only a prompt: yes")).prompt())
        .isEqualTo("only a prompt: yes");
    assertThatThrownBy(() -> reading.read("a".repeat(10 << 20)))
        .isInstanceOf(BadRequest.class)
        .hasMessage("the infotext has 10485760 letters of text; at most 1048576 are read");
    // Of a million letters, whatever they are, at once.
    reading.read("ab:[\"".repeat(200_000));
    reading.read("ab: {\"a\":[1,".repeat(80_000));
    reading.read("\n".repeat(1_000_000));
  }
}
