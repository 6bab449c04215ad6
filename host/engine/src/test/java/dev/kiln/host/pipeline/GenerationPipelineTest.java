package dev.kiln.host.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.OutOfResources;
import dev.kiln.host.Versions;
import dev.kiln.host.image.Infotext;
import dev.kiln.host.image.InfotextParameters;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.pipeline.hook.HookSource;
import dev.kiln.host.prompt.EmphasisMode;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.GeneratedImage;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.NoiseFields;
import dev.kiln.host.request.PredictionChoice;
import dev.kiln.host.request.Progress;
import dev.kiln.host.request.RequestFields;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole generations on the default model, few steps each. */
class GenerationPipelineTest {
  private static final String OPERATORS = " Operators: none [0-9a-f]{8},";
  private static final String PROMPT = "a girl with long red hair in a green meadow, sunset";

  @TempDir static Path temp;
  private static ModelStore models;
  private static GenerationPipeline pipeline;

  @BeforeAll
  static void open() {
    models = DefaultModel.store(temp);
    pipeline = new GenerationPipeline(models, HookSource.NONE);
  }

  @AfterAll
  static void close() {
    models.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"DPM++ 2M", "Euler a", "DPM++ SDE", "DDIM", "DPM adaptive"})
  void imageOfABatchEqualsTheSameSeedMadeAlone(String sampler) {
    List<GeneratedImage> batch = images(request().sampler(sampler).seed(4294967295L).batch(2, 1));
    assertThat(batch).extracting(GeneratedImage::seed).containsExactly(4294967295L, 4294967296L);
    for (GeneratedImage image : batch) {
      GeneratedImage alone = images(request().sampler(sampler).seed(image.seed())).get(0);
      assertThat(image.rgb()).isEqualTo(alone.rgb());
    }
  }

  @Test
  void seedsCountOnOverBatches() {
    assertThat(images(request().steps(1).seed(Long.MAX_VALUE - 1).batch(2, 2)))
        .extracting(GeneratedImage::seed)
        .containsExactly(Long.MAX_VALUE - 1, Long.MAX_VALUE, 0L, 1L);
  }

  @Test
  void randomSeedIsReportedAndMakesThePictureAgain() {
    GeneratedImage first = images(request().seed(-1)).get(0);
    assertThat(images(request().seed(first.seed())).get(0).rgb()).isEqualTo(first.rgb());
  }

  @Test
  void variationTurnsFromSeedToSubseed() {
    byte[] seed = images(request().seed(1)).get(0).rgb();
    byte[] subseed = images(request().seed(2)).get(0).rgb();
    byte[] near = images(request().seed(1).variation(2, 0.1)).get(0).rgb();
    assertThat(distance(near, seed)).isPositive().isLessThan(distance(near, subseed));
    List<GeneratedImage> two = images(request().seed(1).variation(2, 0.1).batch(2, 1));
    assertThat(two).extracting(GeneratedImage::seed).containsExactly(1L, 1L);
    assertThat(two).extracting(GeneratedImage::subseed).containsExactly(2L, 3L);
  }

  @Test
  void sizeIsTheModelsOwnUnlessGiven() {
    GeneratedImage own = images(request()).get(0);
    assertThat(List.of(own.width(), own.height())).containsExactly(128, 128);
    GeneratedImage odd = images(request().size(136, 72)).get(0);
    assertThat(List.of(odd.width(), odd.height())).containsExactly(136, 72);
    assertThat(odd.rgb()).hasSize(3 * 136 * 72);
  }

  @Test
  void longPromptRunsApartFromAShortNegativeOneOrPadded() {
    String words = "a girl, ".repeat(30);
    byte[] apart = images(request(words).negativePrompt("a boy")).get(0).rgb();
    byte[] padded = images(request(words).negativePrompt("a boy").padConditions(true)).get(0).rgb();
    assertThat(distance(apart, padded)).isPositive();
  }

  @Test
  void andOfEqualPartsIsThePartItself() {
    byte[] one = images(request("a girl")).get(0).rgb();
    byte[] halves = images(request("a girl :0.5 AND a girl :0.5")).get(0).rgb();
    // Equal but for rounding: c - u is added in halves.
    assertThat(distance(halves, one)).isLessThan(0.05);
  }

  @Test
  void negativePromptHasNoSayAtScaleOneAndIsNotComputed() {
    byte[] without = images(request().cfgScale(1)).get(0).rgb();
    assertThat(images(request().cfgScale(1).negativePrompt("a boy")).get(0).rgb())
        .isEqualTo(without);
    // At a scale next to 1 it is computed: the same picture but for rounding.
    byte[] nearly = images(request().cfgScale(1.000001)).get(0).rgb();
    assertThat(distance(nearly, without)).isLessThan(0.05);
    byte[] plusPlus = images(request().sampler("DDIM CFG++").cfgScale(1)).get(0).rgb();
    assertThat(images(request().sampler("DDIM CFG++").cfgScale(1).negativePrompt("a boy")))
        .extracting(GeneratedImage::rgb)
        .doesNotContain(plusPlus);
  }

  @Test
  void scheduledPromptFollowsItsText() {
    byte[] boy = images(request("a boy")).get(0).rgb();
    assertThat(images(request("a [girl:boy:0]")).get(0).rgb()).isEqualTo(boy);
    assertThat(images(request("a [boy:girl:1.0]")).get(0).rgb()).isEqualTo(boy);
    assertThat(images(request("a [boy|girl]")).get(0).rgb()).isNotEqualTo(boy);
  }

  @Test
  void clipSkipChangesThePictureAndTheInfotext() {
    GeneratedImage skipped = images(request().clipSkip(2)).get(0);
    assertThat(skipped.rgb()).isNotEqualTo(images(request()).get(0).rgb());
    assertThat(Infotext.parse(skipped.infotext()).values()).containsEntry("Clip skip", "2");
    refused(request().clipSkip(3), "clip skip is 3; this model's text encoder takes 1 to 2");
  }

  /** They differ from machine to machine. */
  private static String withoutOperators(String infotext) {
    return infotext.replaceFirst(OPERATORS, "");
  }

  @Test
  void infotextSaysHowThePictureWasMade() {
    GeneratedImage image = images(request().negativePrompt("snow").cfgScale(5.5)).get(0);
    assertThat(image.infotext()).containsPattern(OPERATORS);
    assertThat(withoutOperators(image.infotext()))
        .isEqualTo(
            PROMPT
                + "\nNegative prompt: snow\nSteps: 4, Sampler: DPM++ 2M, Schedule type: Karras,"
                + " CFG scale: 5.5, Seed: 7, Size: 128x128, Model hash: 423bfbf86e, Model: default,"
                + " RNG: NV, Version: Kiln "
                + Versions.KILN);
  }

  @Test
  void everyFieldWithAKeyIsToldInWebuisOrder() {
    GenerationRequestBuilder request =
        request("a")
            .size(64, 64)
            .steps(1)
            .variation(5, 0.5)
            .with(RequestFields.SEED_RESIZE_WIDTH, 96)
            .with(RequestFields.SEED_RESIZE_HEIGHT, 128)
            .sampler("Euler a")
            .scheduler("karras")
            .clipSkip(2)
            .padConditions(true)
            .emphasis(EmphasisMode.NO_NORM)
            .with(NoiseFields.ETA, OptionalDouble.of(0.5))
            .with(NoiseFields.SIGMA_MIN, 0.1)
            .with(NoiseFields.SIGMA_MAX, 10.0)
            .with(NoiseFields.RHO, 5.0)
            .with(NoiseFields.S_CHURN, 0.5)
            .with(NoiseFields.S_TMIN, 0.25)
            .with(NoiseFields.S_TMAX, 9.0)
            .with(NoiseFields.S_NOISE, 1.01)
            .with(NoiseFields.DISCARD_PENULTIMATE, true)
            .with(NoiseFields.SGM_NOISE, true)
            .with(RequestFields.PREDICTION, PredictionChoice.EPSILON)
            .with(RequestFields.DISABLE_EXTRA_NETWORKS, true)
            .guidance("classifier-free")
            .with(NoiseFields.SEED_DELTA, 31337L);
    String infotext = images(request).get(0).infotext();
    assertThat(withoutOperators(infotext))
        .isEqualTo(
            "a\nSteps: 1, Sampler: Euler a, Schedule type: Karras, CFG scale: 7, Seed: 7,"
                + " Size: 64x64, Model hash: 423bfbf86e, Model: default, Variation seed: 5,"
                + " Variation seed strength: 0.5, Seed resize from: 96x128, Clip skip: 2, ENSD: 31337, RNG: NV, Eta: 0.5,"
                + " Schedule min sigma: 0.1, Schedule max sigma: 10, Schedule rho: 5,"
                + " Discard penultimate sigma: True, SGM noise multiplier: True, Pad conds: True,"
                + " Emphasis: No norm, Disable extra networks: True, Prediction: epsilon,"
                + " Guidance: classifier-free, Version: Kiln "
                + Versions.KILN);
    String churned = images(request.sampler("Euler")).get(0).infotext();
    assertThat(churned)
        .doesNotContain("Eta:")
        .contains(
            "RNG: NV, Sigma churn: 0.5, Sigma tmin: 0.25, Sigma tmax: 9, Sigma noise: 1.01,"
                + " Schedule min sigma: 0.1");
    Set<String> told = new HashSet<>(InfotextParameters.split(Infotext.parse(infotext)).keySet());
    told.addAll(Infotext.parse(churned).values().keySet());
    assertThat(told)
        .containsAll(
            RequestFields.TXT2IMG.stream()
                .map(field -> field.infotext().key())
                // It is told where another VAE than the model's own decodes.
                .filter(key -> !key.isEmpty() && !key.equals("VAE"))
                .toList());
  }

  @Test
  void infotextNamesNoScheduleWhereTheSamplerHasItsOwnSteps() {
    for (String sampler : List.of("DDIM", "PLMS", "UniPC", "DPM fast")) {
      String infotext = images(request().sampler(sampler)).get(0).infotext();
      assertThat(infotext)
          .contains("Sampler: " + sampler + ", CFG scale")
          .doesNotContain("Schedule");
    }
  }

  @Test
  void resultSaysSamplerAndScheduleByTheirOwnNames() {
    GenerationRequest request = request().sampler("k_euler_a karras").build();
    GenerationRequest run =
        pipeline.generate("job", request, Progress.SILENT, new Cancellation()).request();
    assertThat(run.sampler()).isEqualTo("Euler a");
    assertThat(run.scheduler()).isEqualTo("karras");
  }

  @Test
  void emptyPromptIsValid() {
    assertThat(images(request(""))).hasSize(1);
  }

  @Test
  void unknownNamesAreRefusedWithTheNearest() {
    refused(
        request().sampler("Eulr a"), "unknown sampler \"Eulr a\"; nearest: Euler a, Euler, DPM2 a");
    refused(request().guidance("none"), "unknown guidance \"none\"; there are: classifier-free");
    assertThatThrownBy(() -> images(request().model("absent")))
        .isInstanceOf(BadRequest.class)
        .hasMessageStartingWith("unknown model \"absent\"; in ")
        .hasMessageContaining("default");
  }

  @Test
  void sizeWhoseMemoryCannotBeHadIsRefusedBeforeWork() {
    assertThatThrownBy(() -> images(request().size(8192, 8192)))
        .isInstanceOf(OutOfResources.class)
        .hasMessageMatching(
            "8192x8192 needs about [\\d.]+ GB for attention and [\\d.]+ GB are free; ask for a"
                + " smaller size");
  }

  @Test
  void decoderThatIsBrokenIsFoundBeforeTheFirstStep() throws IOException {
    Path folder = DamagedModel.copy(temp.resolve("half"));
    DamagedModel.truncate(folder.resolve("vae_decoder/model.onnx"));
    Progress noStep =
        new Progress() {
          @Override
          public void step(int step, int all) {
            throw new AssertionError("a step was made");
          }
        };
    GenerationRequest request = request().model(folder.toString()).build();
    assertThatThrownBy(() -> pipeline.generate("job", request, noStep, new Cancellation()))
        .isInstanceOf(BadRequest.class)
        .hasMessageStartingWith(
            folder.resolve("vae_decoder/model.onnx") + " cannot be read as an ONNX network: ");
  }

  @Test
  void tagThatNoPluginTookIsRefused() {
    refused(
        request("a girl <lora:red:1>"),
        "the prompt asks for <lora:red:1>, but no installed plugin takes lora tags; leave it out, or"
            + " add dev.kiln:lora to the class path, or its jar to the folder of plugins");
  }

  @Test
  void damagedModelIsOneSentence() throws IOException {
    Path folder = DamagedModel.copy(temp.resolve("damaged"));
    DamagedModel.truncate(folder.resolve("unet/model.onnx"));
    assertThatThrownBy(() -> images(request().model(folder.toString())))
        .isInstanceOf(BadRequest.class)
        .hasMessageStartingWith(
            folder.resolve("unet/model.onnx") + " cannot be read as an ONNX network: ")
        .hasMessageEndingWith("; copy or export it again")
        .hasMessageNotContaining("\n");
  }

  @Test
  void missingModelFileIsNamed() throws IOException {
    Path folder = DamagedModel.copy(temp.resolve("missing"));
    Files.delete(folder.resolve("vae_decoder/model.onnx"));
    refused(
        request().model(folder.toString()),
        "model 'missing' has no vae_decoder/model.onnx in "
            + folder
            + "; copy the missing file there or export the model again");
  }

  private static GenerationRequestBuilder request() {
    return request(PROMPT);
  }

  private static GenerationRequestBuilder request(String prompt) {
    return GenerationRequest.of(prompt).steps(4).seed(7);
  }

  private static List<GeneratedImage> images(GenerationRequestBuilder request) {
    return pipeline.generate("job", request.build(), Progress.SILENT, new Cancellation()).images();
  }

  private static void refused(GenerationRequestBuilder request, String message) {
    assertThatThrownBy(() -> images(request)).isInstanceOf(BadRequest.class).hasMessage(message);
  }

  /** Mean difference of two pictures, of 255. */
  private static double distance(byte[] a, byte[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs((a[i] & 0xff) - (b[i] & 0xff));
    }
    return sum / a.length;
  }
}
