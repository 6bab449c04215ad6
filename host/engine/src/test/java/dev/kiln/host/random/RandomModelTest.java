package dev.kiln.host.random;

import static dev.kiln.host.testing.Drawing.distance;
import static dev.kiln.host.testing.Drawing.draw;
import static dev.kiln.host.testing.Drawing.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.model.Evaluation;
import dev.kiln.host.model.Model;
import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.model.ModelHashes;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.model.SessionPlan;
import dev.kiln.host.model.TextEncoder;
import dev.kiln.host.model.UnetRun;
import dev.kiln.host.onnx.RunControl;
import dev.kiln.host.random.RandomModel.Form;
import dev.kiln.host.random.RandomModel.Values;
import dev.kiln.host.random.RandomModel.Written;
import dev.kiln.host.testing.RandomModels;
import dev.kiln.host.testing.TestingStore;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Models with random weights: the same from the same seed, whole or not there, fit to be run. */
class RandomModelTest {
  private static final String BAD = "block_out_channels=[33]";

  @TempDir private Path temp;

  @ParameterizedTest
  @EnumSource(Form.class)
  void theSameSeedGivesTheSameBytesAndAnotherSeedOthers(Form form) throws IOException {
    Path first = model(form, 5).write(temp.resolve("first")).path();
    Map<String, String> same = hashes(model(form, 5).write(temp.resolve("same")).path());
    Map<String, String> other = hashes(model(form, 6).write(temp.resolve("other")).path());
    assertThat(same).isNotEmpty().isEqualTo(hashes(first));
    assertThat(other).hasSameSizeAs(same);
    same.forEach(
        (file, hash) -> {
          if (file.isEmpty() || file.endsWith(".safetensors")) {
            assertThat(other.get(file)).as(file).isNotEqualTo(hash);
          }
        });
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void nothingIsWrittenTwiceAndNothingOverAnother(Form form) throws IOException {
    Written first = model(form, 5).write(temp.resolve("model"));
    assertThat(first.made()).isTrue();
    Map<String, String> before = hashes(temp);
    assertThat(model(form, 5).write(temp.resolve("model")))
        .isEqualTo(new Written(first.path(), false));
    refused(
        model(form, 6),
        "model",
        first.path() + " is there and is another model; remove it or name another place");
    refused(
        model(form, 5, "layers_per_block=2"),
        "model",
        first.path() + " is there and is another model; remove it or name another place");
    assertThat(hashes(temp)).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void whatCannotBeBuiltOrWrittenLeavesNothing(Form form) throws IOException {
    refused(
        model(form, 5, BAD),
        "bad",
        "unet: \"block_out_channels\" is [33]; Kiln builds networks where it is multiples of"
            + " norm_num_groups, 32");
    refused(
        model(form, 5, "vae.act_fn=relu"),
        "bad",
        "vae: \"act_fn\" is \"relu\"; Kiln builds networks where it is silu");
    assertThat(hashes(temp)).isEmpty();
    try (Stream<Path> left = Files.list(temp)) {
      assertThat(left).isEmpty();
    }
    Files.writeString(temp.resolve("file"), "no folder");
    String place = temp.resolve("file/model") + (form == Form.SINGLE ? ".safetensors" : "");
    refused(
        model(form, 5),
        "file/model",
        place + " cannot be written: something else of that name is there");
    assertThat(hashes(temp)).containsOnlyKeys("file");
  }

  @Test
  void aFileThatIsNoModelIsNotOverwritten() throws IOException {
    Path file = Files.writeString(temp.resolve("mine.safetensors"), "precious");
    refused(
        model(Form.SINGLE, 5),
        "mine",
        file + " is there and is another model; remove it or name another place");
    assertThat(file).hasContent("precious");
  }

  @Test
  void anExportInHalvesIsRefused() {
    refused(
        RandomModels.of(Form.ONNX, new Values(0, Precision.F16, false)),
        "half",
        "an ONNX folder computes in the precision of its weights, f16; choose f32 or another"
            + " format");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void sparseModelsTakeLittleRoom() throws IOException, InterruptedException {
    Values values = new Values(0, Precision.F32, true);
    Path file = RandomModels.of(Form.SINGLE, values).write(temp.resolve("sparse")).path();
    assertThat(Files.size(file)).isGreaterThan(12_000_000);
    Process du = new ProcessBuilder("du", "-k", file.toString()).start();
    String kilobytes = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(du.waitFor()).isZero();
    assertThat(Long.parseLong(kilobytes.split("\\s")[0])).isLessThan(1000);
  }

  @Test
  void theExportDrawsWhatTheFolderDraws() {
    model(Form.ONNX, 5).write(temp.resolve("models/export"));
    model(Form.DIFFUSERS, 5).write(temp.resolve("models/folder"));
    try (ModelStore store = store()) {
      assertThat(distance(draw(store, request("export")), draw(store, request("folder"))))
          .isLessThanOrEqualTo(0.1);
    }
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void activationsStayFiniteAndOfTheirSize(Precision precision) {
    RandomModels.single(temp.resolve("models/model"), 5, precision);
    try (ModelStore store = store();
        ModelStore.Lease lease = store.use("model")) {
      Model model = lease.model();
      try (RunControl control = new RunControl(model.runtime())) {
        Tensor text =
            model
                .textEncoder()
                .encode(
                    new TextEncoder.Chunk(Collections.nCopies(77, 320)),
                    1,
                    plan(NetworkKind.TEXT_ENCODER),
                    control);
        plausible(text);
        Tensor sample = noise(1, 4, 16, 16);
        try (UnetRun run = new UnetRun(model.unet(), plan(NetworkKind.UNET), 16, 16, control)) {
          for (double timestep : new double[] {999, 500, 0}) {
            Evaluation once = new Evaluation(sample, timestep, text);
            run.evaluate(once, 0, 1);
            plausible(once.denoised());
          }
        }
        plausible(model.codec().decode(sample, 0, plan(NetworkKind.VAE_DECODER), control));
        Tensor picture = noise(1, 3, 64, 64);
        plausible(model.codec().encode(picture, plan(NetworkKind.VAE_ENCODER), control));
      }
    }
  }

  private static SessionPlan plan(NetworkKind network) {
    return SessionPlan.plain(network);
  }

  private static Tensor noise(int... shape) {
    Random random = new Random(1);
    Tensor noise = Tensor.zeros(shape);
    for (int i = 0; i < noise.size(); i++) {
      noise.data()[i] = (float) random.nextGaussian();
    }
    return noise;
  }

  private static void plausible(Tensor values) {
    double sum = 0;
    double squares = 0;
    for (float value : values.data()) {
      assertThat(value).isFinite();
      sum += value;
      squares += (double) value * value;
    }
    double mean = sum / values.size();
    assertThat(Math.sqrt(squares / values.size() - mean * mean)).isBetween(0.01, 100.0);
  }

  private ModelStore store() {
    ModelHashes hashes = new ModelHashes(temp.resolve("hashes.json"));
    return TestingStore.of(new ModelCatalog(temp.resolve("models"), hashes), hashes, temp);
  }

  private static RandomModel model(Form form, long seed, String... settings) {
    return RandomModels.of(form, new Values(seed, Precision.F32, false), settings);
  }

  private void refused(RandomModel model, String name, String sentence) {
    assertThatThrownBy(() -> model.write(temp.resolve(name)))
        .isInstanceOf(BadRequest.class)
        .hasMessage(sentence);
  }

  /** SHA-256 of all files below, by path. */
  private Map<String, String> hashes(Path root) throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    ModelHashes of = new ModelHashes(temp.resolveSibling("hashes-of-" + temp.getFileName()));
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        hashes.put(root.relativize(file).toString(), of.of(file));
      }
    }
    return hashes;
  }
}
