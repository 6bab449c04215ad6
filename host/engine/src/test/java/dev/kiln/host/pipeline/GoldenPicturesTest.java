package dev.kiln.host.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.image.PictureCodec;
import dev.kiln.host.image.PictureFile;
import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.model.ModelHashes;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.onnx.RunControl;
import dev.kiln.host.pipeline.hook.AttentionWish;
import dev.kiln.host.pipeline.hook.HookSource;
import dev.kiln.host.pipeline.hook.RequestState;
import dev.kiln.host.pipeline.hook.SessionPlans;
import dev.kiln.host.pipeline.pass.MaskChain;
import dev.kiln.host.pipeline.pass.Pass;
import dev.kiln.host.pipeline.pass.PassSpec;
import dev.kiln.host.pipeline.pass.RequestNetworks;
import dev.kiln.host.pipeline.pass.VaeChain;
import dev.kiln.host.pipeline.start.FirstLatents;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.ImageFields;
import dev.kiln.host.request.Progress;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.host.testing.Safetensors;
import dev.kiln.host.testing.TestingStore;
import dev.kiln.spi.generate.Conditions;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Latents of pictures that are drawn anew against diffusers (goldens/img2img.py), 1e-3 relative.
 */
class GoldenPicturesTest {
  private static final Safetensors GOLDEN = Safetensors.resource("/goldens/img2img.safetensors");
  private static final int SIDE = 128;

  @TempDir static Path temp;
  private static ModelStore models;

  /** The default model, and the same with UNets of eight and nine channels. */
  @BeforeAll
  static void open() throws IOException {
    Path folder = temp.resolve("models");
    DefaultModel.copy(DefaultModel.diffusers().resolve("default"), folder.resolve("four"));
    copy("edit", folder.resolve("eight"));
    copy("inpainting", folder.resolve("nine"));
    ModelHashes hashes = new ModelHashes(temp.resolve("hashes.json"));
    models = TestingStore.of(new ModelCatalog(folder, hashes), hashes, temp);
  }

  /**
   * @param unet its folder
   */
  private static void copy(String unet, Path model) throws IOException {
    DefaultModel.copy(DefaultModel.diffusers().resolve("default"), model);
    Path from = Path.of("src", "test", "resources", "goldens", unet);
    for (String file : List.of("config.json", "diffusion_pytorch_model.safetensors")) {
      Path replaced = model.resolve("unet").resolve(file);
      Files.copy(from.resolve(file), replaced, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @AfterAll
  static void close() {
    models.close();
  }

  @ParameterizedTest
  @CsvSource({
    "four, Euler, false, euler",
    "four, Euler, true, euler_mask",
    "four, DDIM, false, ddim",
    "four, DDIM, true, ddim_mask",
    "nine, Euler, false, euler_9",
    "nine, Euler, true, euler_9_mask",
    "nine, DDIM, false, ddim_9",
    "nine, DDIM, true, ddim_9_mask"
  })
  void latentsEqualThoseOfDiffusers(String model, String sampler, boolean masked, String golden) {
    GenerationRequestBuilder request =
        redrawing(model, sampler)
            .with(ImageFields.DENOISING_STRENGTH, 0.5)
            .with(ImageFields.MASK_BLUR_X, 0)
            .with(ImageFields.MASK_BLUR_Y, 0);
    if (masked) {
      request.with(ImageFields.MASK, Optional.of(file(mask())));
    }
    assertThat(Safetensors.difference(latents(request.build()), GOLDEN.tensor(golden)))
        .isLessThan(1e-3);
  }

  /** Those of instruct-pix2pix, too. At 1 its formula comes to one of two rows. */
  @ParameterizedTest
  @CsvSource({
    "Euler, 1.5, euler_8",
    "Euler, 1, euler_8_plain",
    "DDIM, 1.5, ddim_8",
    "DDIM, 1, ddim_8_plain"
  })
  void editedPicturesEqualThoseOfDiffusers(String sampler, double scale, String golden) {
    GenerationRequestBuilder request =
        redrawing("eight", sampler)
            .with(ImageFields.DENOISING_STRENGTH, 1.0)
            .with(ImageFields.IMAGE_CFG_SCALE, scale);
    assertThat(Safetensors.difference(latents(request.build()), GOLDEN.tensor(golden)))
        .isLessThan(1e-3);
  }

  private static GenerationRequestBuilder redrawing(String model, String sampler) {
    return GenerationRequest.of("")
        .model(model)
        .sampler(sampler)
        .scheduler("karras")
        .steps(10)
        .cfgScale(6)
        .seed(5)
        .with(ImageFields.INIT_IMAGES, List.of(file(picture())));
  }

  private static Tensor latents(GenerationRequest request) {
    HookSource.Hooks hooks = HookSource.NONE.open(request);
    try (ModelStore.Lease lease = models.use(request.model(), "");
        RunControl control = new RunControl(lease.model().runtime())) {
      Settled settled = Settled.of(request, lease.model(), hooks);
      RequestState state = new RequestState(settled.facts("job"));
      AttentionWish wish = new AttentionWish("", false, 1L << 30, "");
      SessionPlans plans = new SessionPlans(hooks, wish, settled.networkShape(), state);
      RequestNetworks networks =
          new RequestNetworks(
              lease.model(), models.networks(), plans, new VaeChain(hooks, state), control);
      FirstLatents first =
          new FirstLatents(
              settled.request(), settled.pictures(), networks, new MaskChain(hooks, state));
      PassSpec spec = settled.pass(0, List.of(conditions()), first);
      try (Pass pass = new Pass(spec, networks, hooks, state)) {
        pass.sample(Progress.SILENT, new Cancellation());
      }
      return spec.latents();
    }
  }

  private static Conditions conditions() {
    return new Conditions(List.of(new Conditions.Part(1, timeline("cond"))), timeline("uncond"));
  }

  private static Conditions.Timeline timeline(String tensor) {
    return new Conditions.Timeline(List.of(new Conditions.Entry(99, GOLDEN.tensor(tensor))));
  }

  private static PictureFile file(Picture picture) {
    return new PictureFile("picture", PictureCodec.png(picture));
  }

  /** As the script makes it. */
  private static Picture picture() {
    Picture picture = Picture.black(SIDE, SIDE);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        picture.set(x, y, (2 * x + y) / 2 % 256, (x + 3 * y) / 3 % 256, 255 - x * y / 80 % 256);
      }
    }
    return picture;
  }

  private static Picture mask() {
    Picture mask = Picture.black(SIDE, SIDE);
    for (int y = 32; y < 88; y++) {
      for (int x = 40; x < 104; x++) {
        mask.set(x, y, 255, 255, 255);
      }
    }
    return mask;
  }
}
