package dev.kiln.plugin.upscalerdiffusion;

import dev.kiln.host.image.PictureCodec;
import dev.kiln.host.model.FoundModels;
import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.model.ModelHashes;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.prompt.ClipTokenizer;
import dev.kiln.host.testing.Safetensors;
import dev.kiln.host.testing.TestingStore;
import dev.kiln.plugin.upscalerdiffusion.X4Settings.Sampler;
import dev.kiln.spi.host.DiffusionModel;
import dev.kiln.spi.host.DiffusionModels;
import dev.kiln.spi.host.ModelFiles;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.tensor.Tensor;
import dev.kiln.spi.testkit.FakeHome;
import dev.kiln.spi.upscale.UpscalerInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** The tiny upscaler of golden.py in a folder of models, and the host's own services over it. */
final class TestingX4 implements AutoCloseable {
  static final Safetensors GOLDEN =
      Safetensors.resource("/dev/kiln/plugin/upscalerdiffusion/golden.safetensors");
  static final String PROMPT = "a girl, red hair, meadow";
  static final String NEGATIVE = "night";
  static final String FOLDER = "x4-folder";
  static final String SINGLE = "x4-single";

  private static final List<String> SMALL =
      List.of(
          "model_index.json",
          "low_res_scheduler/scheduler_config.json",
          "scheduler/scheduler_config.json",
          "text_encoder/config.json",
          "unet/config.json",
          "vae/config.json");
  private static final List<String> PACKED =
      List.of(
          "text_encoder/model.fp16.safetensors",
          "unet/diffusion_pytorch_model.fp16.safetensors",
          "vae/diffusion_pytorch_model.fp16.safetensors");

  private final Path temp;
  private final ModelFiles files;
  private final ModelStore store;

  TestingX4(Path temp) {
    this.temp = temp;
    ModelHashes hashes = new ModelHashes(temp.resolve("hashes.json"));
    ModelCatalog catalog = new ModelCatalog(models(), hashes);
    files = new FoundModels(catalog, hashes);
    store = TestingStore.of(catalog, hashes, temp);
  }

  Path models() {
    return temp.resolve("models");
  }

  /** As diffusers saves it, in float16. */
  TestingX4 withFolder() {
    Path folder = models().resolve(FOLDER);
    SMALL.forEach(name -> put("model/" + name, folder.resolve(name)));
    PACKED.forEach(name -> put("model/" + name + ".gz", folder.resolve(name)));
    try {
      ClipTokenizer.save(folder.resolve("tokenizer"), ClipTokenizer.CLIP_ENTRIES, "!");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** With the names of the first release. */
  TestingX4 withSingleFile() {
    put("x4.safetensors.gz", models().resolve(SINGLE + ".safetensors"));
    return this;
  }

  private static void put(String resource, Path target) {
    try (InputStream stored =
            Objects.requireNonNull(TestingX4.class.getResourceAsStream(resource), resource);
        InputStream in = resource.endsWith(".gz") ? new GZIPInputStream(stored) : stored) {
      Files.createDirectories(target.getParent());
      Files.write(target, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ModelFiles files() {
    return files;
  }

  DiffusionModels lent() {
    return store.lent();
  }

  /** What the host lends to the plugin. */
  Map<Class<?>, ?> services() {
    return Map.of(ModelFiles.class, files, DiffusionModels.class, lent());
  }

  DiffusionModel model(String name) {
    return lent().open(info(name).file());
  }

  /** The plugin's own, as injection makes it. */
  DiffusionUpscaler upscaler(X4Settings settings) {
    FakeHome home = new FakeHome(temp.resolve("home"), settings);
    return new DiffusionUpscaler(files, lent(), new PictureCodec(), home);
  }

  UpscalerInfo info(String name) {
    return upscaler(settings(Sampler.EULER, 1)).models().stream()
        .filter(it -> it.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** golden.py's, the whole picture at once. */
  static X4Settings settings(Sampler sampler, int steps) {
    return new X4Settings(PROMPT, NEGATIVE, 20, steps, 9, sampler, 0, 0);
  }

  static X4Settings plain(int noise) {
    return new X4Settings("", "", noise, 10, 1, Sampler.EULER, 0, 0);
  }

  /** In windows of so many pixels. */
  static X4Settings windowed(int tile, int overlap) {
    return new X4Settings("", "", 20, 2, 1, Sampler.DDIM, tile, overlap);
  }

  /** golden.py's. */
  static Picture picture() {
    Tensor colors = GOLDEN.tensor("picture");
    int plane = colors.dim(1) * colors.dim(2);
    Picture picture = Picture.black(colors.dim(2), colors.dim(1));
    for (int i = 0; i < plane; i++) {
      picture.set(
          i % picture.width(),
          i / picture.width(),
          (int) colors.data()[i],
          (int) colors.data()[plane + i],
          (int) colors.data()[2 * plane + i]);
    }
    return picture;
  }

  /** golden.py's. */
  static Noise noise() {
    return shape -> {
      Tensor stored = GOLDEN.tensor(shape[0] == 3 ? "noise_picture" : "noise_latents");
      return Tensor.of(stored.data(), shape);
    };
  }

  /** A tensor of golden.py in another shape of the same size. */
  static Tensor golden(String name, int... shape) {
    return Tensor.of(GOLDEN.tensor(name).data(), shape);
  }

  @Override
  public void close() {
    store.close();
  }
}
