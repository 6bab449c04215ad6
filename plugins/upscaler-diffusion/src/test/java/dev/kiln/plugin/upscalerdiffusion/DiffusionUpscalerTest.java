package dev.kiln.plugin.upscalerdiffusion;

import static dev.kiln.plugin.upscalerdiffusion.TestingX4.windowed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.random.Precision;
import dev.kiln.host.random.RandomModel.Form;
import dev.kiln.host.random.RandomModel.Values;
import dev.kiln.host.testing.RandomModels;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.upscale.UpscaleCall;
import dev.kiln.spi.upscale.UpscaleWatcher;
import dev.kiln.spi.upscale.UpscalerInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is listed, and what is refused. */
class DiffusionUpscalerTest {
  private static final String[] UPSCALER = {
    "in_channels=7",
    "num_class_embeds=100",
    "vae.block_out_channels=[32,32,32]",
    "vae.down_block_types=[\"DownEncoderBlock2D\",\"DownEncoderBlock2D\",\"DownEncoderBlock2D\"]",
    "vae.up_block_types=[\"UpDecoderBlock2D\",\"UpDecoderBlock2D\",\"UpDecoderBlock2D\"]",
    "vae.scaling_factor=0.08333",
    "scheduler.prediction_type=v_prediction"
  };

  @TempDir private Path temp;
  private TestingX4 models;

  @BeforeEach
  void open() {
    models = new TestingX4(temp);
  }

  @AfterEach
  void close() {
    models.close();
  }

  private Picture upscaled(String name, X4Settings settings, UpscaleWatcher watcher) {
    UpscaleCall call = new UpscaleCall(models.info(name), TestingX4.picture(), 96, 64, watcher);
    return models.upscaler(settings).upscale(call);
  }

  private Picture upscaled(String name) {
    return upscaled(name, windowed(0, 0), UpscaleWatcher.NONE);
  }

  private void demandRefusal(String name, X4Settings settings, String sentence) {
    assertThatThrownBy(() -> upscaled(name, settings, UpscaleWatcher.NONE))
        .isInstanceOf(BadRequest.class)
        .hasMessage(sentence);
  }

  /** A folder of random weights that says it holds an upscaler. */
  private Path written(String name, Form form, String... settings) throws IOException {
    Path folder = models.models().resolve(name);
    RandomModels.of(form, new Values(3, Precision.F32, false), settings).write(folder);
    Path scheduler = Files.createDirectories(folder.resolve("low_res_scheduler"));
    Files.writeString(
        scheduler.resolve("scheduler_config.json"),
        "{\"beta_schedule\": \"scaled_linear\", \"beta_start\": 0.0001, \"beta_end\": 0.02}");
    return folder;
  }

  @Test
  void bothFormsAreListedWithTheirScale() {
    models.withFolder().withSingleFile();
    assertThat(models.upscaler(windowed(0, 0)).models())
        .extracting(UpscalerInfo::name, UpscalerInfo::scale, UpscalerInfo::file)
        .containsExactly(
            Tuple.tuple("x4-folder", 4, models.models().resolve("x4-folder")),
            Tuple.tuple("x4-single", 4, models.models().resolve("x4-single.safetensors")));
  }

  @Test
  void samePictureBecomesTheSame() {
    models.withSingleFile();
    byte[] first = upscaled(TestingX4.SINGLE).rgba();
    assertThat(upscaled(TestingX4.SINGLE).rgba()).isEqualTo(first);
  }

  @Test
  void promptSaysWhatIsDrawn() {
    models.withSingleFile();
    X4Settings prompted =
        new X4Settings(TestingX4.PROMPT, "", 20, 2, 9, X4Settings.Sampler.DDIM, 0, 0);
    assertThat(upscaled(TestingX4.SINGLE, prompted, UpscaleWatcher.NONE).rgba())
        .isNotEqualTo(upscaled(TestingX4.SINGLE).rgba());
  }

  /** What exporters write computes in other operators: rounding alone may differ. */
  @Test
  void anExportGivesTheSameAsTheFolderThatItIsOf() throws IOException {
    written("folder", Form.DIFFUSERS, UPSCALER);
    Path export = written("export", Form.ONNX, UPSCALER);
    byte[] expected = upscaled("folder").rgba();
    demandClose(upscaled("export").rgba(), expected);
    Files.move(export.resolve("vae_decoder"), export.resolve("vae"));
    Files.delete(export.resolve("unet/config.json"));
    demandClose(upscaled("export").rgba(), expected);
  }

  private static void demandClose(byte[] found, byte[] expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(found[i] & 0xff).isBetween((expected[i] & 0xff) - 1, (expected[i] & 0xff) + 1);
    }
  }

  @Test
  void modelThatDrawsFromTextIsRefused() throws IOException {
    Path folder = written("plain", Form.DIFFUSERS);
    demandRefusal(
        "plain",
        windowed(0, 0),
        folder
            + " is no x4 upscaler: its UNet takes sample [-1, 4, -1, -1], timestep [],"
            + " encoder_hidden_states [-1, -1, 64], expected sample [rows, 7, height, width] and"
            + " class_labels; choose another model");
  }

  @Test
  void vaeOfAnotherModelIsRefused() throws IOException {
    Path folder = written("wrong", Form.DIFFUSERS, "in_channels=7", "num_class_embeds=1000");
    demandRefusal(
        "wrong",
        windowed(0, 0),
        folder
            + " is no x4 upscaler: its VAE makes Tensor[1, 3, 128, 192] of Tensor[1, 4, 16, 24],"
            + " expected a picture four times as large; choose another model");
  }

  @Test
  void folderWithoutAVaeIsRefused() throws IOException {
    models.withFolder();
    Path folder = models.models().resolve(TestingX4.FOLDER);
    Files.delete(folder.resolve("vae/config.json"));
    Files.delete(folder.resolve("vae/diffusion_pytorch_model.fp16.safetensors"));
    Files.delete(folder.resolve("vae"));
    demandRefusal(
        TestingX4.FOLDER,
        windowed(0, 0),
        "model '"
            + TestingX4.FOLDER
            + "' has no vae/config.json in "
            + folder
            + "; copy the missing file there or export the model again");
  }

  @Test
  void noiseLevelThatTheModelDoesNotKnowIsRefused() throws IOException {
    Path folder = written("few", Form.DIFFUSERS, UPSCALER);
    demandRefusal(
        "few",
        TestingX4.plain(100),
        "--x4-noise is 100, and "
            + folder
            + " knows noise levels from 0 to 99; ask for one of them");
  }

  @Test
  void otherPredictionIsRefused() throws IOException {
    models.withFolder();
    Path folder = models.models().resolve(TestingX4.FOLDER);
    Path scheduler = folder.resolve("scheduler/scheduler_config.json");
    Files.writeString(scheduler, Files.readString(scheduler).replace("v_prediction", "sample"));
    demandRefusal(
        TestingX4.FOLDER,
        windowed(0, 0),
        folder
            + " predicts 'sample'; Kiln enlarges with models that predict v_prediction or epsilon");
  }

  @Test
  void aStopEndsItAfterAWindow() {
    models.withSingleFile();
    AtomicInteger windows = new AtomicInteger();
    UpscaleWatcher stopping =
        (done, total) -> {
          assertThat(total).as("two steps and the decoding of two windows").isEqualTo(6);
          if (windows.incrementAndGet() == 3) {
            throw new CancellationException("enough");
          }
        };
    assertThatThrownBy(() -> upscaled(TestingX4.SINGLE, windowed(16, 8), stopping))
        .isInstanceOf(CancellationException.class);
    assertThat(windows).hasValue(3);
  }
}
