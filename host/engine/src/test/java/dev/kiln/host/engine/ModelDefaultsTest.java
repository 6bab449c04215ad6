package dev.kiln.host.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.model.ModelHashes;
import dev.kiln.host.model.ModelSettings;
import dev.kiln.host.plugin.HostPlaces;
import dev.kiln.host.plugin.PluginRuntime;
import dev.kiln.host.plugin.RuntimeSettings;
import dev.kiln.host.request.Filling;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.RequestField;
import dev.kiln.host.request.RequestFields;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.host.testing.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelDefaultsTest {
  @TempDir Path temp;
  private Path models;
  private PluginRuntime plugins;

  @BeforeEach
  void open() throws IOException {
    models = TinyModel.copyTo(temp.resolve("models"));
    plugins =
        new PluginRuntime(
            new RuntimeSettings(
                temp.resolve("plugins"), temp.resolve("home"), false, "0.1.0", HostPlaces.NONE),
            Map.of());
  }

  @AfterEach
  void close() {
    plugins.close();
  }

  private Filling defaults(String json, RequestField<?>... given) throws IOException {
    Files.writeString(models.resolve("tiny/kiln.json"), json);
    return of(new ModelCatalog.Defaults("", ""), given);
  }

  private Filling of(ModelCatalog.Defaults defaults, RequestField<?>... given) {
    ModelCatalog catalog =
        new ModelCatalog(models, new ModelHashes(temp.resolve("hashes.json")), defaults);
    return new ModelDefaults(catalog, plugins).of("", Set.of(given)::contains);
  }

  private static GenerationRequest request(Filling filling) {
    return filling.fill(new GenerationRequestBuilder()).build();
  }

  private static final String ALL =
      """
      {"steps": 12, "sampler": "DPM++ SDE Karras", "cfg_scale": 6, "width": 64, "height": 96,
       "clip_skip": 2, "vae": "None", "upscaler": "none"}
      """;

  @Test
  void theyFillWhatTheRequestDoesNotSet() throws IOException {
    Filling all = defaults(ALL);

    assertThat(all.warnings()).isEmpty();
    assertThat(request(all))
        .isEqualTo(
            new GenerationRequestBuilder()
                .steps(12)
                .sampler("DPM++ SDE")
                .scheduler("karras")
                .cfgScale(6)
                .size(64, 96)
                .clipSkip(2)
                .vae("None")
                .build());
    assertThat(defaults(ALL, RequestFields.STEPS).fields()).doesNotContainKey(RequestFields.STEPS);
  }

  @Test
  void aScheduleGoesWithItsSampler() throws IOException {
    assertThat(defaults(ALL, RequestFields.SAMPLER).fields())
        .doesNotContainKeys(RequestFields.SAMPLER, RequestFields.SCHEDULER);
    assertThat(defaults(ALL, RequestFields.SCHEDULER).fields())
        .containsEntry(RequestFields.SAMPLER, "DPM++ SDE")
        .doesNotContainKey(RequestFields.SCHEDULER);
    assertThat(defaults("{\"scheduler\": \"Exponential\"}").fields())
        .isEqualTo(
            Map.of(RequestFields.SAMPLER, "DPM++ 2M", RequestFields.SCHEDULER, "exponential"));
  }

  @Test
  void aVaeThatTheUserNamedForAllRequestsStandsOverTheModels() throws IOException {
    defaults("{\"vae\": \"None\"}");

    assertThat(of(new ModelCatalog.Defaults("", "Automatic")).fields()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"steps": "many"}          | steps is many; it must be a whole number ("steps" is not used)
          {"steps": 2.5}             | steps is 2.5; it must be a whole number ("steps" is not used)
          {"steps": 0}               | steps is 0; it must be 1 to 1000 ("steps" is not used)
          {"width": 100}             | width is 100, which is not a multiple of 8; take 96 or 104 ("width" is not used)
          {"cfg_scale": null}        | cfg scale is null; it must be a number ("cfg_scale" is not used)
          {"sampler": "Eulr a"}      | unknown sampler "Eulr a"; nearest: Euler a, Euler, DPM2 a ("sampler" is not used)
          {"vae": "x"}               | unknown VAE "x"; there are: none; "None" is the model's own ("vae" is not used)
          {"upscaler": "4x-scenes"}  | no installed plugin offers the upscaler "4x-scenes"; add dev.kiln:upscaler-diffusion or dev.kiln:upscaler-onnx to the class path, or its jar to the folder of plugins ("upscaler" is not used)
          {"stepz": 3}               | no setting has this name; nearest: steps, vae, sampler ("stepz" is not used)
          """)
  void whatDoesNotFitIsOneSentenceAndTheRestIsUsed(String json, String warning) throws IOException {
    Filling filling = defaults(json.replace("}", ", \"clip_skip\": 2}"));

    assertThat(filling.fields()).isEqualTo(Map.of(RequestFields.CLIP_SKIP, 2L));
    assertThat(filling.warnings())
        .containsExactly(models.resolve("tiny/kiln.json") + ": " + warning);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          [1]          | is no JSON object such as {"steps": 20}
          {"steps": 1  | is no JSON: line 1, column 12
          ~~           | is no JSON: line 1, column 0
          """)
  void aFileThatCannotBeReadIsOneSentence(String json, String why) throws IOException {
    Filling filling = defaults(json);

    assertThat(filling.fields()).isEmpty();
    assertThat(filling.warnings())
        .containsExactly(
            models.resolve("tiny/kiln.json") + " " + why + "; the model is used without it");
  }

  @Test
  void besideASingleFileItHasTheFilesName() throws IOException {
    Path model = Files.createFile(temp.resolve("mine.v2.safetensors"));
    Files.writeString(temp.resolve("mine.v2.kiln.json"), "{\"steps\": 8, \"sampler\": \"LCM\"}");

    assertThat(ModelSettings.of(model).orElseThrow().text()).isEqualTo("steps 8, sampler LCM");
    assertThat(ModelSettings.of(temp.resolve("other.safetensors"))).isEmpty();
  }

  @Test
  void theDefaultModelsFit() {
    ModelCatalog catalog =
        new ModelCatalog(DefaultModel.models(), new ModelHashes(temp.resolve("hashes.json")));

    assertThat(request(new ModelDefaults(catalog, plugins).of("", field -> false)))
        .isEqualTo(
            new GenerationRequestBuilder()
                .steps(20)
                .sampler("DPM++ 2M")
                .scheduler("karras")
                .cfgScale(6)
                .build());
  }
}
